"""The table behind each chart: the same numbers, for readers and screen readers."""

from __future__ import annotations

from functools import singledispatch

from django.utils.translation import gettext as _

from reports.charts.model import Chart, Dumbbell, Matrix, Table
from reports.numbers import signed, whole


@singledispatch
def table(chart: Chart) -> Table:
    """Give the chart's numbers as a table."""
    message = f"no table for {type(chart).__name__}"
    raise TypeError(message)


@table.register
def _matrix(chart: Matrix) -> Table:
    low, high = chart.band
    rows = [
        (chart.revenue_axis, whole(chart.revenue), whole(chart.cut), f"{whole(low)}–{whole(high)}"),
        (chart.pipeline_axis, whole(chart.pipeline), whole(chart.cut), f"{whole(low)}–{whole(high)}"),
    ]
    if chart.operating is not None:
        rows.append((_("Operating score (marker size)"), whole(chart.operating), "–", "–"))
    return Table(
        caption=_("Place on the matrix"),
        header=(_("Score"), _("Value"), _("Cut-point"), _("Borderline band")),
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
            _("Perceived"),
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
