"""The table behind each chart: the same numbers, for readers and screen readers."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _

from reports.charts.model import (
    Chart,
    Dumbbell,
    Ladder,
    Matrix,
    Pair,
    Strip,
    StripRow,
    Table,
    Then,
    Trend,
)
from reports.numbers import signed, whole


@singledispatch
def table(chart: Chart) -> Table:
    """Give the chart's numbers as a table."""
    message = f"no table for {type(chart).__name__}"
    raise TypeError(message)


@table.register
def _matrix(chart: Matrix) -> Table:
    low, high = chart.band
    rules = (whole(chart.cut), f"{whole(low)}–{whole(high)}")
    stops, other = chart.stops, chart.against
    across = (signed(other.revenue_difference),) if other else ()
    up = (signed(other.pipeline_difference),) if other else ()
    rows: list[tuple[str, ...]] = [
        (chart.revenue_axis, *(whole(stop.revenue) for stop in stops), whole(chart.revenue), *across, *rules),
        (chart.pipeline_axis, *(whole(stop.pipeline) for stop in stops), whole(chart.pipeline), *up, *rules),
    ]
    if chart.operating is not None:
        none = ("–",) * len(stops)
        after = ("–",) * (len(across) + len(rules))
        rows.append((_("Operating score (marker size)"), *none, whole(chart.operating), *after))
    difference = (_minus(other.name),) if other else ()
    return Table(
        caption=_("Place on the matrix"),
        header=(
            _("Score"),
            *(stop.name for stop in stops),
            _("Value"),
            *difference,
            _("Cut-point"),
            _("Borderline band"),
        ),
        rows=tuple(rows),
    )


def _minus(name: str) -> str:
    return _("Now minus %(name)s") % {"name": name}


@table.register
def _dumbbell(chart: Dumbbell) -> Table:
    names = {
        "sales": chart.sales_name,
        "marketing": chart.marketing_name,
        "perceived": chart.perceived_name,
        "measured": chart.measured_name,
        "gap": chart.gap_name,
    }
    if chart.differences:
        return Table(
            caption=_("Dimensions, %(difference)s, the widest gap first")
            % {"difference": _minus(chart.then_name)},
            header=(_("Dimension"), *names.values()),
            rows=tuple(
                (pair.name, *(_cell(pair, field, differences=True) for field in names))
                for pair in chart.pairs
            ),
        )
    beside = [f"{names[field]}, {chart.then_name}" for field in BESIDE] if chart.then_name else []
    return Table(
        caption=_("Dimensions, the widest gap first"),
        header=(_("Dimension"), *names.values(), _("Class"), *beside),
        rows=tuple(
            (
                pair.name,
                *(_cell(pair, field) for field in names),
                pair.withheld.get("remark") or pair.remark or "–",
                *(_cell(pair.then, field) for field in BESIDE if pair.then),
            )
            for pair in chart.pairs
        ),
    )


BESIDE = ("perceived", "measured", "gap")


def _cell(part: Pair | Then, field: str, *, differences: bool = False) -> str:
    shown = signed if differences or field == "gap" else whole
    return part.withheld.get(field) or shown(getattr(part, field))


@table.register
def _ladder(chart: Ladder) -> Table:
    then = (chart.then_name,) if chart.then_name else ()
    return Table(
        caption=_("Gates of the maturity ladder, from the lowest level"),
        header=(_("Gate"), _("Level"), _("Group"), _("State"), *then),
        rows=tuple(
            (
                gate.name,
                rung.name,
                f"{group.name}: {group.rule}",
                gate.state_name,
                *(gate.then or "–" for _name in then),
            )
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
    people = {dots.value: dots.people for dots in row.dots if dots.side == side}
    if row.withheld and not people:  # the other side's may be shown all the same
        return (row.withheld,) * len(chart.ticks)
    return tuple(str(people.get(place, 0)) for place, _name in chart.ticks)


def _cohort_table(chart: Strip) -> Table:
    return Table(
        caption=_("This company in the cohort"),
        header=(
            *(chart.rows_name, _("Lower quartile"), _("Median"), _("Upper quartile"), chart.own_name),
            _("Place"),
        ),
        rows=tuple(
            (
                row.name,
                *row.quartile_words,
                row.own_words,
                row.standing or "–",
            )
            if row.cohort
            else (row.name, *("–",) * 4, row.withheld)
            for row in chart.rows
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
