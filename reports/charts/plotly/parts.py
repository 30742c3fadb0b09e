"""What all figures are made of."""

from __future__ import annotations

from typing import Any

from reports.charts.colours import COLOURS

Figure = dict[str, Any]
FONT_SIZE = 15


def escaped(text: str) -> str:
    """Make text safe where Plotly would read tags and links in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_beside(when: str, words: str, row: int, place: Figure, *, weight: int = 400) -> Figure:
    """A text that belongs to a row; `when` says at which width it is seen."""
    # Bold by the font's weight: Plotly writes its <b> as a style attribute, which the page's policy refuses.
    font = {"size": FONT_SIZE, "color": COLOURS["ink"], "weight": weight}
    visible = when == "wide"
    common = {"name": f"{when}:ink", "text": words, "y": row, "visible": visible, "font": font}
    return common | {"xref": "paper", "showarrow": False} | place


def rectangle(role: str, low: tuple[float, float], high: tuple[float, float], *, layer: str) -> Figure:
    """A filled rectangle without a line."""
    return {
        "type": "rect",
        "name": f"all:{role}",
        "layer": layer,
        "x0": low[0],
        "y0": low[1],
        "x1": high[0],
        "y1": high[1],
        "fillcolor": COLOURS[role],
        "line": {"width": 0},
    }


def axis(title: str) -> Figure:
    """An axis of scores."""
    return {
        "range": [0, 100],
        "dtick": 20,
        "tick0": 0,
        "title": {"text": escaped(title)},
        "fixedrange": True,
        "zeroline": False,
        "showgrid": True,
        "gridcolor": COLOURS["rule"],
        "linecolor": COLOURS["rule-strong"],
        "ticks": "outside",
        "tickcolor": COLOURS["rule-strong"],
    }


def bare_axis(reach: list[float]) -> Figure:
    """An axis of places without meaning."""
    return {
        "range": reach,
        "showticklabels": False,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def frame(margin: dict[str, int]) -> Figure:
    """The layout that all figures share."""
    return {
        "margin": margin,
        "font": {"size": FONT_SIZE, "color": COLOURS["ink"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "autosize": True,
    }
