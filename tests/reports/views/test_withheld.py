"""Nothing that the method withholds is on the page, in the data of its charts, or in the file."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter

import pytest
from django.test import Client as Browser

from reports.inputs import all_waves, read_waves
from reports.scorecards import ScoredWave, scored_waves
from scoring import Cohort, load_method, score
from scoring.disclosure import withhold
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import finish, results_url
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

SEGMENTS = [
    {"code": code, "text": text}
    for code, text in zip("abcd", ["Zebra", "Quokka", "Lemur", "Ibex"], strict=True)
]
PICKS = {"sales": ["a", "b"], "marketing": ["b", "c"], "both": ["d"]}
TOO_FEW = "withheld: shown from three people a side"
ONE_SIDED = "withheld: needs both sides"
SCORES = ("P", "SMAX", "A", "R", "L", "gap", "maturity_level", "provisional")


def planted(mode, sales, marketing, quiet=(), both=0):
    """A closed wave whose leaders' answers can be told from all other numbers and words of a page.

    `quiet` are items that only two of sales have answered.
    """
    wave = make_wave(make_client(make_firm("Ours")), identity_mode=mode, segments=SEGMENTS)
    for side, number in (("sales", sales), ("marketing", marketing), ("both", both)):
        for place in range(number):
            person, _secret = make_leader(wave, side, f"{side} {place + 1}")
            answers = full_answers(wave, side, step=2 + place % 3)
            answers |= {"CUS-F1": PICKS[side], "STR-P1": 1 + place % 5, "CUS-K1": 1 + (2 * place) % 5}
            if side == "sales" and place >= 2:
                answers = {item: answer for item, answer in answers.items() if item not in quiet}
            answer_and_submit(person, answers)
    finish(wave)
    return wave


def seen(wave):
    """The page, the file's row, and the scorecard before anything was withheld."""
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    page = html.unescape(browser.get(results_url(wave)).content.decode())
    file = b"".join(browser.get("/export/assessments.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(file, newline=""))
    method = load_method("1")
    with every_firm("a test reads"):
        [read] = read_waves(list(all_waves().filter(pk=wave.pk)))
    entry = read.interchange(all_submitted=True)
    [card] = score(Cohort.from_interchange([entry], method), method)
    return page, row, card


def figure_of(wave):
    """What the page's script draws of the dimensions; None where the page has none."""
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    answer = browser.get(f"{results_url(wave)}?figure=dimensions")
    return answer.json() if answer.status_code == 200 else None


SIZES = [2, 3, *(pytest.param(n, marks=(pytest.mark.slow, pytest.mark.once)) for n in (0, 1, 5))]


def leaves(value):
    """Every number of a scorecard that no other text of a page looks like."""
    if isinstance(value, dict):
        return {leaf for each in value.values() for leaf in leaves(each)}
    if isinstance(value, list):
        return {leaf for each in value for leaf in leaves(each)}
    return {repr(value)} if isinstance(value, float) and value != round(value, 1) else set()


def withheld_numbers(card, mode):
    return leaves(card.as_dict()) - leaves(withhold(card, mode).as_dict())


def sections(page):
    return re.findall(r'<section class="sheet[^>]*aria-labelledby="([\w-]+)"', page)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_only_what_may_be_shown_is_shown(mode, n):
    wave = planted(mode, n, n)
    page, row, card = seen(wave)
    figure = figure_of(wave)
    shown = n > 0 and (mode == "attributed" or n >= 3)
    assert {name: name in page for name in ("Zebra", "Quokka", "Lemur")} == dict.fromkeys(
        ("Zebra", "Quokka", "Lemur"), shown
    )
    assert [number for number in withheld_numbers(card, mode) if number in page] == []
    assert bool(re.search(r"95% interval [+−\d]", page)) is (n >= 3)
    assert page.count('<figure class="strip"') == (8 if shown else 0)
    assert re.findall(r'data-agreement="(\w+)"', page) == ["sales", "marketing", "between"] * shown
    assert ("AD_M, average deviation" in page, "a_wg, from four leaders" in page) == (n >= 3, n >= 4)
    assert ("ICC(A,1)" in page) is (shown and n >= 2)
    assert (figure is not None) is shown
    assert [number for number in withheld_numbers(card, mode) if number in str(figure)] == []
    if mode == "aggregated" and n < 3:
        assert withheld_numbers(card, mode)
        assert sections(page) == ["participation", "method"]
        assert {name: row[name] for name in SCORES} == dict.fromkeys(SCORES, TOO_FEW)
    elif n:
        assert [float(row[name]) for name in ("P", "SMAX", "gap")] == [
            round(value, 1) for value in (card.perceived.joint, card.measured.index, card.gap)
        ]
    else:
        assert {row[name] for name in ("P", "SMAX", "A", "gap", "maturity_level")} == {ONE_SIDED}
    assert (row["n_sales"], row["n_marketing"]) == (str(n), str(n))


@pytest.mark.parametrize(("sales", "marketing"), [(3, 0), (5, 2), (1, 3)])
def test_one_small_side_is_enough_to_withhold(sales, marketing):
    page, row, card = seen(planted("aggregated", sales, marketing))
    assert sections(page) == ["participation", "method"]
    assert [name for name in ("Zebra", "Quokka", "Lemur") if name in page] == []
    assert [number for number in withheld_numbers(card, "aggregated") if number in page] == []
    assert {name: row[name] for name in SCORES} == dict.fromkeys(SCORES, TOO_FEW)
    assert 'data-state="participation_only"' in page


def test_a_side_alone_is_shown_attributed_and_says_what_it_lacks():
    page, row, _card = seen(planted("attributed", 2, 0))
    assert ("Zebra" in page, "Lemur" in page) == (True, False)
    assert '<span class="items__scores items__scores--none">needs both sides</span>' in page
    assert row["SMAX"] == ONE_SIDED


def test_what_two_of_three_answered_is_withheld_with_a_reason():
    quiet = ("CUS-F1", "CUS-K1", "CUS-P1", "CUS-P2", "CUS-X")
    page, _row, card = seen(planted("aggregated", 3, 3, quiet))
    hidden = withheld_numbers(card, "aggregated")
    assert (len(hidden) > 0, [number for number in hidden if number in page]) == (True, [])
    assert [name for name in ("Zebra", "Quokka", "Lemur") if name in page] == []
    fact = re.search(r'data-fact="CUS-F1">.*?</article>', page, re.DOTALL).group()
    assert "What each side answered: shown from three people a side" in fact
    for item in ("CUS-K1", "CUS-P1"):
        cells = re.search(rf'<span class="items__code">{item}</span>.*?</tr>', page, re.DOTALL).group()
        found = re.findall(r'<td class="num">(?:<a [^>]*>)?([^<]*)(?:</a>)?</td>', cells)
        joint = {"CUS-K1": "25", "CUS-P1": "shown from three people a side"}  # half of what marketing says
        assert (found[0], found[2]) == ("shown from three people a side", joint[item])
    # Why there are no marks of sales stands above those of marketing, which are counted in the table, too.
    assert page.count(">Sales: shown from three people a side<") == 2
    counts = '<td class="num">0</td>' + '<td class="num">1</td>' * 3 + '<td class="num">0</td>'
    table = page.partition('id="caption-answers"')[2]
    assert table.partition("Strategy and goals")[0].count(f"<td>Marketing</td>{counts}") == 2
    other = re.search(r'data-fact="ORG-F1">.*?</article>', page, re.DOTALL).group()
    assert other.count("3 of 3") == 2


def test_one_person_responsible_for_both_is_not_shown_in_groups():
    page, _row, card = seen(planted("aggregated", 3, 3, both=1))
    hidden = withheld_numbers(card, "aggregated")
    assert [number for number in hidden if number in page] == []
    assert "How people responsible for both functions rate alignment: shown from three people a side." in page
    assert "Ibex" not in page


def test_answers_leave_the_boundary_only_where_they_may_be_shown():
    wave = planted("aggregated", 3, 3, ("CUS-F1",))
    with every_firm("a test reads"):
        [read] = read_waves(list(all_waves().filter(pk=wave.pk)))
    method = load_method("1")
    [card] = score(Cohort.from_interchange([read.interchange()], method), method)
    scored = ScoredWave.of(read, card, method)
    assert {leader.answers for leader in scored.wave.leaders} == {None}
    assert scored.ratings["CUS-P1"] == {side: {2: 1, 3: 1, 4: 1} for side in ("sales", "marketing")}
    assert ("CUS-F1" in scored.facts, scored.facts["ORG-F1"]["sales"]) == (False, ("nobody",) * 3)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_ratings_leave_the_boundary_only_where_they_may_be_shown(mode, n):
    wave = planted(mode, n, n, ("CUS-P1",), both=1)
    with every_firm("a test reads"):
        [scored] = scored_waves(list(all_waves().filter(pk=wave.pk)))
    given = {side: scored.ratings.get("CUS-P1", {}).get(side) for side in ("sales", "marketing", "both")}
    steps = dict(sorted(Counter(2 + place % 3 for place in range(n)).items()))
    of_sales = dict(sorted(Counter(2 + place % 3 for place in range(min(n, 2))).items()))
    if mode == "attributed":
        assert given == {"sales": of_sales or None, "marketing": steps or None, "both": {2: 1}}
    elif n < 3:
        assert scored.ratings == {}
    else:
        assert given == {"sales": None, "marketing": steps, "both": None}
        assert set(scored.ratings["CUS-P2"]) == {"sales", "marketing"}


def test_a_withdrawn_wave_says_so_and_shows_nothing():
    wave = planted("attributed", 3, 3)
    with every_firm("a test acts"):
        type(wave).objects.filter(pk=wave.pk).update(state="withdrawn", closed_at=wave.deadline)
    page, row, card = seen(wave)
    assert sections(page) == ["participation", "method"]
    assert re.findall(r'data-state="(\w+)"', page) == ["withdrawn"]
    assert [name for name in ("Zebra", "Quokka", "Lemur", "leaders answered") if name in page] == []
    assert {row[name] for name in (*SCORES, "n_sales", "n_marketing", "n_both")} == {""}
    assert (row["state"], card.counts.sales) == ("withdrawn", 0)
