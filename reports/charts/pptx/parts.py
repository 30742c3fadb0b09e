"""What all charts on slides are made of: the two kinds of native charts, and how their parts look.

Only jobs import this package: python-pptx is heavy to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.datalabel import DataLabels
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.util import Pt

from reports.cells import neutral, printable
from reports.charts.colours import COLOURS
from reports.charts.pptx.workbook import write_categories, write_points
from reports.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart as SlideChart
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Chart

TEXT = 12  # points
SMALL = 11


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart stands on its slide, in English metric units."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of numbers, one a category."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A named set of places."""

    name: str
    places: tuple[tuple[float, float], ...]


def category_chart(
    slide: Slide, kind: str, place: Place, categories: Sequence[str], series: Sequence[Series]
) -> GraphicFrame:
    """Add a native chart of categories; `kind` is a member of XL_CHART_TYPE."""
    names = [neutral(name) for name in categories]
    rows = [Series(neutral(each.name), each.values) for each in series]
    data = CategoryChartData(number_format="General")
    data.categories = names
    for each in rows:
        data.add_series(each.name, each.values)
    frame = _add(slide, kind, place, data)
    write_categories(frame.chart, names, rows)
    return frame


def point_chart(
    slide: Slide, kind: str, place: Place, series: Sequence[Points]
) -> tuple[GraphicFrame, list[Any]]:
    """Add a native chart of places, and give its series too; `kind` is a member of XL_CHART_TYPE.

    The file holds the longest series first: LibreOffice draws none that a longer one follows.
    """
    order = sorted(range(len(series)), key=lambda number: -len(series[number].places))
    rows = [Points(neutral(series[number].name), series[number].places) for number in order]
    data = XyChartData(number_format="General")
    for each in rows:
        points = data.add_series(each.name)
        for x, y in each.places:
            points.add_data_point(x, y)
    frame = _add(slide, kind, place, data)
    write_points(frame.chart, rows)
    native = dict(zip(order, frame.chart.plots[0].series, strict=True))
    return frame, [native[number] for number in range(len(series))]


def _add(slide: Slide, kind: str, place: Place, data: Any) -> GraphicFrame:
    box = (place.left, place.top, place.width, place.height)
    frame = slide.shapes.add_chart(XL_CHART_TYPE[kind], *box, data)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(TEXT)
    chart.font.color.rgb = rgb("ink")
    _count_axes(chart)
    return frame


def _count_axes(chart: SlideChart) -> None:
    """Count the axes from one: python-pptx gives them numbers below nought, which the format forbids."""
    found = [each for tag in ("axId", "crossAx") for each in chart._chartSpace.iter(f"{{{NAMESPACE}}}{tag}")]
    places = {name: str(place) for place, name in enumerate(dict.fromkeys(e.get("val") for e in found), 1)}
    for each in found:
        each.set("val", places[each.get("val")])


def named(frame: GraphicFrame, chart: Chart) -> GraphicFrame:
    """Say in the frame what is to be seen, for those who do not see it."""
    about = frame._element.nvGraphicFramePr.cNvPr
    about.set("title", printable(chart.finding))
    about.set("descr", printable(chart.summary))
    return frame


def rgb(role: str) -> Any:
    """The colour of a role, which no firm's own colour changes."""
    return RGBColor.from_string(COLOURS[role].removeprefix("#").upper())


def scores_axis(axis: Any, *, last: float = 100.0, step: float = 20.0, first: float = 0.0) -> None:
    """An axis of scores with quiet grid lines."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = first, last, step
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb("rule")
    axis.format.line.color.rgb = rgb("rule-strong")
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    _quiet(axis)


def names_axis(axis: Any) -> None:
    """An axis of names."""
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = rgb("rule-strong")
    _quiet(axis)


def names_below(axis: Any) -> None:
    """Names below the chart, where the axis itself runs through its middle."""
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _quiet(axis: Any) -> None:
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(SMALL)
    axis.tick_labels.font.color.rgb = rgb("ink-soft")


def axis_title(axis: Any, text: str) -> None:
    """A title beside an axis."""
    axis.has_title = True
    frame = axis.axis_title.text_frame
    frame.text = printable(text)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(TEXT), False


def mark(series: Any, shape: str, role: str, size: float) -> None:
    """Show a series by markers alone; `shape` is a member of XL_MARKER_STYLE."""
    series.smooth = False
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE[shape]
    if shape == "NONE":
        return
    series.marker.size = int(rounded(min(max(size, 2), 72)))
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(role)
    series.marker.format.line.color.rgb = rgb("sheet")


def stroke(series: Any, role: str, width: float, *, dashed: bool = False) -> None:
    """Show a series by its line, and leave its markers as they are."""
    series.format.line.fill.solid()
    series.format.line.color.rgb = rgb(role)
    series.format.line.width = Pt(width)
    if dashed:
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def legend(chart: SlideChart, *, without: Sequence[int] = ()) -> None:
    """A legend below, without the series at some places."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(TEXT)
    place = chart.legend._element.find(f"{{{NAMESPACE}}}legendPos")
    for index in sorted(without, reverse=True):
        place.addnext(
            element(f'<c:legendEntry {DECLARED}><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>')
        )


NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DECLARED = f'xmlns:c="{NAMESPACE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def element(xml: str) -> Any:
    """A part that python-pptx has no call for."""
    return parse_xml(xml)


def stems(chart: SlideChart) -> None:
    """In a line chart: a line from the least to the most of each category."""
    line = f'<a:ln w="19050"><a:solidFill><a:srgbClr val="{_hex("rule-strong")}"/></a:solidFill></a:ln>'
    marker = chart._chartSpace.find(f".//{{{NAMESPACE}}}lineChart/{{{NAMESPACE}}}marker")
    marker.addprevious(element(f"<c:hiLowLines {DECLARED}><c:spPr>{line}</c:spPr></c:hiLowLines>"))


def band(lows: Sequence[float | None], highs: Sequence[float | None], name: str = "") -> list[Series]:
    """Two series that draw a band from one row of numbers to another, when `band_behind` has the chart.

    Columns that stand on unseen ones: a line chart's own up-down bars are drawn by PowerPoint alone.
    """
    pairs = list(zip(lows, highs, strict=True))
    low = tuple(None if a is None or b is None else min(a, b) for a, b in pairs)
    height = tuple(None if a is None or b is None else abs(a - b) for a, b in pairs)
    return [Series(_("Band, from"), low), Series(name or _("Band, height"), height)]


def band_behind(chart: SlideChart) -> None:
    """Draw the first two series of a line chart, which are those of `band`, as a band behind the others."""
    lines = chart._chartSpace.find(f".//{{{NAMESPACE}}}lineChart")
    axes = "".join(f'<c:axId val="{each.get("val")}"/>' for each in lines.findall(f"{{{NAMESPACE}}}axId"))
    columns = element(
        f'<c:barChart {DECLARED}><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'<c:gapWidth val="260"/><c:overlap val="100"/>{axes}</c:barChart>'
    )
    fills = ("<a:noFill/>", f'<a:solidFill><a:srgbClr val="{_hex("band")}"/></a:solidFill>')
    for series, fill in zip(lines.findall(f"{{{NAMESPACE}}}ser")[:2], fills, strict=True):
        for part in ("spPr", "marker", "smooth"):
            for found in series.findall(f"{{{NAMESPACE}}}{part}"):
                series.remove(found)
        series.find(f"{{{NAMESPACE}}}tx").addnext(element(f'<c:invertIfNegative {DECLARED} val="0"/>'))
        series.find(f"{{{NAMESPACE}}}tx").addnext(
            element(f"<c:spPr {DECLARED}>{fill}<a:ln><a:noFill/></a:ln></c:spPr>")
        )
        columns.find(f"{{{NAMESPACE}}}gapWidth").addprevious(series)
    lines.addprevious(columns)


def _hex(role: str) -> str:
    return COLOURS[role].removeprefix("#").upper()


def labels_of(series: Any) -> DataLabels:
    """The labels of a series; python-pptx has no call for those of a series of points."""
    return DataLabels(series._element.get_or_add_dLbls())


def label(
    series: Any,
    *,
    position: str,
    name: bool = False,
    bold: bool = False,
    one_line: bool = False,
    over: bool = False,
) -> None:
    """Labels beside the markers of a series: its name, or its numbers; `over` covers the lines behind."""
    labels = labels_of(series)
    labels.show_value, labels.show_series_name = not name, name
    labels.position = XL_LABEL_POSITION[position]
    labels.font.size, labels.font.bold = Pt(TEXT), bold
    labels.font.color.rgb = rgb("ink")
    if over:
        labels._element.insert_element_before(
            element(
                f'<c:spPr {DECLARED}><a:solidFill><a:srgbClr val="{_hex("sheet")}"/></a:solidFill></c:spPr>'
            ),
            *("c:txPr", "c:dLblPos", "c:showLegendKey"),
        )
    if one_line:
        labels._element.get_or_add_txPr().bodyPr.set("wrap", "none")
