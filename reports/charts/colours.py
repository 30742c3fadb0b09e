"""Colours of charts by role, as in the light style sheet. A firm's own colours never reach a chart."""

from __future__ import annotations

COLOURS = {
    "sales": "#c2410c",
    "marketing": "#1d4ed8",
    "both": "#6a5f80",
    "measured": "#15181e",
    "ink": "#15181e",
    "ink-soft": "#545a65",
    "rule": "#ded9cd",
    "rule-strong": "#827b6d",
    "band": "#f0e6cd",
    "brand": "#17424f",
    "brand-ink": "#ffffff",
    "brand-wash": "#e3edef",
    "sheet": "#ffffff",
}
