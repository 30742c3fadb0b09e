"""Targets and agreed answers: who was first, what is refused, and what the trail says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.models import AgreedAnswer, Target
from reports.scorecards import scored_waves
from reports.services.meetings import record_agreed, remove_agreed, remove_target, set_target
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.errors import SurveyError
from surveys.models import Submission
from surveys.queries import waves_of
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db
SCORES = {"CUS-K1.joint": 75.0}


@pytest.fixture
def wave():
    found = answered_wave(closed=True)
    with firm_scope(found.firm):
        yield waves_of(found.firm).get(pk=found.pk)


@pytest.fixture
def by(wave):
    return wave.firm.memberships.get(role="owner").user


def acts():
    return [
        (event.action, event.facts)
        for event in AuditEvent._base_manager.order_by("sequence")
        if event.action.startswith(("target", "agreed"))
    ]


def test_a_target_is_set_replaced_and_removed(wave, by):
    set_target(assessment=wave, scores={"STR-K1.joint": 50.0, **SCORES}, revision=0, by=by)
    target = Target.objects.get()
    assert (list(target.scores), target.revision, target.set_by) == (["CUS-K1.joint", "STR-K1.joint"], 1, by)
    first = target.set_at
    set_target(assessment=wave, scores=SCORES, revision=1, by=by)
    target.refresh_from_db()
    assert (target.scores, target.revision, target.set_at > first) == (SCORES, 2, True)
    remove_target(assessment=wave, revision=2)
    assert not Target.objects.exists()
    assert acts() == [
        ("target.set", {"revision": 1}), ("target.set", {"revision": 2}), ("target.removed", {"revision": 2})
    ]  # fmt: skip


@pytest.mark.parametrize("revision", [0, 2])
def test_who_comes_second_is_told(wave, by, revision):
    set_target(assessment=wave, scores=SCORES, revision=0, by=by)
    with pytest.raises(SurveyError, match="in the meantime"):
        set_target(assessment=wave, scores={"CUS-K2.joint": 100.0}, revision=revision, by=by)
    with pytest.raises(SurveyError, match="in the meantime"):
        remove_target(assessment=wave, revision=revision)
    assert Target.objects.get().scores == SCORES
    assert acts() == [("target.set", {"revision": 1})]


def test_a_target_of_nothing_is_refused(wave, by):
    with pytest.raises(SurveyError, match="nothing to aim at"):
        set_target(assessment=wave, scores={}, revision=0, by=by)


def results(wave):
    """A wave's results; figures, which are read without their primary keys, by what they say."""
    [scored] = scored_waves([wave])
    figures = [(figure.item, figure.value) for figure in scored.wave.outcomes]
    return replace(scored, wave=replace(scored.wave, outcomes=())), figures


def test_an_agreed_answer_stands_beside_the_originals_and_moves_nothing(wave, by):
    before = results(wave)
    given = list(Submission.objects.order_by("pk").values())
    record_agreed(assessment=wave, item="ORG-F1", answer="ceo", revision=0, by=by)
    record_agreed(assessment=wave, item="CUS-K1", answer="4", revision=0, by=by)
    record_agreed(assessment=wave, item="CUS-F1", answer=["b", "a"], revision=0, by=by)
    record_agreed(assessment=wave, item="ORG-F1", answer="sales_head", revision=1, by=by)
    rows = {row.item: (row.answer, row.revision, row.recorded_by) for row in AgreedAnswer.objects.all()}
    assert rows == {"ORG-F1": ("sales_head", 2, by), "CUS-K1": (4, 1, by), "CUS-F1": (["a", "b"], 1, by)}
    assert results(wave) == before
    assert list(Submission.objects.order_by("pk").values()) == given
    remove_agreed(assessment=wave, item="ORG-F1", revision=2)
    assert set(AgreedAnswer.objects.values_list("item", flat=True)) == {"CUS-K1", "CUS-F1"}
    assert acts()[-1] == ("agreed_answer.removed", {"revision": 2, "item": "ORG-F1"})


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("ORG-F1", "everybody"),
        ("ORG-F1", "dk"),
        ("ORG-F1", ""),
        ("ORG-F1", ["ceo"]),
        ("CUS-K1", "6"),
        ("CUS-K1", None),
        ("CUS-F1", ["a", "b", "c"]),
        ("CUS-F1", ["zz"]),
        ("CUS-F1", []),
        ("CUS-F1", ["dk"]),
        ("CUS-P1", "na"),
        ("O1", "3"),
        ("no-such", "3"),
    ],
)
def test_only_the_items_own_answers_are_taken(wave, by, item, answer):
    with pytest.raises(SurveyError):
        record_agreed(assessment=wave, item=item, answer=answer, revision=0, by=by)
    assert not AgreedAnswer.objects.exists()


@pytest.mark.parametrize("revision", [0, 3])
def test_two_windows_do_not_overwrite_each_other(wave, by, revision):
    record_agreed(assessment=wave, item="ORG-F1", answer="ceo", revision=0, by=by)
    with pytest.raises(SurveyError, match="in the meantime"):
        record_agreed(assessment=wave, item="ORG-F1", answer="cro", revision=revision, by=by)
    with pytest.raises(SurveyError, match="in the meantime"):
        remove_agreed(assessment=wave, item="ORG-F1", revision=revision)
    assert AgreedAnswer.objects.get().answer == "ceo"
