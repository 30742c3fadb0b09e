"""Saving and submitting answers."""

from __future__ import annotations

import math
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import APPEND, newest_row, place_is_free, record, sealed_next
from smax.accounts.tenancy import every_firm
from smax.acts import PreparedActs, PreparedUpdate, locking
from smax.mail.outbox import PUT_ONE, put
from smax.prepared import Argument, PreparedReads
from surveys.drafts import DRAFT_FIELDS, NOTHING, Draft
from surveys.errors import TooFewAnswersError, WaveClosedError
from surveys.models import Assessment, Participant, Response, Submission
from surveys.models.answers import FREEZE_NUMBERED
from surveys.services.letters import thanks
from surveys.services.taking_part import take_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.links import Agreement

ANSWERED_SHARE = 0.7  # method D11: below it a response does not count


def save_answers(
    *,
    response: Response,
    given: Mapping[str, Any],
    agreement: Agreement | None,
    bases: Mapping[str, int] = NOTHING,
    seconds: Mapping[str, int] = NOTHING,
) -> dict[str, Any]:
    """Merge what was checked into the draft; None takes back. Returns after COMMIT, `response` as stored.

    The update holds only for the revision that was read, so two windows cannot undo each other: whoever comes
    second reads again and merges into what the first one stored. `bases` holds the revision of each key that
    the sender's page knew (see surveys.drafts); where something else was stored since, that stays and is
    returned, by key.

    WaveClosedError where the wave or the response takes no more answers.
    """
    differing = _merge(response, given, agreement, bases, seconds)
    if differing is None:
        with transaction.atomic():
            _read_again(response)
            differing = _merge(response, given, agreement, bases, seconds)
    if differing is None:
        raise WaveClosedError(_("This questionnaire takes no more answers. What was saved before is kept."))
    return differing


def submit(*, response: Response) -> Submission:
    """Submit the draft, once; every further call returns the same submission.

    TooFewAnswersError where fewer than 70% of the person's items are answered ("don't know" counts as an
    answer), WaveClosedError where the wave takes no more answers.
    """
    now = timezone.now()
    submission = _submit_at_once(response, now)
    if submission is None:
        with transaction.atomic():
            submission = _submit_by_steps(response, now)
    if submission is not None:
        return submission
    # Without the condition, changes that came too late would pass for the submission before them.
    done = response.submissions.filter(response__state=Response.State.SUBMITTED)
    submission = done.order_by("-number").first()
    if submission is None:
        raise WaveClosedError(_("This wave is closed, so these answers can no longer be submitted."))
    return submission


def open_items(response: Response) -> tuple[str, ...]:
    """List the ids of the person's items that have no answer yet, in the questionnaire's order."""
    participant = response.participant
    items = participant.assessment.instrument_version.catalogue.items_for(participant.side)
    return tuple(item.id for item in items if item.id not in response.draft)


def _submit_by_steps(response: Response, now: datetime) -> Submission | None:
    """Submit what is stored; None where the wave or the response takes no answers."""
    if not (_lock(response, now) or (_read_again(response) and _lock(response, now))):
        return None
    too_few = _too_few(response)
    if too_few:
        raise too_few
    response.state = Response.State.SUBMITTED
    submission = response.freeze(receipt=_receipt(), submitted_at=now)
    put(thanks(response=response))
    record("response.submitted", on=response, number=submission.number)
    return submission


def _submit_at_once(response: Response, now: datetime) -> Submission | None:
    """The same steps in one function of PostgreSQL, which is its own transaction.

    No database knows the secret of the audit trail's seal, so its row is sealed before, for the next place in
    the chain. None, and nothing done, wherever there is anything to ask: on SQLite, where too few are
    answered, where no letter follows, where the row is no longer as it was read, and where somebody else of
    the firm took that place.
    """
    if connection.vendor != "postgresql" or _too_few(response):
        return None
    letters = thanks(response=response)
    if not letters:
        return None
    newest, earlier = _BEFORE_SUBMIT.get(chain=response.firm_id, response=response.pk)
    submission = response.frozen(receipt=_receipt(), submitted_at=now)
    submission.number = earlier.number + 1 if earlier else 1
    event = sealed_next("response.submitted", on=response, newest=newest, number=submission.number)
    place = {**_place(response), "known": response.revision, "now": now}
    rows = [each.__dict__ for each in (submission, letters[0], event)]
    found = _SUBMIT_AT_ONCE.run(place, event.__dict__, event.__dict__, place, *rows)
    if found is None:
        return None
    _locked, key, _event = found
    FREEZE_NUMBERED.take(submission, [int(key)])
    response.state = Response.State.SUBMITTED
    return submission


def _open(response: Response) -> QuerySet[Response]:
    # With a join, Django would move every condition of an update into a subquery, which PostgreSQL does not
    # evaluate again after it waited for a row: two submits at once would both be first.
    waves = Assessment.objects.filter(state=Assessment.State.OPEN, deadline__gt=timezone.now())
    people = Participant.objects.filter(assessment__in=waves)
    return Response.objects.filter(pk=response.pk, state=Response.State.OPEN, participant__in=people)


def _merge(
    response: Response,
    given: Mapping[str, Any],
    agreement: Agreement | None,
    bases: Mapping[str, int],
    seconds: Mapping[str, int],
) -> dict[str, Any] | None:
    """Store, and return what differs; None where the row is no longer as it was read, or takes no answers."""
    draft = Draft.of(response)
    differing = draft.differing(given, bases)
    merged = draft.merged({key: given[key] for key in given if key not in differing}, seconds)
    if merged is draft:
        done = _open(response).filter(revision=draft.revision).exists()
    elif draft.revision and response.participant.declined_at is None:  # consent came with the first revision
        done = _store(response, draft, merged)
    else:
        with transaction.atomic():
            done = _store(response, draft, merged)
            if done:
                take_part(participant=response.participant, agreement=agreement)
    if done:
        merged.put_into(response)
    return differing if done else None


def _store(response: Response, draft: Draft, merged: Draft) -> bool:
    known = draft.columns
    # What is not written again is neither sent nor parsed: most saves change three columns of six.
    changed = {name: value for name, value in merged.columns.items() if value is not known[name]}
    update = _storing((*changed, "revision"))
    place = {**_place(response), "known": draft.revision, "now": timezone.now()}
    return bool(update.run(**place, **changed, revision=merged.revision))


def _lock(response: Response, now: datetime) -> bool:
    """Submit what was read; False where the row is no longer as it was read, or takes no answers."""
    return bool(_SUBMIT.run(**_place(response), known=response.revision, now=now))


def _place(response: Response) -> dict[str, int]:
    wave = response.participant.assessment_id
    return {"response": response.pk, "wave": wave, "firm": response.firm_id}


def _read_again(response: Response) -> bool:
    # On PostgreSQL windows queue here; SQLite locks at BEGIN. What is read now cannot become stale.
    rows = Response.objects.select_for_update(of=("self",))
    # Without `fields`, the participant that is already loaded would be dropped.
    response.refresh_from_db(fields=DRAFT_FIELDS, from_queryset=rows)
    return True


def _open_rows() -> QuerySet[Response]:
    """What `_open` finds, its values left open. The firm is one of them: no other firm's row is changed."""
    firm = Argument("firm", Response.firm.field.target_field)
    with every_firm("a statement is prepared for all firms, and names one whenever it runs"):
        waves = Assessment.objects.filter(
            pk=Argument("wave", Assessment.id.field),
            state=Assessment.State.OPEN,
            deadline__gt=Argument("now", Assessment.deadline.field),
            firm=firm,
        )
        return Response.objects.filter(
            Exists(waves),
            pk=Argument("response", Response.id.field),
            state=Response.State.OPEN,
            firm=firm,
            revision=Argument("known", Response.revision.field),
        )


def _newest_submission() -> QuerySet[Submission]:
    rows = Submission._base_manager.filter(response=Argument("response", Response.id.field))
    return rows.order_by("-number").only("number")[:1]


@cache
def _storing(names: tuple[str, ...]) -> PreparedUpdate:
    """The update of these columns of an open response."""
    return PreparedUpdate(
        _open_rows,
        lambda: {name: Argument(name, Response._meta.get_field(name)) for name in names},
        stored=_STORED.get(names, ""),
    )


# What almost every save changes.
_STORED: dict[tuple[str, ...], str] = {
    ("draft", "revisions", "seconds", "revision"): "surveys_store_answer_1"
}
_SUBMIT = PreparedUpdate(_open_rows, lambda: {"state": Response.State.SUBMITTED})
_BEFORE_SUBMIT = PreparedReads(newest_row, _newest_submission, stored="surveys_before_submit_1")
# The response first, and then the chain, as everywhere: acts that wait for each other would wait for ever.
_SUBMIT_AT_ONCE = PreparedActs(
    "surveys_submit_2",
    lambda: [
        *(locking(_open_rows()), *place_is_free(), _SUBMIT.statement()),
        *(FREEZE_NUMBERED.statement(), PUT_ONE.statement(), APPEND.statement()),
    ],
    guards=4,
)


def _too_few(response: Response) -> TooFewAnswersError | None:
    participant = response.participant
    asked = len(participant.assessment.instrument_version.catalogue.items_for(participant.side))
    missing = open_items(response)
    needed = math.ceil(ANSWERED_SHARE * asked - 1e-9)
    if asked - len(missing) >= needed:
        return None
    return TooFewAnswersError(
        _("%(answered)s of %(asked)s questions are answered. At least %(needed)s are needed to submit.")
        % {"answered": asked - len(missing), "asked": asked, "needed": needed},
        missing,
    )


def _receipt() -> str:
    code = secrets.token_hex(6).upper()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
