"""What the finished client agreed on after its first wave, and what its consultant has to say to both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reports.edition import live_edition
from reports.models import PlanAction
from reports.services.notes import save_note
from reports.services.plan import add_action, carry_over, set_status, take_over

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.models import Assessment

Status = PlanAction.Status
NOTES = {
    "headline": (
        "Nobody in the room expected the two figures to lie so far apart. **That is the finding**: not that "
        "the teams are worse than others, but that neither knows where the other stands."
    ),
    "recommendations": (
        "We would begin with three of these, and leave the rest until spring:\n\n"
        "1. the *hour together*, before anything else\n"
        "2. customer visits, because both sides asked for them\n"
        "3. the written definition of a lead"
    ),
}
LATER_NOTES = {
    "headline": (
        "Belief has come down and evidence has come up. Content stays disputed: the plan came to it last, "
        "and it is what the next half year should be about."
    ),
}
TAKEN_OVER = ("REC-00", "REC-CUS-1", "REC-FLW-1", "REC-DAT-2")
OWNERS = {"sales_owner": "Marcus Oduya", "marketing_owner": "Jonas Lindqvist"}
HALF_A_YEAR = timedelta(days=182)
OWN = {
    "text": "Write every asset request as buyer, stage and objection, for one quarter.",
    "first_step": "Try the form on the next three requests before it is sent around.",
    "item": "CAP-K1.joint",
    "target": 75.0,
    "dimension": "CAP",
    "due_on": None,
    "note": "Proposed by sales.",
    **OWNERS,
}


def agree(wave: Assessment, by: User) -> None:
    """Say something to the first wave, and plan from it."""
    _say(wave, NOTES, by)
    scored = live_edition(wave, statistics=False).scored
    take_over(assessment=wave, scored=scored, codes=TAKEN_OVER, by=by)
    for action in wave.plan_actions.all():
        wave.plan_actions.filter(pk=action.pk).update(**OWNERS, due_on=action.due_on - HALF_A_YEAR)
    add_action(assessment=wave, scored=scored, fields=OWN, by=by)


def work(wave: Assessment, by: User) -> None:
    """Half a year later the first is done, the second under way."""
    for action, status in zip(wave.plan_actions.all(), (Status.DONE, Status.UNDER_WAY), strict=False):
        set_status(action=action, status=status, known=action.revision, by=by)


def go_on(wave: Assessment, before: Assessment, by: User) -> None:
    """Say something to the next wave, and carry over what is open."""
    _say(wave, LATER_NOTES, by)
    carry_over(assessment=wave, actions=before.plan_actions.select_related("assessment"), by=by)


def _say(wave: Assessment, notes: dict[str, Any], by: User) -> None:
    for section, text in notes.items():
        save_note(assessment=wave, section=section, text=text, known=0, by=by)
