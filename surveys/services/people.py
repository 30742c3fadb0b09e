"""Adding participants and giving them links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError, WaveClosedError
from surveys.links import digest_of, new_secret
from surveys.models import Participant, Response

if TYPE_CHECKING:
    from surveys.models import Assessment


def add_participant(
    *, assessment: Assessment, name: str, email: str, side: str, seniority: str
) -> tuple[Participant, str]:
    """Add a leader to an open wave, with an empty response and a link. The link's secret is returned once.

    SurveyError where the wave is closed or the address is in it already.
    """
    if not assessment.takes_answers:
        raise WaveClosedError(_("This wave takes no more answers, so nobody can be added to it."))
    try:
        with transaction.atomic():
            participant = assessment.participants.create(
                name=name, email=email.lower(), side=side, seniority=seniority
            )
            Response(participant=participant).save()
            secret = _give_link(participant)
            record("participant.added", on=participant, side=str(side))
            return participant, secret
    except IntegrityError as error:
        raise SurveyError(_("%(email)s is in this wave already.") % {"email": email}) from error


def renew_link(*, participant: Participant, replaced: int) -> str:
    """Revoke the link with the primary key `replaced` and give a new one; returns its secret, this once.

    Also where that link was revoked before and nothing took its place. The conditional update and one live
    link a participant decide who is first. SurveyError where another link works by now: a form sent twice
    must not revoke the link that its first sending showed.
    """
    newer = SurveyError(
        _("The link of %(name)s was replaced in the meantime, and the newest one works. Look for it.")
        % {"name": participant}
    )
    try:
        with transaction.atomic():
            own = participant.links.filter(pk=replaced)
            revoked = own.filter(revoked_at=None).update(revoked_at=timezone.now())
            if not revoked and not (own.exists() and _without_link(participant)):
                raise newer
            secret = _give_link(participant)
            record("link.renewed", on=participant)
            return secret
    except IntegrityError as error:
        raise newer from error


@transaction.atomic
def revoke_link(*, participant: Participant) -> None:
    """Let the person's link work no more, and give no other. Answers are kept, and count if submitted."""
    if participant.links.filter(revoked_at=None).update(revoked_at=timezone.now()):
        record("link.revoked", on=participant)


def _without_link(participant: Participant) -> bool:
    return not participant.links.filter(revoked_at=None).exists()


def _give_link(participant: Participant) -> str:
    secret, nonce = new_secret()
    participant.links.create(digest=digest_of(secret), nonce=nonce)
    return secret
