"""What too few of a side answered reaches no score, whatever it was (method D11)."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from reports.inputs import all_waves, read_waves
from reports.left_out import explained
from reports.scorecards import scored_waves
from scoring.disclosure import Reason
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import finish, results_url
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

# An item of each form, and what the one leader says of it who answers, at first and then.
ALONE = {
    "CUS-P1": (5, 1),
    "CUS-P2": (1, 5),
    "CUS-K1": (5, 1),
    "CUS-F1": (["a", "b"], ["c"]),
    "ORG-F1": ("ceo", "nobody"),
    "FLW-F1": (5, 1),
    "DAT-F1": (["bookings", "pipeline"], ["sales_leads"]),
    "STR-F1": ("expansion", "new_market"),
    "FLW-X": (5, 1),
    "COL-K1": (1, 5),
}


def aggregated(sales, marketing, both=0, *, side="sales", alone=ALONE):
    """An open wave in which one leader of `side` answers what the others do not know or leave open."""
    wave = make_wave(make_client(make_firm("Ours")), identity_mode="aggregated")
    people = []
    for each, number in (("sales", sales), ("marketing", marketing), ("both", both)):
        for place in range(number):
            person, _secret = make_leader(wave, each, f"{each} {place + 1}")
            answers = full_answers(wave, each, step=2 + place % 3)
            if each == side:
                first = {item: values[0] for item, values in alone.items() if item in answers}
                unknown = dict.fromkeys((item for item in first if item[4] in "KF"), "dk")
                answers = {item: answer for item, answer in answers.items() if item not in first}
                answers |= first if place == 0 else unknown if place == 1 else {}
            answer_and_submit(person, answers)
            people.append((person, answers))
    return wave, people


def say(wave, person, answers):
    """Submit other answers, as if these had been given in the first place."""
    with firm_scope(wave.firm):
        number = 1 + person.response.submissions.count()
        person.response.submissions.create(
            number=number,
            answers=answers,
            receipt=f"{person.name}, {number}"[:20],
            submitted_at=wave.deadline,
        )


def shown(wave):
    """All that leaves the server of a wave: card, page with the data of its charts, file, export."""
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    page = browser.get(results_url(wave)).content.decode()
    charts = [browser.get(f"{results_url(wave)}?figure={chart}") for chart in ("matrix", "dimensions")]
    file = b"".join(browser.get("/export/assessments.csv").streaming_content)
    with every_firm("a test reads"):
        [scored] = scored_waves([all_waves().get(pk=wave.pk)], statistics=True)
    out = io.StringIO()
    call_command("export_assessment", str(wave.pk), stdout=out)
    return {
        "card": json.dumps(scored.disclosed.as_dict()),
        "answers": repr((scored.facts, scored.believers_of)),
        "page": re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page),
        "charts": [answer.content for answer in charts if answer.status_code == 200],
        "file": file,
        "export": out.getvalue(),
    }


def card(wave):
    with every_firm("a test reads"):
        [scored] = scored_waves([all_waves().get(pk=wave.pk)])
    return json.dumps(scored.disclosed.as_dict())


@pytest.mark.parametrize(
    ("sales", "marketing", "side"), [(3, 3, "sales"), (4, 3, "sales"), (3, 4, "marketing")]
)
def test_an_answer_that_stands_alone_changes_nothing(sales, marketing, side):
    wave, people = aggregated(sales, marketing, side=side)
    finish(wave)
    before, bare = shown(wave), card(wave)
    assert len(before["charts"]) == 2
    person, answers = next(each for each in people if each[0].side == side)
    for item, (first, other) in ALONE.items():
        assert answers[item] == first
        say(wave, person, {**answers, item: other})
        assert card(wave) == bare, item
    say(wave, person, {**answers, **{item: other for item, (_first, other) in ALONE.items()}})
    assert shown(wave) == before


def test_an_answer_of_three_changes_what_is_shown():
    wave, people = aggregated(3, 3, alone={})
    finish(wave)
    before = shown(wave)
    person, answers = people[0]
    say(wave, person, {**answers, "CUS-P1": 5, "CUS-K1": 5, "ORG-F1": "ceo"})
    after = shown(wave)
    assert [name for name in before if before[name] == after[name]] == []


def test_one_leader_of_both_functions_counts_among_nobody():
    wave, people = aggregated(3, 3, both=1)
    finish(wave)
    before = shown(wave)
    person, answers = people[-1]
    assert person.side == "both"
    say(wave, person, {**answers, "G0": 5 if answers["G0"] < 4 else 1, "CUS-P1": 5})
    assert shown(wave) == before
    assert "of 6 leaders who answered" in before["page"]


def test_nothing_but_participation_while_answers_come_in():
    wave, _people = aggregated(3, 3, alone={})
    before = shown(wave)
    late, _secret = make_leader(wave, "sales", "Late Leader")
    waiting = shown(wave)
    answer_and_submit(late, full_answers(wave, "sales", step=5))
    after = shown(wave)
    for name in ("card", "answers", "charts", "export"):
        assert before[name] == waiting[name] == after[name]
    assert (after["charts"], json.loads(after["export"])["respondents"]) == ([], [])
    assert 'data-state="until_closed"' in after["page"]
    assert "4 of 4" in after["page"]
    cells = zip(before["file"].split(b","), after["file"].split(b","), strict=True)
    assert [cell for cell in cells if cell[0] != cell[1]] == [(b"3", b"4")]
    assert after["file"].count(b'"withheld: until the wave is closed"') == 8
    finish(wave)
    closed = shown(wave)
    assert (len(closed["charts"]), len(json.loads(closed["export"])["respondents"])) == (2, 7)
    assert 'data-state="until_closed"' not in closed["page"]


def read(wave):
    with every_firm("a test reads"):
        [found] = read_waves([all_waves().get(pk=wave.pk)])
    return found


def test_the_export_leaves_out_what_too_few_answered_and_no_more():
    wave, people = aggregated(3, 3, both=1)
    finish(wave)
    entry = {each["id"]: each["answers"] for each in read(wave).interchange()["respondents"]}
    given = dict(zip(entry, (answers for _person, answers in people), strict=True))
    for name in ("s1", "s2", "s3"):
        assert entry[name] == {item: each for item, each in given[name].items() if item not in ALONE}
    assert [entry[name] == given[name] for name in ("m1", "m2", "m3")] == [True] * 3
    assert entry["b1"] == {}
    whole = read(wave).interchange(all_submitted=True)["respondents"]
    assert {each["id"]: each["answers"] for each in whole} == given


def test_where_nobody_of_a_side_knew_three_say_so_and_two_do_not():
    wave, people = aggregated(3, 3, alone={})
    for place, (person, answers) in enumerate(people[:3]):
        known = {**answers, "CUS-K1": "dk", "STR-K1": "dk"}
        if place == 2:
            del known["STR-K1"]
        say(wave, person, known)
    finish(wave)
    assert read(wave).left_out() == {("STR-K1", "sales")}


def test_people_shown_by_role_lose_nothing():
    wave = make_wave(make_client(make_firm("Ours")))
    for side in ("sales", "marketing"):
        answer_and_submit(make_leader(wave, side)[0])
    found = read(wave)
    assert (found.left_out(), found.unsettled) == (frozenset(), False)
    assert found.interchange() == found.interchange(all_submitted=True)


def test_what_is_missing_for_that_says_so():
    wave, _people = aggregated(3, 3)
    finish(wave)
    with every_firm("a test reads"):
        [scored] = scored_waves([all_waves().get(pk=wave.pk)])
    reasons = {
        path: scored.disclosed.reason(path)
        for path in (
            "items.CUS-K1.sales",
            "items.CUS-K1.marketing",
            "items.CUS-F1.concordance",
            "perceptions.CUS-P1.joint",
            "dimensions.CUS.perceived_sales",
            "dimensions.CUS.gap",
            "dimensions.CUS.class",
            "dimensions.FLW.predicted_by_sales",
            "dimensions.STR.gap",
        )
    }
    few = Reason.TOO_FEW_TO_SHOW
    assert list(reasons.values()) == [few, None, few, few, few, few, few, few, None]
    assert sorted(set(ALONE) & set(scored.facts)) == []
    assert explained(scored.disclosed, read(wave)) == scored.disclosed
