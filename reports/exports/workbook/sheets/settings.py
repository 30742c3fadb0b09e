"""Method: weights, thresholds and curves by which the wave was scored. Other sheets' formulas point here."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number
from reports.wording import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (34, 30, 14)
GROUPS = (
    "composite",
    "measured",
    "index",
    "matrix",
    "gap",
    "awareness",
    "uncertainty",
    "sensitivity",
    "disclosure",
)
# What formulas of the workbook use; a reader may try another choice.
TRIED = {
    *("composite.min_dimensions", "composite.floor", "measured.corroboration", "measured.one_sided"),
    *("measured.concordance_share", "index.outcome_share", "index.min_figures"),
}


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Method"), _("Weights and thresholds of the method")


def fill(sheet: Sheet, source: Source) -> None:
    """Write the settings."""
    names = source.texts.dimensions()
    sheet.header([_("Setting"), _("Meaning"), _("Value")])
    for dimension in source.method.dimensions:
        name = f"weights.{dimension.code}"
        meaning = _("Weight of “%s”") % names.get(dimension.code, dimension.code)
        sheet.add(name, meaning, Number(dimension.weight, "exact", f"method.{name}", entered=True))
    for level, cut in source.method.levels:
        sheet.add(f"levels.{level}", _("“%s” begins at") % LEVELS[level], Number(cut, "exact"))
    for name, value in _settings(source):
        sheet.add(name, _meaning(name), Number(value, "exact", f"method.{name}", entered=name in TRIED))


def _settings(source: Source) -> Iterator[tuple[str, float]]:
    """The method's other numbers, called as in its public description."""
    for group in GROUPS:
        rules = getattr(source.method, group)
        for each in fields(rules):
            yield f"{group}.{each.name}", getattr(rules, each.name)


def _meaning(name: str) -> str:
    meanings = {
        "composite.min_dimensions": _("Dimensions needed for a composite"),
        "composite.floor": _("Floor of the geometric means"),
        "measured.corroboration": _("Weight of the lower side in a joint score"),
        "measured.one_sided": _("What a lone side's mean counts"),
        "measured.concordance_share": _("Share of concordance in a dimension"),
        "index.outcome_share": _("Exponent of outcomes in the index"),
        "index.min_figures": _("Figures needed for revenue or pipeline"),
    }
    return meanings.get(name, "")
