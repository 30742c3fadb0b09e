"""The ladder as native stacked bars: for each group of gates, how many are in which state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.pptx.parts import Series, category_chart, label, legend, names_axis, rgb, scores_axis

if TYPE_CHECKING:
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import GateList, Ladder
    from reports.charts.pptx.parts import Place

COLOURS = {
    "passed": ("brand", "brand-ink"),
    "failed": ("rule-strong", "brand-ink"),
    "not_evidenced": ("rule", "ink"),
}


def add_ladder(slide: Slide, chart: Ladder, place: Place) -> GraphicFrame:
    """Add the ladder to a slide, the lowest level at the bottom."""
    groups = [(rung, group) for rung in chart.rungs for group in rung.groups]
    categories = [f"{rung.name} · {group.name}: {group.rule}{_then(chart, group)}" for rung, group in groups]
    series = [
        Series(chart.states[state], tuple(group.count(state) for _rung, group in groups)) for state in COLOURS
    ]
    frame = category_chart(slide, "BAR_STACKED", place, categories, series)
    plot = frame.chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for (bar, ink), native in zip(COLOURS.values(), plot.series, strict=True):
        native.format.fill.solid()
        native.format.fill.fore_color.rgb = rgb(bar)
        label(native, position="CENTER", bold=True)
        native.data_labels.font.color.rgb = rgb(ink)
        # A group without a gate in this state has no label.
        native.data_labels.number_format, native.data_labels.number_format_is_linked = "0;;;", False
    most = max((len(group.gates) for _rung, group in groups), default=1)
    scores_axis(frame.chart.value_axis, last=most, step=1)
    names_axis(frame.chart.category_axis)
    legend(frame.chart)
    return frame


def _then(chart: Ladder, group: GateList) -> str:
    """How many gates of the group passed in what the ladder is held against."""
    if not any(gate.then for gate in group.gates):
        return ""
    passed = sum(gate.then == chart.states["passed"] for gate in group.gates)
    return f" ({chart.then_name}: {passed} {chart.states['passed']})"
