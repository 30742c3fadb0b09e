"""Every chart, from one scorecard to its renderings."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from reports.charts.colours import COLOURS
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.model import Chart
from reports.charts.plotly import figure
from reports.charts.plotly.parts import escaped
from reports.charts.table import table
from reports.numbers import points, rounded, signed, whole
from tests.reports.charts import samples
from tests.reports.charts.samples import charts_of, people_strip, random_wave, scored

NAMES = dict.fromkeys(samples.NAMES, "A <b>name</b> & more")
TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"


def shapes(drawn, role):
    return [shape for shape in drawn["layout"]["shapes"] if shape["name"].endswith(f":{role}")]


def texts(drawn, when="all"):
    return [text["text"] for text in drawn["layout"]["annotations"] if text["name"].startswith(when)]


def test_the_matrix_shows_the_scores_the_cut_and_the_band():
    wave = scored()
    chart = matrix_chart(wave)
    drawn = figure(chart)
    measured = wave.card.measured
    [marker] = drawn["data"]
    assert (marker["x"], marker["y"]) == ([points(measured.revenue)], [points(measured.pipeline)])
    assert marker["marker"]["size"] == rounded(14 + 0.26 * points(measured.operating), 1)
    assert [(s["x0"], s["x1"], s["y0"], s["y1"]) for s in shapes(drawn, "band")] == [
        (55, 65, 0, 100),
        (0, 100, 55, 65),
    ]
    assert [(s["x0"], s["x1"], s["y0"], s["y1"]) for s in shapes(drawn, "ink")] == [
        (60, 60, 0, 100),
        (0, 100, 60, 60),
    ]
    label = f"SMAX {whole(measured.index)}, gap {signed(wave.card.gap)}"
    assert texts(drawn) == ["Out of sync", "Running on stock", "Leaking", "In sync", label]
    assert chart.finding == "Revenue holds, but the pipeline behind it is thin"


def test_the_matrix_tints_the_zone_that_scoring_names():
    drawn = figure(matrix_chart(scored()))
    [here] = shapes(drawn, "brand-wash")
    assert (here["x0"], here["x1"], here["y0"], here["y1"]) == (60, 100, 0, 60)


def test_no_matrix_without_outcomes():
    assert matrix_chart(scored(outcomes=False)) is None


def test_a_matrix_without_answers_has_no_label_and_no_size_to_explain():
    chart = matrix_chart(scored(leaders=range(3)))
    assert (chart.label, chart.operating) == ("", None)
    assert chart.units == "Revenue score against pipeline score, 0 to 100, from the outcome figures entered."


def test_a_borderline_place_says_so():
    wave = scored()
    wave.card = replace(wave.card, matrix=replace(wave.card.matrix, borderline=True))
    assert matrix_chart(wave).finding == "Revenue holds, but the pipeline behind it is thin (borderline)"


def test_dumbbells_show_every_dimension_the_widest_gap_first():
    wave = scored()
    chart = dumbbell_chart(wave, {code: code for code in NAMES})
    gaps = [abs(pair.gap) for pair in chart.pairs]
    assert gaps == sorted(gaps, reverse=True)
    assert len(chart.pairs) == 8
    drawn = figure(chart)
    for role in ("sales", "marketing", "measured"):
        [trace] = [trace for trace in drawn["data"] if trace["meta"]["role"] == role]
        assert trace["x"] == [getattr(pair, role) for pair in chart.pairs]
    for row, pair in zip(range(7, -1, -1), chart.pairs, strict=True):
        score = wave.card.dimensions[pair.code]
        assert (pair.sales, pair.marketing) == (
            points(score.perceived_sales),
            points(score.perceived_marketing),
        )
        shown = (pair.perceived, pair.measured, pair.gap)
        assert shown == (points(score.perceived), points(score.measured), points(score.gap))
        [band] = [shape for shape in shapes(drawn, "band") if shape["y0"] < row < shape["y1"]]
        assert [band["x0"], band["x1"]] == sorted([pair.perceived, pair.measured])


@pytest.mark.parametrize(("remark", "room"), [("", 60), ("Shared weakness", 180)])
def test_the_margin_has_room_for_the_longest_class(remark, room):
    chart = dumbbell_chart(scored(), {code: code for code in NAMES})
    pairs = tuple(replace(pair, remark=remark) for pair in chart.pairs)
    assert figure(replace(chart, pairs=pairs))["layout"]["margin"]["r"] == room


def test_dumbbells_of_one_side_have_no_band_and_no_other_marker():
    chart = dumbbell_chart(scored(leaders=range(3)), {code: code for code in NAMES})
    assert (chart.legend, chart.finding) == (("sales",), "How each dimension is rated: Sales")
    drawn = figure(chart)
    counts = {trace["meta"]["role"]: len(trace["x"]) for trace in drawn["data"]}
    assert counts == {"sales": 8, "marketing": 0, "measured": 0}
    assert shapes(drawn, "band") == []
    assert set(texts(drawn, "wide")) == {*NAMES, ""}


def test_markers_that_would_hide_each_other_move_aside():
    chart = dumbbell_chart(scored(), {code: code for code in NAMES})
    drawn = figure(chart)
    rows = [pair.code for pair in chart.pairs]
    traces = {trace["meta"]["role"]: trace for trace in drawn["data"]}
    row = rows.index("COL")
    assert chart.pairs[row].sales == chart.pairs[row].marketing
    assert traces["sales"]["y"][row] - traces["marketing"]["y"][row] == pytest.approx(0.28)
    row = rows.index("CAP")
    assert traces["sales"]["y"][row] == traces["marketing"]["y"][row] == 7 - row


def test_narrow_screens_have_texts_of_their_own():
    drawn = figure(dumbbell_chart(scored(), {code: code for code in NAMES}))
    visible = {text["name"].partition(":")[0]: text["visible"] for text in drawn["layout"]["annotations"]}
    assert visible == {"wide": True, "narrow": False}
    assert len(texts(drawn, "narrow")) == 16


def test_the_ladder_counts_gates_as_the_method_groups_them():
    wave = scored()
    chart = ladder_chart(wave)
    assert [(rung.level, rung.place) for rung in chart.rungs] == [
        ("ambiguous", "here"),
        ("collaborative", "above"),
        ("aligned", "above"),
    ]
    groups = [(group.name, group.rule) for rung in chart.rungs for group in rung.groups]
    assert groups == [
        ("Foundations", "3 of 4 needed, 1 passed"),
        ("Markers", "5 of 7 needed, 0 passed"),
        ("Results, required", "1 of 1 needed, 0 passed"),
        ("Supporting signs", "3 of 5 needed, 2 passed"),
    ]
    lines = [gate for rung in chart.rungs for group in rung.groups for gate in group.gates]
    assert {line.code: line.state for line in lines} == wave.card.maturity.gates
    assert (chart.index_level_name, chart.gate_level_name) == ("Collaborative", "Ambiguous")


def test_no_ladder_without_an_index():
    assert ladder_chart(scored(leaders=range(3))) is None


@pytest.mark.parametrize("leaders", [range(6), range(3), range(3, 6), ()])
def test_plotly_takes_every_figure_and_every_text_is_escaped(leaders):
    import plotly.graph_objects as go

    wave = scored(leaders=leaders, number=3)
    earlier = [random_wave(1), random_wave(2, number=2)]
    hostile = (dumbbell_chart(wave, NAMES), people_strip(statements=("A <b>name</b> & more",)))
    for chart in (*charts_of(wave, earlier), *hostile):
        drawn = figure(chart)
        made = go.Figure(drawn)
        assert len(made.data) == len(drawn["data"])
        words = [trace.get("hovertext", []) for trace in drawn["data"]]
        shown = [*texts(drawn, ""), *(line for part in words for line in part)]
        assert [text for text in shown if re.search(r"<(?!br>)|&(?!amp;|lt;|gt;)", text)] == []


def test_escaping_leaves_nothing_for_plotly_to_read_as_a_tag():
    assert escaped("<a href='x'>R&D</a>") == "&lt;a href='x'&gt;R&amp;D&lt;/a&gt;"


def test_roles_are_names_of_colours_of_the_style_sheet():
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text()))
    assert {role: light[role] for role in COLOURS} == COLOURS
    for chart in charts_of(scored(number=3), [random_wave(1), random_wave(2, number=2)]):
        drawn = figure(chart)
        named = [part["name"] for part in drawn["layout"]["shapes"] + drawn["layout"]["annotations"]]
        roles = {name.partition(":")[2] for name in named}
        roles |= {trace["meta"]["role"] for trace in drawn["data"]}
        assert roles <= set(COLOURS)
        assert {name.partition(":")[0] for name in named} <= {"all", "wide", "narrow"}


def test_the_table_behind_the_matrix():
    wave = scored()
    found = table(matrix_chart(wave))
    assert found.rows == (
        ("Revenue score", "67", "60", "55–65"),
        ("Pipeline score", "45", "60", "55–65"),
        ("Operating score (marker size)", whole(wave.card.measured.operating), "–", "–"),
    )


def test_the_table_behind_the_dumbbells_has_the_same_numbers():
    chart = dumbbell_chart(scored(), {code: code for code in NAMES})
    for row, pair in zip(table(chart).rows, chart.pairs, strict=True):
        assert row == (
            pair.name,
            whole(pair.sales),
            whole(pair.marketing),
            whole(pair.perceived),
            whole(pair.measured),
            signed(pair.gap),
            pair.remark,
        )


def test_a_chart_without_rendering_is_a_mistake_that_names_it():
    bare = Chart(code="x", finding="", units="", summary="")
    for rendering in (figure, table):
        with pytest.raises(TypeError, match="Chart"):
            rendering(bare)
