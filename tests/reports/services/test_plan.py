"""The joint plan: what is taken over, changed and carried on, once each and by nobody over another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.edition import live_edition
from reports.models import PlanAction
from reports.services.plan import (
    MOST,
    add_action,
    carry_over,
    change_action,
    move_up,
    set_status,
    take_over,
)
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from surveys.queries import waves_of
from tests.cast import make_client, make_firm, make_wave
from tests.reports.released import owner_of
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db
OWN = {
    "text": "Our own", "first_step": "", "sales_owner": "Ana", "marketing_owner": "Ben", "note": "",
    "due_on": None, "item": "CUS-K1.joint", "target": 75.0, "dimension": "CUS",
}  # fmt: skip


@pytest.fixture
def wave():
    wave = answered_wave(3, 3, closed=True)
    with firm_scope(wave.firm):
        yield waves_of(wave.firm).get(pk=wave.pk)


def scored(wave):
    return live_edition(wave, statistics=False).scored


def take(wave, *codes):
    return take_over(assessment=wave, scored=scored(wave), codes=codes, by=owner_of(wave))


def own(wave, **fields):
    add_action(assessment=wave, scored=scored(wave), fields={**OWN, **fields}, by=owner_of(wave))
    return wave.plan_actions.order_by("-place")[0]


def next_wave(wave):
    second = make_wave(wave.client)
    fill(second, sales=3, marketing=3)
    finish(second)
    return waves_of(wave.firm).get(pk=second.pk)


def acts():
    events = AuditEvent.objects.filter(action__startswith="joint_plan.").order_by("sequence")
    return list(events.values_list("action", flat=True))


def test_a_recommendation_brings_its_first_step_target_and_day(wave):
    card = scored(wave).card
    codes = [each.id for each in card.recommendations]
    assert take(wave, *codes) == len(codes) >= 4
    today = timezone.localdate(timezone=wave.zone)
    for action, each in zip(wave.plan_actions.all(), card.recommendations, strict=True):
        items = [step for step in each.targets if not step.of.startswith("gate.")]
        assert (action.recommendation, action.dimension) == (each.id, each.dimension or "")
        assert action.due_on == today + timedelta(days=each.due_days)
        assert (action.since, action.method_version, action.status) == (1, "1", "open")
        assert action.first_step == ("reconcile" if each.first_step == "reconcile" else "")
        if items:
            step = next(step for step in items if step.now is None or step.now < step.to)
            assert (action.item, action.value, action.target) == (step.of, step.now, step.to)
        else:
            assert (action.item, action.value, action.target) == ("", None, None)
    assert acts() == ["joint_plan.added_to"]


def test_what_stands_in_the_plan_is_not_taken_over_twice(wave):
    assert take(wave, "REC-00", "REC-CUS-1", "REC-NOT-1") == 2
    assert take(wave, "REC-00", "REC-CUS-1") == 0
    assert wave.plan_actions.count() == 2
    dropped = wave.plan_actions.get(recommendation="REC-CUS-1")
    set_status(action=dropped, status="dropped", known=1, by=owner_of(wave))
    assert take(wave, "REC-CUS-1") == 1
    with pytest.raises(SurveyError, match="once more"):
        set_status(action=dropped, status="open", known=2, by=owner_of(wave))


def test_one_plan_holds_a_recommendation_once_whoever_writes(wave):
    take(wave, "REC-CUS-1")
    again = PlanAction(
        assessment=wave, place=9, recommendation="REC-CUS-1", method_version="1", since=1, status="done"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction(assessment=wave, place=9, method_version="1", since=1).save()


def test_an_action_of_ones_own_keeps_what_its_item_was(wave):
    action = own(wave)
    assert (action.value, action.target) == (scored(wave).card.items["CUS-K1"].joint, 75.0)
    nothing = own(wave, item="", target=None)
    assert (nothing.value, nothing.target, nothing.place) == (None, None, 2)


def test_nobody_changes_an_action_over_another_change(wave):
    action, by = own(wave), owner_of(wave)
    fields = {**OWN, "status": "under_way", "text": "First"}
    assert change_action(action=action, scored=scored(wave), fields=fields, known=1, by=by)
    assert (
        change_action(action=action, scored=scored(wave), fields={**fields, "text": "Second"}, known=1, by=by)
        is False
    )
    with pytest.raises(SurveyError, match="in the meantime"):
        set_status(action=action, status="done", known=1, by=by)
    action.refresh_from_db()
    assert (action.text, action.status, action.revision, action.changed_by) == ("First", "under_way", 2, by)
    assert acts() == ["joint_plan.added_to", "joint_plan.action_changed"]


def test_another_item_is_measured_anew_and_the_same_one_is_not(wave):
    action, by = own(wave), owner_of(wave)
    PlanAction.objects.filter(pk=action.pk).update(value=1.5)
    action.refresh_from_db()
    change_action(action=action, scored=scored(wave), fields={**OWN, "target": 80.0}, known=1, by=by)
    action.refresh_from_db()
    assert (action.value, action.target) == (1.5, 80.0)
    change_action(action=action, scored=scored(wave), fields={**OWN, "item": "CUS-K2.joint"}, known=2, by=by)
    action.refresh_from_db()
    assert action.value == scored(wave).card.items["CUS-K2"].joint


def test_open_actions_go_on_into_the_next_wave_once(wave):
    take(wave, "REC-00", "REC-CUS-1")
    done, open_ = wave.plan_actions.all()
    set_status(action=done, status="done", known=1, by=owner_of(wave))
    own(wave)
    second = next_wave(wave)
    before = list(wave.plan_actions.select_related("assessment"))
    assert carry_over(assessment=second, actions=before, by=owner_of(wave)) == 2
    first, last = second.plan_actions.all()
    assert (first.recommendation, first.carried_from, first.since) == ("REC-CUS-1", open_, 1)
    assert (first.value, first.target, first.due_on) == (open_.value, open_.target, open_.due_on)
    assert (last.text, last.sales_owner, last.revision) == ("Our own", "Ana", 1)
    with pytest.raises(SurveyError, match="at this moment"):
        carry_over(
            assessment=second, actions=[each for each in before if not each.recommendation], by=owner_of(wave)
        )
    assert carry_over(assessment=second, actions=[open_], by=owner_of(wave)) == 0
    assert carry_over(assessment=wave, actions=second.plan_actions.all(), by=owner_of(wave)) == 0


def test_nothing_of_another_client_is_carried_over(wave):
    own(wave)
    other = make_wave(make_client(wave.firm, "Other"), segments=wave.segments)
    fill(other, sales=1, marketing=1)
    type(other).objects.filter(pk=other.pk).update(number=7)
    other.refresh_from_db()
    assert carry_over(assessment=other, actions=wave.plan_actions.all(), by=owner_of(wave)) == 0


def test_an_action_moves_up(wave):
    for name in ("a", "b", "c"):
        own(wave, text=name)

    def order():
        return list(wave.plan_actions.order_by("place", "pk").values_list("text", flat=True))

    move_up(action=wave.plan_actions.get(text="c"))
    assert order() == ["a", "c", "b"]
    move_up(action=wave.plan_actions.get(text="a"))
    assert order() == ["a", "c", "b"]
    PlanAction.objects.filter(assessment=wave).update(place=1)  # as two who added at once leave it
    move_up(action=wave.plan_actions.get(text="b"))
    assert order() == ["b", "a", "c"]
    assert sorted(wave.plan_actions.values_list("place", flat=True)) == [1, 2, 3]


def test_a_plan_is_full_at_some_point(wave):
    for place in range(MOST - 1):
        PlanAction(assessment=wave, place=place, text="x", method_version="1", since=1).save()
    own(wave)
    with pytest.raises(SurveyError, match="at most 50"):
        own(wave)
    assert wave.plan_actions.count() == MOST


def test_nothing_is_planned_from_a_withdrawn_wave(wave):
    wave.state = "withdrawn"
    wave.save(update_fields=["state"])
    with pytest.raises(SurveyError, match="withdrawn"):
        own(wave)


def test_plans_of_two_firms_never_mix(wave):
    action = own(wave)
    theirs = make_wave(make_client(make_firm("Theirs")))
    with firm_scope(theirs.firm), pytest.raises(IntegrityError, match="firm differs"), transaction.atomic():
        PlanAction(
            assessment=theirs, place=1, text="x", method_version="1", since=1, carried_from=action
        ).save()
