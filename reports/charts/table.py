"""The table behind each chart: the same numbers, for readers and screen readers."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _

from reports.charts.model import Chart, Dumbbell, Ladder, Matrix, Strip, StripRow, Table, Trend
from reports.numbers import signed, tenths, whole


@singledispatch
def table(chart: Chart) -> Table:
    """Give the chart's numbers as a table."""
    message = f"no table for {type(chart).__name__}"
    raise TypeError(message)


@table.register
def _matrix(chart: Matrix) -> Table:
    low, high = chart.band
    rules = (whole(chart.cut), f"{whole(low)}–{whole(high)}")
    revenue = [whole(stop.revenue) for stop in chart.trail]
    pipeline = [whole(stop.pipeline) for stop in chart.trail]
    rows: list[tuple[str, ...]] = [
        (chart.revenue_axis, *revenue, whole(chart.revenue), *rules),
        (chart.pipeline_axis, *pipeline, whole(chart.pipeline), *rules),
    ]
    if chart.operating is not None:
        none = ("–",) * len(chart.trail)
        rows.append((_("Operating score (marker size)"), *none, whole(chart.operating), "–", "–"))
    earlier = tuple(stop.name for stop in chart.trail)
    return Table(
        caption=_("Place on the matrix"),
        header=(_("Score"), *earlier, _("Value"), _("Cut-point"), _("Borderline band")),
        rows=tuple(rows),
    )


@table.register
def _dumbbell(chart: Dumbbell) -> Table:
    return Table(
        caption=_("Dimensions, the widest gap first"),
        header=(
            _("Dimension"),
            chart.sales_name,
            chart.marketing_name,
            chart.perceived_name,
            chart.measured_name,
            chart.gap_name,
            _("Class"),
        ),
        rows=tuple(
            (
                pair.name,
                *(
                    pair.withheld.get(field) or whole(getattr(pair, field))
                    for field in ("sales", "marketing", "perceived", "measured")
                ),
                pair.withheld.get("gap") or signed(pair.gap),
                pair.withheld.get("remark") or pair.remark or "–",
            )
            for pair in chart.pairs
        ),
    )


@table.register
def _ladder(chart: Ladder) -> Table:
    return Table(
        caption=_("Gates of the maturity ladder, from the lowest level"),
        header=(_("Gate"), _("Level"), _("Group"), _("State")),
        rows=tuple(
            (gate.name, rung.name, f"{group.name}: {group.rule}", gate.state_name)
            for rung in chart.rungs
            for group in rung.groups
            for gate in group.gates
        ),
    )


@table.register
def _strip(chart: Strip) -> Table:
    if chart.own_name:
        return _cohort_table(chart)
    steps = tuple(str(place) for place, _name in chart.ticks)
    return Table(
        caption=_("People by the step they chose"),
        header=(chart.rows_name, _("Side"), *steps),
        rows=tuple(
            (row.name, name, *_people(chart, row, side))
            for row in chart.rows
            for side, name in chart.sides.items()
        ),
    )


def _people(chart: Strip, row: StripRow, side: str) -> tuple[str, ...]:
    if row.withheld:
        return (row.withheld,) * len(chart.ticks)
    people = {dots.value: dots.people for dots in row.dots if dots.side == side}
    return tuple(str(people.get(place, 0)) for place, _name in chart.ticks)


def _cohort_table(chart: Strip) -> Table:
    return Table(
        caption=_("This company in the cohort"),
        header=(chart.rows_name, _("Lower quartile"), _("Median"), _("Upper quartile"), chart.own_name),
        rows=tuple(
            (
                row.name,
                *(tenths(value) for value in (row.cohort.low, row.cohort.middle, row.cohort.high)),
                row.withheld or whole(row.own),
            )
            for row in chart.rows
            if row.cohort
        ),
    )


@table.register
def _trend(chart: Trend) -> Table:
    return Table(
        caption=_("Alignment by wave"),
        header=(
            chart.waves_name,
            _("Respondents"),
            chart.perceived_name,
            chart.measured_name,
            chart.gap_name,
        ),
        rows=tuple(
            (point.name, point.people, whole(point.perceived), whole(point.measured), signed(point.gap))
            for point in chart.points
        ),
    )
