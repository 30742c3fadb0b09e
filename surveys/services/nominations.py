"""Who is asked in a wave: adding many leaders at once, correcting, removing and excluding one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.enums import IdentityMode
from surveys.errors import SurveyError
from surveys.models import Assessment, Participant, Response
from surveys.rights.mentions import blank_letters
from surveys.services.people import add_participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from surveys.imports.checking import Nominee


@transaction.atomic
def add_people(*, assessment: Assessment, people: Iterable[Nominee]) -> int:
    """Add them all, or nobody; says how many. Errors as for `add_participant`, naming who is in the way."""
    count = 0
    for person in people:
        add_participant(
            assessment=assessment,
            name=person.name,
            email=person.email,
            side=person.side,
            seniority=person.seniority,
        )
        count += 1
    return count


@transaction.atomic
def change_person(*, participant: Participant, name: str, side: str, seniority: str) -> None:
    """Correct who a participant is. SurveyError once they have answered: the side decided what was asked."""
    _lock_unanswered(
        participant, _("%(name)s has answered already, so what is known of this person stays as it is.")
    )
    Participant.objects.filter(pk=participant.pk).update(name=name, side=side, seniority=seniority)
    record("participant.changed", on=participant, side=str(side))


@transaction.atomic
def remove_person(*, participant: Participant) -> None:
    """Take back that somebody is asked: their link stops working. SurveyError once they have answered."""
    _lock_unanswered(
        participant, _("%(name)s has answered already and cannot be removed. You can exclude the answers.")
    )
    record("participant.removed", on=participant)
    blank_letters(participant, "")
    participant.links.all().delete()
    Response.objects.filter(participant=participant).delete()
    participant.delete()


@transaction.atomic
def exclude_person(*, participant: Participant, reason: str) -> None:
    """Leave somebody's answers out of every score, with the reason; the answers stay as they are.

    SurveyError where they are excluded already, or the wave is withdrawn; and in an aggregated wave whose
    results can be read: two readings that differ by one person would tell what that person said.
    """
    _refuse_second_reading(participant)
    people = _of_standing_waves(participant).filter(excluded_at=None)
    if not people.update(excluded_at=timezone.now(), excluded_reason=reason):
        raise SurveyError(
            _("%(name)s is excluded already, or the wave is withdrawn.") % {"name": participant}
        )
    record("participant.excluded", on=participant)


@transaction.atomic
def include_person(*, participant: Participant) -> None:
    """Let somebody's answers count again. SurveyError where they were not excluded, and as for excluding."""
    _refuse_second_reading(participant)
    people = _of_standing_waves(participant).exclude(excluded_at=None)
    if not people.update(excluded_at=None, excluded_reason=""):
        raise SurveyError(_("The answers of %(name)s count already.") % {"name": participant})
    record("participant.included", on=participant)


def _refuse_second_reading(participant: Participant) -> None:
    wave = Assessment.objects.get(pk=participant.assessment_id)
    if wave.identity_mode == IdentityMode.AGGREGATED and not wave.takes_answers:
        raise SurveyError(
            _(
                "This wave shows answers in groups only, and its results can be read. To leave %(name)s out "
                "now, or to count them again, would tell what this person said."
            )
            % {"name": participant}
        )


def _lock_unanswered(participant: Participant, refusal: str) -> None:
    locked = Response.objects.select_for_update().filter(participant=participant).first()
    if locked is None or locked.revision or locked.submissions.exists():
        raise SurveyError(refusal % {"name": participant})


def _of_standing_waves(participant: Participant) -> QuerySet[Participant]:
    waves = Assessment.objects.exclude(state=Assessment.State.WITHDRAWN)
    return Participant.objects.filter(pk=participant.pk, assessment__in=waves)
