"""The joint plan: taken over from recommendations, added to, changed, and carried to the next wave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.advice import RECONCILE_FIRST
from reports.models import PlanAction
from reports.withheld import item_score
from smax.accounts.audit import record
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reports.scorecards import ScoredWave
    from scoring.scorecard import Recommendation, TargetStep
    from smax.accounts.models import User
    from surveys.models import Assessment

Status = PlanAction.Status
MOST = 50
CARRIED = (
    *("recommendation", "text", "first_step", "dimension", "item", "value", "target", "method_version"),
    *("since", "sales_owner", "marketing_owner", "due_on", "status", "note"),
)


def take_over(*, assessment: Assessment, scored: ScoredWave, codes: Collection[str], by: User) -> int:
    """Make actions of the wave's recommendations; how many. Those that stand in the plan already stay.

    SurveyError where the plan is full, or somebody else takes over the same at this moment.
    """
    known = _known(assessment)
    chosen = [each for each in scored.card.recommendations if each.id in codes and each.id not in known]
    today = timezone.localdate(timezone=assessment.zone)
    rows = [
        {
            "recommendation": each.id,
            "dimension": each.dimension or "",
            "first_step": RECONCILE_FIRST if each.first_step == RECONCILE_FIRST else "",
            "due_on": today + timedelta(days=each.due_days),
            **_aim(assessment, scored, **_step(each)),
        }
        for each in chosen
    ]
    _append(assessment, rows, by)
    return len(rows)


def add_action(*, assessment: Assessment, scored: ScoredWave, fields: dict[str, Any], by: User) -> None:
    """Add an action of the client's own. SurveyError where the plan is full."""
    aim = _aim(assessment, scored, item=fields["item"], target=fields["target"])
    _append(assessment, [{**fields, **aim}], by)


@transaction.atomic
def change_action(
    *, action: PlanAction, scored: ScoredWave, fields: dict[str, Any], known: int, by: User
) -> bool:
    """Store an action in place of revision `known`; False where somebody changed it since.

    What it is to move is measured anew where that is another item.
    """
    if fields["item"] != action.item:
        fields = {
            **fields,
            **_aim(action.assessment, scored, item=fields["item"], target=fields["target"]),
        }
    if not _changed(action, known, by, **fields):
        return False
    record("joint_plan.action_changed", on=action, revision=known + 1)
    return True


@transaction.atomic
def set_status(*, action: PlanAction, status: str, known: int, by: User) -> None:
    """Say where an action stands. SurveyError where somebody changed it since, or did the same again."""
    try:
        with transaction.atomic():
            changed = _changed(action, known, by, status=status)
    except IntegrityError as error:  # it was dropped, and its recommendation taken over again
        raise SurveyError(
            _("The same recommendation stands in the plan once more. Change that action instead.")
        ) from error
    if not changed:
        raise SurveyError(_("Somebody changed this action in the meantime. Look at it again."))
    record("joint_plan.status_changed", on=action, status=status)


def carry_over(*, assessment: Assessment, actions: Iterable[PlanAction], by: User) -> int:
    """Copy standing actions of an earlier wave into the plan of this one; how many.

    Each remembers which it was, and can be carried once; a recommendation that stands in the plan already is
    not put there twice.
    """
    known = _known(assessment)
    rows = [
        {**{name: getattr(each, name) for name in CARRIED}, "carried_from": each}
        for each in actions
        if each.status in PlanAction.STANDING
        and each.recommendation not in known
        and each.assessment.number < assessment.number
        and each.assessment.client_id == assessment.client_id
    ]
    _append(assessment, rows, by, action="joint_plan.carried_over")
    return len(rows)


@transaction.atomic
def move_up(*, action: PlanAction) -> None:
    """Let an action and the one before it change places; the first one stays."""
    own = _rows(action.assessment)
    order = list(own.order_by("place", "pk").values_list("pk", flat=True))
    turn = order.index(action.pk)
    if turn == 0:
        return
    order[turn - 1 : turn + 1] = [action.pk, order[turn - 1]]
    for place, key in enumerate(order, start=1):
        own.filter(pk=key).exclude(place=place).update(place=place)
    record("joint_plan.action_moved", on=action)


def _rows(assessment: Assessment) -> Any:
    return PlanAction.objects.filter(assessment=assessment)


def _known(assessment: Assessment) -> set[str]:
    """Recommendations that stand in the plan."""
    standing = _rows(assessment).exclude(recommendation="").exclude(status=Status.DROPPED)
    return set(standing.values_list("recommendation", flat=True))


def _changed(action: PlanAction, known: int, by: User, **fields: Any) -> int:
    return (
        _rows(action.assessment)
        .filter(pk=action.pk, revision=known)
        .update(**fields, revision=F("revision") + 1, changed_by=by, changed_at=timezone.now())
    )


def _append(
    assessment: Assessment, rows: list[dict[str, Any]], by: User, action: str = "joint_plan.added_to"
) -> None:
    """Put actions at the end of the plan, all or none."""
    if assessment.state == assessment.State.WITHDRAWN:
        raise SurveyError(_("This wave was withdrawn: nothing is planned from it."))
    if not rows:
        return
    try:
        with transaction.atomic():
            standing = _rows(assessment)
            if standing.count() + len(rows) > MOST:
                raise SurveyError(_("A plan has at most %(most)s actions.") % {"most": MOST})
            last = standing.aggregate(last=Max("place"))["last"] or 0
            for place, fields in enumerate(rows, start=last + 1):
                PlanAction(assessment=assessment, place=place, changed_by=by, **fields).save(
                    force_insert=True
                )
            record(action, on=assessment, actions=len(rows))
    except IntegrityError as error:
        raise SurveyError(
            _("Somebody else added the same to the plan at this moment. Look at it.")
        ) from error


def _step(each: Recommendation) -> dict[str, Any]:
    """The score that a recommendation is to move first: the first of its targets that is not reached."""
    items = [step for step in each.targets if not step.of.startswith("gate.")]
    step: TargetStep | None = next(
        (step for step in items if step.now is None or step.now < step.to), items[0] if items else None
    )
    return {"item": step.of, "target": step.to} if step else {"item": "", "target": None}


def _aim(assessment: Assessment, scored: ScoredWave, *, item: str, target: float | None) -> dict[str, Any]:
    """What an action is to move, with what it is now and under which method."""
    return {
        "item": item,
        "target": target if item else None,
        "value": item_score(scored, item) if item else None,
        "method_version": scored.method.version,
        "since": assessment.number,
    }
