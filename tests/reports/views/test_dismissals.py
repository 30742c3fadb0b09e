from __future__ import annotations

import pytest
from django.test import Client as Browser

from reports.flags import standing_flags
from reports.inputs import all_waves, read_dismissals, read_waves
from reports.scorecards import scored_waves
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.models import FlagDismissal
from surveys.services.dismissals import dismiss_flag
from tests.cast import full_answers, make_client, make_firm, make_wave
from tests.reports.views.test_quality import SCREENS, submitted, varied

pytestmark = pytest.mark.django_db
REASON = "We went through the answers together"


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    browser = Browser()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    return browser


def same(wave, name="Same", side="sales"):
    return submitted(wave, side, name, full_answers(wave, side, step=3))


def address(person, flag, act="dismiss"):
    return f"/clients/acme/waves/1/quality/{person.public_id}/{flag}/{act}/"


def dismissals(wave):
    with firm_scope(wave.firm):
        return {flag: each.reason for (_leader, flag), each in read_dismissals(read_waves([wave])).items()}


def counts(wave):
    with firm_scope(wave.firm):
        return standing_flags(read_waves([all_waves().get(pk=wave.pk)])) == [[]]


def test_a_dismissed_flag_says_who_when_and_why(wave, browser):
    person = same(wave)
    answer = browser.post(address(person, "straight_line"), {"reason": f"  {REASON} "}, follow=True)
    text = answer.content.decode()
    with firm_scope(wave.firm):
        [row] = FlagDismissal.objects.all()
    assert (row.flag, row.reason, row.dismissed_by.email) == (
        "straight_line",
        REASON,
        "consultant@ours.example",
    )
    assert REASON in text
    assert f"{row.dismissed_at:%-d %B %Y}" in text
    assert str(row.dismissed_by) in text
    [line] = answer.context["lines"]
    assert [flag.code for flag in line.standing] == ["no_variation"]


def test_a_reason_is_wanted(wave, browser):
    person = same(wave)
    for reason in ("", "   ", "x" * 301):
        answer = browser.post(address(person, "straight_line"), {"reason": reason})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["reason"])
    assert dismissals(wave) == {}


def test_asking_changes_nothing(wave, browser):
    person = same(wave)
    assert browser.get(address(person, "straight_line")).status_code == 200
    assert dismissals(wave) == {}


def test_what_is_not_flagged_cannot_be_dismissed_nor_a_dismissed_flag_again(wave, browser):
    person, fine = same(wave), submitted(wave, "marketing", "Fine", varied(wave, "marketing"))
    with firm_scope(wave.firm):
        by = User.objects.get(email="consultant@ours.example")
        dismiss_flag(participant=person, flag="straight_line", reason=REASON, by=by)
    missing = [
        address(fine, "straight_line"),
        address(person, "too_fast"),
        address(person, "straight_line"),
        address(person, "pattern"),
        address(person, "no_variation", "restore"),
    ]
    assert [browser.post(each, {"reason": "x"}).status_code for each in missing] == [404] * 5


def test_two_who_dismiss_at_once_leave_one_reason(wave, browser, monkeypatch):
    person = same(wave)
    with firm_scope(wave.firm):
        by = User.objects.get(email="consultant@ours.example")
        dismiss_flag(participant=person, flag="straight_line", reason=REASON, by=by)
    monkeypatch.setattr("reports.views.quality.read_dismissals", lambda _waves: {})
    answer = browser.post(address(person, "straight_line"), {"reason": "Another"})
    assert answer.status_code == 409
    assert dismissals(wave) == {"straight_line": REASON}


def test_a_flag_can_be_let_stand_again(wave, browser):
    person = same(wave)
    browser.post(address(person, "straight_line"), {"reason": REASON})
    assert browser.get(address(person, "straight_line", "restore")).status_code == 200
    assert dismissals(wave) == {"straight_line": REASON}
    browser.post(address(person, "straight_line", "restore"))
    assert dismissals(wave) == {}
    with firm_scope(wave.firm):
        acts = AuditEvent.objects.filter(action__startswith="flag.").values_list("action", "facts")
        assert sorted(acts) == [
            ("flag.dismissed", {"flag": "straight_line"}),
            ("flag.restored", {"flag": "straight_line"}),
        ]


def test_answers_submitted_anew_are_flagged_anew(wave, browser):
    person = same(wave)
    browser.post(address(person, "straight_line"), {"reason": REASON})
    with firm_scope(wave.firm):
        person.response.submissions.create(
            number=2,
            answers=full_answers(wave, "sales", step=3),
            receipt="second",
            submitted_at=wave.deadline,
        )
    assert dismissals(wave) == {}


def test_no_score_changes_by_it(wave, browser):
    person = same(wave)
    submitted(wave, "marketing", "Fine", varied(wave, "marketing"))

    def card():
        with firm_scope(wave.firm):
            return scored_waves([all_waves().get(pk=wave.pk)])[0].card.as_dict()

    before = card()
    browser.post(address(person, "straight_line"), {"reason": REASON})
    assert card() == before


def test_a_wave_is_unflagged_once_no_flag_of_an_answer_that_counts_stands(wave, browser):
    fine, person = submitted(wave, "marketing", "Fine", varied(wave, "marketing")), same(wave)
    assert not counts(wave)
    for flag in ("straight_line", "no_variation"):
        assert not counts(wave)
        browser.post(address(person, flag), {"reason": REASON})
    assert counts(wave)
    browser.post(address(person, "no_variation", "restore"))
    assert not counts(wave)
    with firm_scope(wave.firm):
        type(fine).objects.filter(pk=person.pk).update(excluded_at=wave.deadline, excluded_reason="x")
    assert counts(wave)


@pytest.mark.parametrize(("seconds", "wanted"), [(40, True), (5, False)])
def test_who_was_too_fast_is_flagged_there_too(wave, seconds, wanted):
    submitted(wave, "sales", "Ada", varied(wave, "sales"), seconds=dict.fromkeys(SCREENS, seconds))
    assert counts(wave) is wanted


def test_in_groups_the_pattern_is_dismissed_and_nothing_told():
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    person = same(wave)
    browser = Browser()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    assert browser.post(address(person, "straight_line"), {"reason": REASON}).status_code == 404
    assert browser.post(address(person, "pattern"), {"reason": REASON}).status_code == 302
    assert counts(wave)


def test_a_run_is_looked_for_in_the_order_that_was_shown(wave):
    """Eight of sixteen alike are a run in the order one leader saw, and none in the catalogue's."""
    person = submitted(wave, "sales", "Ada", {})
    catalogue = wave.instrument_version.catalogue
    order = [
        item.id
        for screen in catalogue.screens("sales")
        for item in catalogue.ordered(screen, person.public_id.bytes)
        if item.kind == "P" and item.dimension
    ]
    for alike, wanted in ((order[:8], False), (order[::2], True)):
        answers = varied(wave, "sales")
        answers |= {item: 2 + place % 4 for place, item in enumerate(order)}
        answers |= dict.fromkeys(alike, 1)
        with firm_scope(wave.firm):
            number = person.response.submissions.count() + 1
            person.response.submissions.create(
                number=number,
                answers=answers,
                seconds=dict.fromkeys(SCREENS, 40),
                receipt=f"number {number}",
                submitted_at=wave.deadline,
            )
        assert counts(wave) is wanted
