"""Charts as SVG, made on the server: for the page before any script, for paper, and as files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from reports.charts.model import Dumbbell, Ladder, Matrix, Strip, Trend
from reports.charts.svg.dumbbell import draw_dumbbell
from reports.charts.svg.ladder import draw_ladder
from reports.charts.svg.matrix import draw_matrix
from reports.charts.svg.pen import BODY_FONT, Paint, Pen, Words, clean, short
from reports.charts.svg.strip import draw_strip
from reports.charts.svg.trend import draw_trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.charts.model import Chart

DRAWINGS: dict[type[Chart], Callable[..., tuple[float, float]]] = {
    Matrix: draw_matrix,
    Dumbbell: draw_dumbbell,
    Ladder: draw_ladder,
    Strip: draw_strip,
    Trend: draw_trend,
}
MARGIN = 28.0


def inline(chart: Chart, *, narrow: bool = False, paint: Paint = Paint.CLASSES) -> SafeString:
    """Give the drawing for a page that shows finding and units itself.

    Parameters
    ----------
    narrow
        Whether it is laid out for a phone.
    paint
        Colours by the page's style sheet, or as attributes where there is none: in a PDF file.
    """
    pen = Pen(paint)
    width, height = _draw(pen, chart, narrow=narrow)
    return mark_safe(_element(chart, "narrow" if narrow else "wide", (width, height), pen))  # noqa: S308


def document(chart: Chart, *, source: str) -> str:
    """Give a file that stands alone: finding, units, drawing, notes, and where it is from."""
    drawing = Pen(Paint.ATTRIBUTES)
    width, height = _draw(drawing, chart, narrow=False)
    pen = Pen(Paint.ATTRIBUTES)
    y = pen.paragraph((0, 18), chart.finding, width, Words(size=22, head=True))
    y = pen.paragraph((0, y - 4), chart.units, width, Words(size=14, role="ink-soft"))
    pen.parts.append(f'<g transform="translate(0 {short(y)})">{"".join(drawing.parts)}</g>')
    y += height + 16
    for note in (*chart.notes, source):
        y = pen.paragraph((0, y), note, width, Words(size=12.5, role="ink-soft"))
    body = Pen(Paint.ATTRIBUTES)
    size = (width + 2 * MARGIN, y + 2 * MARGIN - 8)
    body.rectangle((0, 0), size, "sheet")
    body.parts.append(f'<g transform="translate({short(MARGIN)} {short(MARGIN)})">{"".join(pen.parts)}</g>')
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + _element(chart, "file", size, body)


def _draw(pen: Pen, chart: Chart, *, narrow: bool) -> tuple[float, float]:
    if type(chart) not in DRAWINGS:
        message = f"no drawing for {type(chart).__name__}"
        raise TypeError(message)
    return DRAWINGS[type(chart)](pen, chart, narrow=narrow)


def _element(chart: Chart, kind: str, size: tuple[float, float], pen: Pen) -> str:
    name = clean(f"{chart.code}-{kind}")
    title, summary = clean(chart.finding), clean(chart.summary)
    wide, tall = short(size[0]), short(size[1])
    own = (
        f' width="{wide}" height="{tall}" font-family="{BODY_FONT}"' if pen.paint is Paint.ATTRIBUTES else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}"{own} role="img" '
        f'aria-labelledby="t-{name} d-{name}"><title id="t-{name}">{title}</title>'
        f'<desc id="d-{name}">{summary}</desc>{"".join(pen.parts)}</svg>'
    )
