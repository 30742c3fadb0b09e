"""What a plan says of what became of it: nothing that was not measured, and nothing that may not be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.advice import ADVICE, RECONCILE
from reports.edition import Edition, live_edition
from reports.models import PlanAction
from reports.tables.plan import VERDICTS, joint_plan
from reports.texts import Texts
from reports.written import PlanLine
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from tests.cast import make_wave
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db
LINE = PlanLine(
    wave=1, recommendation="", text="Our own", first_step="", dimension="CUS", item="CUS-K1.joint",
    value=20.0, target=75.0, method_version="1", since=1, sales_owner="Ana", marketing_owner="",
    due_on=date(2030, 5, 5), status="open", note="", carried=False,
)  # fmt: skip


@pytest.fixture
def edition():
    first = answered_wave(3, 3, closed=True)
    with firm_scope(first.firm):
        second = make_wave(first.client)
        fill(second, sales=3, marketing=3)
        finish(second)
        yield live_edition(waves_of(first.firm).get(pk=second.pk), statistics=False)


def row(edition, **line):
    plan = joint_plan(
        replace(edition, plan=(replace(LINE, **line),)), Texts.of(edition.scored.wave.assessment)
    )
    return plan.rows[0]


NOW = 31.25  # CUS-K1 in waves of tests.reports.waves


@pytest.mark.parametrize(
    ("line", "code", "shown"),
    [
        pytest.param({"since": 2}, "agreed", ("20", "", "75"), id="agreed-in-this-wave"),
        pytest.param({"target": 31.0}, "reached", ("20", "31", "31"), id="reached"),
        pytest.param({"target": 31.4}, "reached", ("20", "31", "31"), id="reached-as-it-is-shown"),
        pytest.param({"target": 31.5}, "closer", ("20", "31", "32"), id="short-of-it-as-it-is-shown"),
        pytest.param({}, "closer", ("20", "31", "75"), id="higher"),
        pytest.param({"value": 31.4}, "same", ("31", "31", "75"), id="the-same-as-it-is-shown"),
        pytest.param({"value": 40.0}, "lower", ("40", "31", "75"), id="lower"),
        pytest.param({"value": None}, "below", ("not measured", "31", "75"), id="not-known-when-agreed"),
        pytest.param({"method_version": "0"}, "other_method", ("20", "31", "75"), id="another-method"),
        pytest.param(
            {"item": "NOT-K9.joint"}, "unmeasured", ("20", "not measured", "75"), id="not-asked-any-more"
        ),
    ],
)
def test_then_now_and_target(edition, line, code, shown):
    assert edition.scored.card.items["CUS-K1"].joint == NOW
    move = row(edition, **line).movement
    assert (move.code, (move.then, move.now, move.target)) == (code, shown)
    assert move.verdict == VERDICTS[code]


def test_no_verdict_says_that_an_action_did_it():
    words = " ".join(str(text).casefold() for text in VERDICTS.values())
    for claim in ("because", "thanks", "success", "worked", "caused", "improve", "effect"):
        assert claim not in words


def test_where_nothing_is_to_move_nothing_is_said(edition):
    assert row(edition, item="", target=None).movement is None


@pytest.mark.parametrize(("sales", "marketing"), [(0, 3), (1, 3), (2, 2), (2, 3)])
def test_what_too_few_answered_is_withheld_then_and_now(sales, marketing):
    first = answered_wave(3, 3, closed=True)
    with firm_scope(first.firm):
        second = make_wave(first.client, identity_mode="aggregated")
        fill(second, sales=sales, marketing=marketing)
        finish(second)
        edition = live_edition(waves_of(first.firm).get(pk=second.pk), statistics=False)
        assert edition.scored.participation_only
        then = row(edition).movement
        assert (then.now, then.code, then.then) == ("shown from three people a side", "withheld", "20")
        here = row(edition, since=2).movement
        assert (here.then, here.now, here.code) == ("shown from three people a side", "", "agreed")


@pytest.mark.parametrize("later", [True, False])
def test_half_of_what_one_side_says_is_compared_with_nothing(later):
    """A practice that one side alone knows counts half: it would have fallen because somebody is silent."""
    first = answered_wave(3, 0 if not later else 3, closed=True)
    with firm_scope(first.firm):
        second = make_wave(first.client)
        fill(second, sales=3, marketing=0 if later else 3)
        finish(second)
        edition = live_edition(waves_of(first.firm).get(pk=second.pk), statistics=False)
    move = row(edition, value=50.0).movement
    assert (move.code, move.then) == ("one_side", "50")


def test_words_of_a_recommendation_stand_until_others_are_typed(edition):
    advice = ADVICE["REC-CUS-1"]
    found = row(edition, recommendation="REC-CUS-1", text="", first_step="")
    assert (found.action, found.first_step) == (advice.action, advice.first_step)
    found = row(edition, recommendation="REC-CUS-1", text="Ours", first_step="First ours")
    assert (found.action, found.first_step) == ("Ours", "First ours")
    assert row(edition, recommendation="REC-CUS-1", text="", first_step="reconcile").first_step == RECONCILE


@pytest.mark.parametrize(
    ("code", "owners", "role"),
    [
        ("REC-00", [("Ana", True), ("Head of marketing", False)], ""),
        ("REC-CUS-1", [("Ana", True), ("Head of marketing", False)], ""),
        ("REC-ORG-1", [("Ana", True), ("", False)], "Chief executive"),
        ("", [("Ana", True), ("", False)], ""),
    ],
)
def test_a_role_stands_in_for_an_owner_that_nobody_named(edition, code, owners, role):
    found = row(edition, recommendation=code)
    assert [(owner.name, owner.named) for owner in found.owners] == owners
    assert found.role == role


def test_how_many_answered_stands_beside_what_is_compared(edition):
    texts = Texts.of(edition.scored.wave.assessment)
    plan = joint_plan(replace(edition, plan=(LINE,), earlier_plan=(LINE,)), texts)
    assert plan.n == ("Wave 1: n = 6 (3 sales, 3 marketing)", "Wave 2: n = 6 (3 sales, 3 marketing)")
    assert (plan.compares, plan.earlier_wave) == (True, 1)
    plan = joint_plan(replace(edition, plan=(replace(LINE, since=2),)), texts)
    assert (plan.n, plan.compares) == (("Wave 2: n = 6 (3 sales, 3 marketing)",), False)
    assert joint_plan(Edition(scored=edition.scored), texts) is None


def test_every_status_has_its_words(edition):
    for status in PlanAction.Status:
        assert row(edition, status=status.value).status_name == status.label
