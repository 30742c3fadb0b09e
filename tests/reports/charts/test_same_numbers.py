"""The same numbers, to the letter, in description, drawing, figure, slide, workbook and table."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from defusedxml import ElementTree

from reports.charts.model import Dumbbell, Ladder, Matrix, Strip, Trend
from reports.charts.plotly import figure
from reports.charts.svg import inline
from reports.charts.svg.scale import SCORES
from reports.charts.table import table
from tests.reports.charts.samples import charts_of, random_wave
from tests.reports.charts.slides import kept, opened, saved

SVG = "{http://www.w3.org/2000/svg}"
TICKS = Counter(name for _place, name in SCORES)
SIDES = ("sales", "marketing", "measured")
BANDS = ("Band, from", "Band, height")


def bare(text):
    """A number without its plus, with a minus that computers read."""
    return str(text).replace("−", "-").replace("+", "")


def numbers(texts, pattern=r"(?<![\w.])[+−-]?\d+(?:\.\d+)?(?![\w.])"):
    """All numbers within texts."""
    return Counter(bare(number) for text in texts for number in re.findall(pattern, text))


def count(*values):
    return Counter(bare(value) for value in values if value is not None)


def drawn(chart, *, narrow=False):
    root = ElementTree.fromstring(inline(chart, narrow=narrow).encode())
    return [element.text for element in root.iter(f"{SVG}text")]


def slide(chart):
    """Names, categories and values of each series; first that XML and workbook say the same."""
    [native] = opened(saved(chart))
    found = []
    for series in kept(native):
        assert series.name[0] == series.name[1]
        for cached, cells in (series.categories, series.values):
            assert [plain(each) for each in cached] == [plain(each) for each in cells]
        found.append((series.name[0], series.categories[0], series.values[0]))
    return found


def plain(value):
    if value is None:
        return None
    return re.sub(r"\.0$", "", str(value))


def check_matrix(chart):
    places = [(stop.revenue, stop.pipeline) for stop in chart.trail] + [(chart.revenue, chart.pipeline)]
    wanted = count(*(value for place in places for value in place))
    told = table(chart)
    cells = [cell for row in told.rows[:2] for cell in row[1 : 2 + len(chart.trail)]]
    assert count(*cells) == wanted
    *_trail, marker = figure(chart)["data"]
    assert (marker["x"], marker["y"]) == ([chart.revenue], [chart.pipeline])
    assert numbers(marker["hovertext"]) == count(chart.revenue, chart.pipeline)
    label = numbers([chart.label]) + numbers(stop.name for stop in chart.trail)
    for narrow in (False, True):
        again = numbers(stop.name for stop in chart.trail) if narrow else Counter()
        assert numbers(drawn(chart, narrow=narrow)) == wanted + label + again + TICKS + TICKS
    stops = slide(chart)[-1 - len(chart.trail) :]
    assert [(int(x), int(y)) for _name, [x], [y] in stops] == places


def check_dumbbell(chart):
    def values(*parts):
        return count(*(getattr(pair, part) for pair in chart.pairs for part in parts))

    shown = [part for part in (*SIDES, "gap") if part in chart.legend]
    rows = table(chart).rows
    assert numbers(cell for row in rows for cell in row[1:6]) == values(*SIDES, "perceived", "gap")
    drawn_here = figure(chart)
    for trace in drawn_here["data"]:
        assert count(*trace["x"]) == values(trace["meta"]["role"])
        assert numbers(text.rpartition(" ")[2] for text in trace["hovertext"]) == count(*trace["x"])
    wide = [each["text"] for each in drawn_here["layout"]["annotations"] if each["name"] == "wide:ink"]
    assert numbers(wide) == values("gap")
    for narrow in (False, True):
        assert numbers(drawn(chart, narrow=narrow)) == values(*shown) + TICKS
    bands, series = banded(chart)
    if bands:
        assert bands == between(_column(chart, "perceived"), _column(chart, "measured"))
    for name, categories, found in series:
        [part] = [part for part in (*SIDES, "perceived") if getattr(chart, f"{part}_name") == name]
        assert found == [None if value is None else str(value) for value in _column(chart, part)]
        assert numbers(categories) == values("gap")


def banded(chart):
    """The two series that draw a band, if there are any, and the others."""
    series = slide(chart)
    bands = [
        list(map(plain, found)) for name, _categories, found in series if name in {*BANDS, chart_band(chart)}
    ]
    return bands, series[len(bands) :]


def chart_band(chart):
    return getattr(chart, "cohort_name", None)


def between(ones, others):
    """Where a band begins, and how high it is; nothing where either end is missing."""
    pairs = [None if None in pair else sorted(map(float, pair)) for pair in zip(ones, others, strict=True)]
    return [
        [None if pair is None else plain(pair[0]) for pair in pairs],
        [None if pair is None else plain(pair[1] - pair[0]) for pair in pairs],
    ]


def _column(chart, part):
    return [getattr(pair, part) for pair in chart.pairs]


def check_ladder(chart):
    groups = [group for rung in chart.rungs for group in rung.groups]
    rules = [group.rule for group in groups]
    states = Counter(gate.state_name for group in groups for gate in group.gates)
    assert Counter(row[3] for row in table(chart).rows) == states
    assert numbers({row[2] for row in table(chart).rows}) == numbers({f"{g.name}: {g.rule}" for g in groups})
    for narrow in (False, True):
        titles = numbers([*rules, *(rung.rule for rung in chart.rungs)])
        assert numbers([" ".join(drawn(chart, narrow=narrow))]) == titles
    marks = {trace["name"]: len(trace["x"]) for trace in figure(chart)["data"]}
    assert Counter(marks) == states
    for name, categories, found in slide(chart):
        [state] = [code for code, each in chart.states.items() if each == name]
        assert found == [str(group.count(state)) for group in groups]
        assert numbers(categories) == numbers(rules)


def check_trend(chart):
    def values(*parts):
        return count(*(getattr(point, part) for point in chart.points for part in parts))

    names = numbers(point.name for point in chart.points)
    cells = [cell for row in table(chart).rows for cell in row[2:]]
    assert numbers(cells) == values("perceived", "measured", "gap")
    for trace, part in zip(figure(chart)["data"], ("perceived", "measured"), strict=True):
        assert count(*trace["y"]) == numbers(trace["text"]) == values(part)
    around = names + numbers(point.n for point in chart.points) + TICKS
    for narrow in (False, True):
        assert numbers(drawn(chart, narrow=narrow)) == values("perceived", "measured", "gap") + around
    bands, series = banded(chart)
    assert bands == between(*([getattr(p, part) for p in chart.points] for part in ("perceived", "measured")))
    for (name, categories, found), part in zip(series, ("perceived", "measured"), strict=True):
        assert name == getattr(chart, f"{part}_name")
        assert found == [
            None if getattr(point, part) is None else str(getattr(point, part)) for point in chart.points
        ]
        assert numbers(categories) == values("gap") + around - TICKS


def check_strip(chart):
    (check_cohort if chart.own_name else check_people)(chart)


def check_cohort(chart):
    shown = [row for row in chart.rows if row.cohort]
    own = count(*(row.own for row in chart.rows if row.cohort))
    middles = count(*(row.cohort.middle for row in shown))
    quartiles = [each for row in shown for each in (row.cohort.low, row.cohort.middle, row.cohort.high)]
    places = numbers(row.standing for row in shown)
    ticks = numbers(name for _place, name in chart.ticks)
    assert numbers(cell for row in table(chart).rows for cell in row[1:]) == own + count(*quartiles) + places
    [trace] = figure(chart)["data"]
    assert count(*trace["x"]) == own
    texts = [each["text"] for each in figure(chart)["layout"]["annotations"] if each["name"] == "wide:ink"]
    assert numbers(text.replace("<br>", " ") for text in texts) == count(*quartiles) + places
    for narrow in (False, True):
        words = " ".join(drawn(chart, narrow=narrow))  # a sentence may take two lines
        assert numbers([words]) == own + count(*quartiles) + ticks + places
    assert hills(chart) == [bar for row in shown for bar in row.cohort.bars if bar[2]]
    bands, series = banded(chart)
    assert bands == between([row.cohort.low for row in shown], [row.cohort.high for row in shown])
    found = [value for _name, _categories, values in series for value in values if value is not None]
    assert Counter(map(float, found)) == Counter(map(float, (own + middles).elements()))
    for _name, categories, _values in series:
        assert categories == [": ".join(filter(None, [row.name, row.standing])) for row in shown]


def hills(chart):
    """The bars of a cohort as Plotly draws them, told back from their heights."""
    bars = [each for each in figure(chart)["layout"]["shapes"] if each["name"] == "all:rule"]
    rows = len(chart.rows)
    found = []
    for place, row in enumerate(chart.rows):
        mine = [bar for bar in bars if int(bar["y0"]) == rows - 1 - place]
        areas = [(bar["y1"] - bar["y0"]) * (bar["x1"] - bar["x0"]) for bar in mine]
        total = sum(share for _low, _high, share in row.cohort.bars) if row.cohort else 0
        found += [
            (bar["x0"], bar["x1"], round(area / sum(areas) * total, 6))
            for bar, area in zip(mine, areas, strict=True)
        ]
    return found


def check_people(chart):
    people = Counter()
    for row in chart.rows:
        for dots in row.dots:
            people[dots.side, dots.value] += dots.people
    for trace in figure(chart)["data"]:
        assert Counter(trace["x"]) == {
            v: n for (side, v), n in people.items() if side == trace["meta"]["role"]
        }
    told = table(chart)
    assert sum(int(cell) for row in told.rows for cell in row[2:]) == sum(people.values())
    for name, places, _heights in slide(chart)[: len(chart.sides)]:
        [side] = [code for code, each in chart.sides.items() if each == name]
        assert Counter(map(int, places)) == {v: n for (s, v), n in people.items() if s == side}


CHECKS = {
    Matrix: check_matrix,
    Dumbbell: check_dumbbell,
    Ladder: check_ladder,
    Strip: check_strip,
    Trend: check_trend,
}


def check(seed):
    earlier = [random_wave(seed + 1000), random_wave(seed + 2000, number=2)]
    kinds = set()
    for chart in charts_of(random_wave(seed, number=3), earlier):
        CHECKS[type(chart)](chart)
        kinds.add(type(chart))
    return kinds


def test_every_medium_shows_the_same_numbers():
    seen = set().union(*(check(seed) for seed in range(5)))
    assert seen == set(CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5, 55))
def test_every_medium_shows_the_same_numbers_of_many_waves(seed):
    assert Strip in check(seed)
