"""What changed between two waves: the numbers of scoring, rounded once, and the words for them."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from reports.comparisons import comparable, comparing
from reports.edition import Edition
from reports.numbers import signed, whole
from reports.tables.change import cautions, change_table, left_out
from reports.wording_of_change import mover
from scoring import Cohort, score
from scoring.change import change_between
from scoring.disclosure import withhold
from tests.reports.charts.samples import METHOD, NAMES, random_wave, scored

SIDES = ("perceived_sales", "perceived_marketing")


def wave_of(sample, number, *, digest="one"):
    """A sample as a wave of its own number, asked with a questionnaire of its own."""
    version = SimpleNamespace(digest=digest)
    sample.wave = SimpleNamespace(assessment=SimpleNamespace(number=number, instrument_version=version))
    return sample


def edition(*waves):
    *earlier, now = [wave_of(wave, number) for number, wave in enumerate(waves, 1)]
    return Edition(scored=now, earlier=tuple(earlier))


def with_statistics(step, n=4, mode="attributed"):
    """A wave of so many people a side who answer around a step, with its intervals."""
    people = [
        {
            "id": f"{side[0]}{place}",
            "side": side,
            "answers": {
                **dict.fromkeys(METHOD.layout.perceptions, min(5, step + place % 2)),
                **dict.fromkeys(METHOD.layout.ladders, step),
            },
        }
        for side in ("sales", "marketing")
        for place in range(n)
    ]
    entry = {"method_version": "1", "respondents": people}
    [card] = score(Cohort.from_interchange([entry], METHOD), METHOD, intervals=True)
    disclosed = withhold(card, mode)
    return SimpleNamespace(card=disclosed.card, disclosed=disclosed, method=METHOD)


def without_intervals(wave):
    wave.card = replace(wave.card, intervals=None)
    return wave


def check_cell(cell, difference, shown):
    assert (cell.then, cell.now, cell.change, cell.value) == (
        shown(difference.before),
        shown(difference.after),
        signed(difference.change),
        difference.change,
    )


@pytest.mark.parametrize("seed", range(40))
def test_every_number_is_the_one_of_scoring_rounded_once(seed):
    then, now = random_wave(seed + 500), random_wave(seed)
    table = change_table(edition(then, now), NAMES)
    change = change_between(then.card, now.card, METHOD)
    for line, difference in zip(table.lines, (change.perceived, change.index, change.gap), strict=False):
        check_cell(line.cell, difference, signed if line.code == "gap" else whole)
    assert {line.code for line in table.dimensions} == set(change.dimensions)
    for line in table.dimensions:
        moved = change.dimensions[line.code]
        check_cell(line.perceived, moved.perceived, whole)
        check_cell(line.measured, moved.measured, whole)
        check_cell(line.gap, moved.gap, signed)
        shares = {each.code: each.points for each in line.movers}
        wanted = {code: getattr(moved.moved, code) for code in ("sales", "marketing", "measured")}
        whole_of_it = None not in wanted.values()
        assert shares == ({code: signed(value) for code, value in wanted.items()} if whole_of_it else {})
        if line.movers:
            assert math.fsum(each.value for each in line.movers) == pytest.approx(moved.gap.change)
            sizes = [abs(each.value) for each in line.movers]
            assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("seed", range(40))
def test_what_either_wave_withholds_has_no_change(seed):
    waves = (random_wave(seed + 500), random_wave(seed))
    table = change_table(edition(*waves), NAMES)
    for line in table.dimensions:
        for part in ("perceived", "measured", "gap"):
            cell = getattr(line, part)
            held = any(each.disclosed.reason(f"dimensions.{line.code}.{part}") for each in waves)
            assert bool(cell.why) is held
            assert not held or (cell.change, cell.value) == ("–", None)
        sides = [f"dimensions.{line.code}.{name}" for name in SIDES]
        if any(each.disclosed.reason(path) for each in waves for path in sides):
            assert line.movers == ()
    for line, path in zip(table.lines, ("perceived.joint", "measured.index", "gap"), strict=False):
        assert bool(line.cell.why) is any(each.disclosed.reason(path) for each in waves)


def test_a_wave_withheld_as_a_whole_tells_nothing_of_itself():
    few = scored(range(5), mode="aggregated")
    table = change_table(edition(few, scored()), NAMES)
    reason = "shown from three people a side"
    assert [(line.cell.then, line.cell.change, line.cell.why) for line in table.lines] == [
        ("–", "–", reason)
    ] * 4
    assert (table.dimensions, table.movers) == ((), ())
    assert table.finding == "Since Wave 1 there is no change of the gap to tell"


def test_a_reliable_change_says_so_with_its_z():
    table = change_table(edition(with_statistics(2), with_statistics(4)), NAMES)
    verdicts = {line.code: line.verdict for line in table.lines}
    change = change_between(with_statistics(2).card, with_statistics(4).card, METHOD)
    assert verdicts["perceived"].code == change.perceived.verdict == "reliable"
    assert verdicts["perceived"].words == f"Reliable change (z = +{change.perceived.z:.2f})"
    assert verdicts["level"] is None


def test_no_reliable_change_is_said_plainly():
    table = change_table(edition(with_statistics(3), with_statistics(3)), NAMES)
    perceived = table.lines[0]
    assert (perceived.verdict.code, perceived.verdict.words) == (
        "no_reliable_change",
        "No reliable change (z = 0.00)",
    )
    assert table.finding.endswith("That is no reliable change: it may be chance.")


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        pytest.param(
            with_statistics(3, 2),
            with_statistics(3),
            "Not tested: a test needs three people a side in both waves.",
            id="few",
        ),
        pytest.param(
            without_intervals(scored()),
            scored(),
            "Not tested: one of the two scores has no interval.",
            id="none",
        ),
    ],
)
def test_why_a_change_was_not_tested(then, now, words):
    table = change_table(edition(then, now), NAMES)
    assert [line.verdict.words for line in table.lines[:3]] == [words] * 3
    assert "chance" not in table.finding


def test_an_index_with_outcomes_is_not_held_against_one_without():
    table = change_table(edition(scored(outcomes=False), scored()), NAMES)
    assert [each.code for each in table.warnings] == ["provisional"]
    words = {line.code: line.verdict and line.verdict.words for line in table.lines}
    assert words["measured"] == words["gap"] == "Not tested: one index counts outcomes, the other does not."
    assert table.movers == ()


def test_another_questionnaire_and_few_people_are_warned_of():
    together = edition(scored(range(2, 6)), scored())
    wave_of(together.earlier[0], 1, digest="other")
    assert [each.code for each in change_table(together, NAMES).warnings] == [
        "instrument_version",
        "few_respondents",
    ]
    chosen = comparing(together, {"compare": "wave-1"}).chosen
    assert [each.code for each in cautions(together, chosen)] == ["instrument_version", "few_respondents"]
    assert cautions(together, None) == ()


def test_a_wave_that_another_method_scored_is_not_compared():
    old = scored()
    old.card = replace(old.card, method_version="0")
    together = edition(old, scored(range(3)), scored())
    assert [each.wave.assessment.number for each in comparable(together)] == [2]
    assert left_out(together) == ("Wave 1",)
    assert [each.code for each in comparing(together, {"compare": "wave-1"}).choices] == ["wave-2"]
    assert change_table(edition(old, scored()), NAMES) is None


def test_the_wave_before_is_held_against_unless_another_is_asked_for():
    together = edition(scored(), scored(range(4)), scored())
    assert change_table(together, NAMES).then_name == "Wave 2"
    assert change_table(together, NAMES, together.earlier[0]).then_name == "Wave 1"
    assert change_table(edition(scored()), NAMES) is None


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("measured", -9.4, "What was measured rose, which moves the gap by −9."),
        ("measured", 2.5, "What was measured fell, which moves the gap by +3."),
        ("sales", 1.0, "Sales rates alignment higher, which moves the gap by +1."),
        ("marketing", -1.0, "Marketing rates alignment lower, which moves the gap by −1."),
        ("sales", 0.4, "Sales hardly moved the gap."),
    ],
)
def test_who_moved_in_words(code, value, words):
    assert mover(code, value) == words
