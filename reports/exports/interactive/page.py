"""A chart as a page that stands alone: drawn by Plotly, with nothing fetched from anywhere.

Only jobs import this module: plotly is heavy to load.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import plotly.graph_objects as go
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from reports.charts.colours import COLOURS
from reports.charts.plotly import figure
from reports.charts.table import table

if TYPE_CHECKING:
    from reports.charts.model import Chart
    from reports.charts.plotly.parts import Figure
    from reports.exports.marks import Marks

STYLES = Path(__file__).with_name("page.css")
KEY_HEIGHT = 36
KEY = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "itemclick": False}
CONFIG = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}


def page_of(chart: Chart, marks: Marks, *, source: str, colour: str) -> str:
    """Write the page of a chart: finding, figure, notes, table, and where it is from."""
    drawn = go.Figure(_with_key(figure(chart))).to_html(
        full_html=False, include_plotlyjs=False, config=CONFIG, div_id="chart"
    )
    return render_to_string(
        "reports/chart_file.html",
        {
            "chart": chart,
            "table": table(chart),
            "marks": marks,
            "source": source,
            "language": get_language(),
            "name": chart.code,
            "figure": mark_safe(drawn),  # noqa: S308 - plotly writes the figure's texts as escaped JSON
            **_frame(colour or COLOURS["brand"]),
        },
    )


def _with_key(drawn: Figure) -> Figure:
    """The figure with a key of its traces, which a page of ours shows beside it."""
    named = [bool(trace.get("name")) for trace in drawn["data"]]
    if not any(named):
        return drawn
    for trace, has_name in zip(drawn["data"], named, strict=True):
        trace["showlegend"] = has_name
    layout = drawn["layout"]
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + KEY_HEIGHT}
    layout["height"] += KEY_HEIGHT
    layout |= {"showlegend": True, "legend": KEY}
    return drawn


@cache
def _frame(colour: str) -> dict[str, SafeString]:
    """What all pages hold besides: the style sheet, our Plotly, and how a chart becomes a picture."""
    style = STYLES.read_text(encoding="utf-8").replace("BRAND", colour)
    return {
        "style": _trusted(f"<style>{style}</style>"),
        "plotly": _trusted(f"<script>{_static('vendor/plotly/plotly-smax.min.js')}</script>"),
        "picture": _trusted(f"<script>{_static('js/chart_picture.js')}</script>"),
    }


def _trusted(ours: str) -> SafeString:
    """Our own files, as they stand."""
    return mark_safe(ours)  # noqa: S308


def _static(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        message = f"{name} is not among the static files"
        raise FileNotFoundError(message)
    return Path(found).read_text(encoding="utf-8")
