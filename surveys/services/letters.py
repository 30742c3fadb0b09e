"""Asking people by letter: the acts that put letters of a wave into the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from smax.accounts.tenancy import every_firm
from smax.mail.models import Message
from smax.mail.outbox import letter, put
from surveys.errors import SurveyError, WaveClosedError
from surveys.letters.occasions import INVITATION, REMINDER, THANKS
from surveys.letters.rhythm import last_moment
from surveys.links import digest_of, new_secret, secret_of
from surveys.models import Assessment, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from smax.accounts.models import Firm
    from surveys.models import Response

State = Message.State
ON_ITS_WAY = (State.QUEUED, State.SENDING)
ABOUT = Participant._meta.label_lower


@transaction.atomic
def invite(*, participant: Participant) -> None:
    """Send the person an invitation, or another one. SurveyError while one is on its way, or none wanted."""
    _one_at_a_time(participant.assessment)
    _require_open(participant.assessment)
    _refuse_unasked(participant)
    if letters_about([participant]).filter(occasion=INVITATION, state__in=ON_ITS_WAY).exists():
        raise SurveyError(_("An invitation to %(name)s is on its way already.") % {"name": participant})
    _invite(participant.assessment, [participant])
    record("participant.invited", on=participant)


@transaction.atomic
def invite_all(*, wave: Assessment) -> int:
    """Invite everybody of the wave who waits for it; returns how many."""
    _one_at_a_time(wave)
    _require_open(wave)
    people = list(waiting_for_invitation(wave))
    _invite(wave, people)
    if people:
        record("wave.invited", on=wave, people=len(people))
    return len(people)


def _one_at_a_time(wave: Assessment) -> None:
    """Wait for whoever invites people of the same wave: who waits for a letter is read after that.

    SQLite lets one transaction write at a time anyway.
    """
    Assessment.objects.select_for_update().values_list("pk").get(pk=wave.pk)


@transaction.atomic
def change_address(*, participant: Participant, email: str) -> None:
    """Write to the person elsewhere: the address changes, the old link stops, and a new invitation leaves.

    What was answered stays. SurveyError where the address is somebody else's in the wave.
    """
    _require_open(participant.assessment)
    try:
        with transaction.atomic():
            Participant.objects.filter(pk=participant.pk).update(email=email.lower())
    except IntegrityError as error:
        raise SurveyError(_("%(email)s is in this wave already.") % {"email": email}) from error
    participant.email = email.lower()
    letters_about([participant]).filter(state=State.QUEUED).update(
        state=State.CANCELLED, reason=_("The address was changed.")
    )
    participant.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    _invite(participant.assessment, [participant])
    record("participant.address_changed", on=participant)


def remind(*, wave: Assessment) -> int:
    """Put the reminder that is due by now into the outbox, once for each person; returns for how many.

    Reminded are those whose invitation left before the reminder fell due: nobody is asked twice in a morning.
    What holds when it leaves (submitted, declined, over) is asked then.
    """
    due = last_moment(wave)
    if due is None or not wave.takes_answers:
        return 0
    moment, days = due
    mark = f"{days}:{int(wave.deadline.timestamp())}"
    letters = Message.objects.filter(about_kind=ABOUT)
    invited = letters.filter(occasion=INVITATION, state=State.SENT, sent_at__lt=moment).values("about_id")
    reminded = letters.filter(occasion=REMINDER, key__endswith=f":{mark}").values("about_id")
    waiting = wave.participants.filter(declined_at=None, excluded_at=None, response__submissions=None)
    people = list(waiting.filter(pk__in=invited).exclude(pk__in=reminded))
    keyed = ((person, f"{REMINDER}:{person.pk}:{mark}") for person in people)
    put(_letters(REMINDER, keyed, firm=wave.firm, language=wave.language))
    return len(people)


def open_waves() -> list[Assessment]:
    """All waves that take answers now, of all firms that are active."""
    with every_firm("the clock looks for waves with a reminder that is due, of all firms"):
        waves = Assessment.objects.filter(state=Assessment.State.OPEN, deadline__gt=timezone.now())
        return list(waves.filter(firm__is_active=True).select_related("firm", "client"))


def thanks(*, response: Response) -> list[Message]:
    """The letter that thanks for submitted answers, in the language of the page; none to invented people.

    It is put into the outbox in the transaction that submits them.
    """
    person = response.participant
    if person.assessment.client.synthetic:
        return []
    language = get_language() or person.assessment.language
    return _letters(THANKS, [(person, f"{THANKS}:{person.pk}")], firm=person.firm, language=language)


def copied_link(*, participant: Participant) -> str | None:
    """The secret of the person's live link, to be shown to a consultant; None where only a new one helps."""
    live = participant.links.filter(revoked_at=None).first()
    secret = secret_of(live) if live else None
    if secret is not None:
        record("link.copied", on=participant)
    return secret


def waiting_for_invitation(wave: Assessment) -> QuerySet[Participant]:
    """Those who were never written to, and those whose letters came to nothing for want of a mail server."""
    reached = Message.objects.filter(about_kind=ABOUT, occasion=INVITATION).exclude(
        state__in=[State.FAILED, State.CANCELLED]
    )
    asked = wave.participants.filter(declined_at=None, excluded_at=None, response__submissions=None)
    return asked.exclude(pk__in=reached.values("about_id"))


def letters_about(people: Iterable[Participant]) -> QuerySet[Message]:
    """All letters to these participants."""
    return Message.objects.filter(about_kind=ABOUT, about_id__in=[person.pk for person in people])


def _invite(wave: Assessment, people: list[Participant]) -> None:
    _give_links(people)
    # Counted, so that two who invite at once mean the same letter, and another one can follow later.
    written = dict(
        letters_about(people)
        .filter(occasion=INVITATION)
        .order_by()
        .values_list("about_id")
        .annotate(Count("pk"))
    )
    keyed = ((person, f"{INVITATION}:{person.pk}:{written.get(person.pk, 0)}") for person in people)
    put(_letters(INVITATION, keyed, firm=wave.firm, language=wave.language))


def _give_links(people: list[Participant]) -> None:
    """Give a link that a letter can carry to those who have none: theirs is too old for it, or revoked."""
    with_links = Participant.objects.filter(pk__in=[person.pk for person in people]).prefetch_related("links")
    for person in with_links:
        live = next((link for link in person.links.all() if link.revoked_at is None), None)
        if live is not None and secret_of(live) is not None:
            continue
        person.links.filter(revoked_at=None).update(revoked_at=timezone.now())
        secret, nonce = new_secret()
        person.links.create(digest=digest_of(secret), nonce=nonce)


def _letters(
    occasion: str, keyed: Iterable[tuple[Participant, str]], *, firm: Firm, language: str
) -> list[Message]:
    return [
        letter(
            occasion,
            firm=firm,
            key=key,
            recipient=person.email,
            name=person.name,
            language=language,
            about=person,
        )
        for person, key in keyed
    ]


def _require_open(wave: Assessment) -> None:
    if not wave.takes_answers:
        raise WaveClosedError(_("This wave takes no more answers, so nobody is asked any more."))


def _refuse_unasked(person: Participant) -> None:
    if person.declined_at is not None:
        raise SurveyError(_("%(name)s has declined to take part.") % {"name": person})
    if person.excluded_at is not None:
        raise SurveyError(_("%(name)s is excluded from the wave.") % {"name": person})
    if person.response.submissions.exists():
        raise SurveyError(_("%(name)s has submitted already.") % {"name": person})
