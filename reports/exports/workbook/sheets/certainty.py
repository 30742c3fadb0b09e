"""How sure: intervals, other weights, agreement, and what differs by seniority."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (60, 16, 16, 16)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("How sure"), _("How sure the figures are")


def fill(sheet: Sheet, source: Source) -> None:
    """Write intervals, sensitivity, agreement and the gap between seniorities."""
    names = source.texts.dimensions()
    sheet.header([_("Interval, 95%"), _("From"), _("To"), _("Standard error")], frozen_columns=1)
    intervals = [("perceived", _("Perceived alignment (P)")), ("index", _("SMAX index")), ("gap", _("Gap"))]
    for path, name in intervals:
        _interval(sheet, source, f"intervals.{path}", name)
    for code in source.card.intervals.dimensions if source.card.intervals else ():
        for part, name in (("measured", _("Measured: %s")), ("gap", _("Gap: %s"))):
            _interval(sheet, source, f"intervals.dimensions.{code}.{part}", name % names.get(code, code))
    _sensitivity(sheet, source, names)
    _agreement(sheet, source)
    sheet.subheader(_("Leaders at the top less the others of their side"), _("Points"))
    for side in ("sales", "marketing"):
        sheet.add(str(SIDES[side]), source.number(f"vertical_gap.{side}", "signed"))


def _interval(sheet: Sheet, source: Source, path: str, name: str) -> None:
    sheet.add(name, *(source.number(f"{path}.{part}") for part in ("low", "high", "error")))


def _sensitivity(sheet: Sheet, source: Source, names: dict[str, str]) -> None:
    if source.card.sensitivity is None:
        return
    sheet.subheader(_("The index under other weights and exponents"), _("Index"))
    for path, name in (
        ("low", _("5th percentile of the draws")),
        ("middle", _("Median of the draws")),
        ("high", _("95th percentile of the draws")),
        ("arithmetic", _("With arithmetic means")),
    ):
        sheet.add(name, source.number(f"sensitivity.{path}"))
    sheet.add(_("Share of draws on the same level, 0-1"), source.number("sensitivity.same_level", "exact"))
    for code in source.card.sensitivity.without:
        sheet.add(_("Without %s") % names.get(code, code), source.number(f"sensitivity.without.{code}"))


def _agreement(sheet: Sheet, source: Source) -> None:
    if source.card.agreement is None:
        return
    sheet.subheader(_("Agreement: descriptive, over few items"), _("Value"))
    for path, name in (
        ("icc", _("Between the sides: ICC(A,1) of the dimensions")),
        ("difference", _("Between the sides: mean distance of the dimensions, points")),
        ("kappa", _("Between the sides: weighted kappa of the medians")),
        ("alpha", _("All respondents: Krippendorff's alpha")),
    ):
        sheet.add(name, source.number(f"agreement.{path}", "working"))
    measures = {
        "widest": _("mean range of answers, steps"),
        "average_deviation": _("average deviation, steps"),
        "r_wg_j": _("r_wg(j), even null; never to be read alone"),
        "r_wg_j_skewed": _("r_wg(j), skewed null"),
        "r_star": _("r*_wg(j)"),
        "a_wg": _("a_wg"),
    }
    for side in ("sales", "marketing"):
        for measure, name in measures.items():
            cell = source.number(f"agreement.{side}.{measure}", "working")
            sheet.add(f"{SIDES[side]}: {name}", cell)
