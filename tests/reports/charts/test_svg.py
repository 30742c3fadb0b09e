"""Charts as SVG: whole, safe, in known colours, and with room for every text."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree

from reports.charts.colours import COLOURS
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.matrix import matrix_chart
from reports.charts.model import Chart, Dots
from reports.charts.svg import document, inline
from reports.charts.svg.measure import width_of, wrapped
from reports.charts.svg.pen import Paint, Words
from tests.reports.charts.samples import NAMES, charts_of, people_strip, random_wave, scored

SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[3] / "static" / "css" / "charts.css"
HOSTILE = "<script>alert(1)</script>\" onload='x' \x08\ud800&amp;"
SHOWN = "<script>alert(1)</script>\" onload='x' &amp;"
SOURCE = "Acme Pumps, wave 3"
SAMPLES = charts_of(scored(number=3), [random_wave(11), random_wave(12, number=2)])


def drawings(chart):
    return [inline(chart, narrow=narrow, paint=paint) for narrow in (False, True) for paint in Paint]


def tree(svg):
    return ElementTree.fromstring(svg.encode())


def texts(svg):
    return [element.text for element in tree(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_a_drawing_names_itself_to_those_who_do_not_see_it(chart):
    for svg in (*drawings(chart), document(chart, source=SOURCE)):
        root = tree(svg)
        assert root.get("role") == "img"
        named = [element for element in root if element.get("id") in root.get("aria-labelledby").split()]
        assert [(each.tag, each.text) for each in named] == [
            (f"{SVG}title", chart.finding),
            (f"{SVG}desc", chart.summary),
        ]
    ids = [
        element.get("id") for svg in drawings(chart)[::2] for element in tree(svg).iter() if element.get("id")
    ]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_nothing_in_a_drawing_that_a_strict_policy_would_refuse(chart):
    allowed = {"svg", "title", "desc", "text", "rect", "path", "circle", "g"}
    for svg in (*drawings(chart), document(chart, source=SOURCE)):
        assert {element.tag.removeprefix(SVG) for element in tree(svg).iter()} <= allowed
        attributes = {name for element in tree(svg).iter() for name in element.attrib}
        assert not {name for name in attributes if name == "style" or name.startswith("on") or "href" in name}


def test_every_text_is_escaped_and_what_xml_cannot_write_is_left_out():
    for chart in (
        dumbbell_chart(scored(), dict.fromkeys(NAMES, HOSTILE)),
        people_strip(statements=(HOSTILE, HOSTILE)),
    ):
        hostile = replace(chart, finding=HOSTILE, summary=HOSTILE, units=HOSTILE, notes=(HOSTILE,))
        for svg in (*drawings(hostile), document(hostile, source=HOSTILE)):
            root = tree(svg)
            assert [root[0].text, root[1].text] == [SHOWN, SHOWN]
            words = "".join(texts(svg))
            assert "<script>alert(1)</script>" in words
            assert "\ud800" not in words


def test_colours_are_classes_on_a_page_and_attributes_in_a_file():
    rules = dict(
        re.findall(r"^\.([fs]-[\w-]+) \{ (?:fill|stroke): (.+?); \}$", CSS.read_text(), re.MULTILINE)
    )
    assert rules.pop("f-none") == "none"
    assert {name: f"var(--{name[2:]})" for name in rules} == rules
    for chart in SAMPLES:
        for narrow in (False, True):
            classes = set(re.findall(r'class="([^"]+)"', inline(chart, narrow=narrow)))
            names = {name for each in classes for name in each.split()} - {"t-head", "f-none"}
            assert names <= set(rules)
            painted = inline(chart, narrow=narrow, paint=Paint.ATTRIBUTES)
            assert 'class="' not in painted
            colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', painted)) - {"none"}
            assert colours <= set(COLOURS.values())


def boxes(svg):
    """The texts that stand level, each with the room that it takes up at most."""
    root, found = tree(svg), []
    for element in root:
        if element.tag == f"{SVG}text":
            words = Words(
                size=float(element.get("font-size")),
                anchor=element.get("text-anchor", "start"),
                bold=element.get("font-weight") == "600",
            )
            place = float(element.get("x")), float(element.get("y"))
            found.append((element.text, words.box([element.text], place)))
    width, height = map(float, root.get("viewBox").split()[2:])
    return found, width, height


def faults(svg):
    found, width, height = boxes(svg)
    outside = [
        text
        for text, box in found
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height + 1
    ]
    over = [
        (one, other)
        for place, (one, box) in enumerate(found)
        for other, second in found[place + 1 :]
        if box.overlaps(second)
    ]
    return outside, over


@pytest.mark.parametrize("seed", range(16))
def test_no_text_is_cut_off_or_covers_another(seed):
    wave, earlier = random_wave(seed, number=3), [random_wave(seed + 100), random_wave(seed + 200, number=2)]
    for chart in charts_of(wave, earlier):
        for narrow in (False, True):
            assert (chart.code, narrow, *faults(inline(chart, narrow=narrow))) == (chart.code, narrow, [], [])


@pytest.mark.parametrize("narrow", [False, True])
def test_long_names_take_more_lines_and_still_fit(narrow):
    long = "Gemeinsame Kennzahlen, Daten und Verantwortlichkeiten in Vertrieb und Marketing"
    chart = dumbbell_chart(scored(), dict.fromkeys(NAMES, long))
    chart = replace(
        chart, pairs=tuple(replace(pair, remark="Hidden strength (uncertain)") for pair in chart.pairs)
    )
    assert faults(inline(chart, narrow=narrow)) == ([], [])
    assert faults(inline(people_strip(statements=(long * 2, long)), narrow=narrow)) == ([], [])


@pytest.mark.parametrize("chart", SAMPLES, ids=lambda chart: chart.code)
def test_a_file_stands_alone(chart):
    svg = document(chart, source=SOURCE)
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    told = re.sub(r"\s+", " ", " ".join(texts(svg)))
    for part in (chart.finding, chart.units, *chart.notes, SOURCE):
        assert re.sub(r"\s+", " ", part) in told


def test_both_layouts_together_weigh_little():
    weights = {
        chart.code: len(gzip.compress((inline(chart) + inline(chart, narrow=True)).encode()))
        for chart in SAMPLES
    }
    assert {code: weight for code, weight in weights.items() if weight > 3_600} == {}


def test_many_people_on_one_step_become_one_dot_with_their_number():
    chart = people_strip(statements=("We plan together",))
    row = replace(chart.rows[0], dots=(Dots(side="sales", value=4, people=6),))
    assert "× 6" in texts(inline(replace(chart, rows=(row,))))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        pytest.param("Sales and marketing", 1000, ["Sales and marketing"], id="one-line"),
        pytest.param("Sales and marketing", 70, ["Sales and", "marketing"], id="at-a-space"),
        pytest.param("Verantwortung", 40, ["Vera", "ntwor", "tung"], id="a-long-word-is-broken"),
        pytest.param("", 40, [""], id="nothing"),
    ],
)
def test_wrapping(text, room, lines):
    assert wrapped(text, 15, room) == lines
    assert max(width_of(line, 15) for line in lines) <= room


def test_a_chart_without_a_drawing_is_a_mistake_that_names_it():
    with pytest.raises(TypeError, match="no drawing for Chart"):
        inline(Chart(code="x", finding="", units="", summary=""))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("place", [(100, 100), (100, 0), (0, 100), (0, 0)])
def test_the_largest_marker_is_whole_in_every_corner_of_the_matrix(place, narrow):
    revenue, pipeline = place
    chart = replace(matrix_chart(scored()), revenue=revenue, pipeline=pipeline, operating=100)
    svg = inline(chart, narrow=narrow)
    _x, _y, wide, tall = map(float, tree(svg).get("viewBox").split())
    diamonds = re.findall(r'<path d="(M[\d. -]+(?:L[\d. -]+){3}z)"', svg)  # the marker is the one of its kind
    numbers = [float(each) for way in diamonds for each in re.findall(r"-?[\d.]+", way)]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert max(x for x, _y in corners) - min(x for x, _y in corners) >= 2 * 18
    assert all(1 <= x <= wide - 1 and 1 <= y <= tall - 1 for x, y in corners)
