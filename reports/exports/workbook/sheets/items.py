"""Items: what each side's answers come to, and the joint score of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, if_numbers
from reports.tables.items import remarks
from reports.wording import SIDES
from scoring.method import Kind

if TYPE_CHECKING:
    from reports.exports.workbook.book import Cell, Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (10, 26, 60, 11, 11, 11, 11, 9, 11, 11, 28)
SALES, MARKETING = 3, 4  # columns of the sides' means


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Items"), _("Perceptions and practices: what each side's answers come to, 0-100")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each perception and each practice, in the questionnaire's order."""
    sides = [str(SIDES[side]) for side in SIDES]
    counts = [_("n %s") % name for name in sides]
    sheet.header(
        [_("Item"), _("Dimension"), _("Question"), *sides, _("Joint"), *counts, _("Remarks")],
        frozen_columns=1,
    )
    names = source.texts.dimensions()
    for item in source.texts.catalogue.items:
        part = "perceptions" if item.id in source.card.perceptions else "items"
        if item.kind not in "PK" or item.id not in {**source.card.perceptions, **source.card.items}:
            continue
        path, score = f"{part}.{item.id}", getattr(source.card, part)[item.id]
        entered = part == "items"
        sheet.add(
            item.id,
            names[item.dimension],
            source.texts.question(item),
            source.number(f"{path}.sales", entered=entered),
            source.number(f"{path}.marketing", entered=entered),
            source.number(f"{path}.both") if hasattr(score, "both") else None,
            joint(sheet, source, path) if entered else _mean(sheet, source, path),
            Number(score.n_sales, "count"),
            Number(score.n_marketing, "count"),
            Number(score.n_both, "count") if hasattr(score, "n_both") else None,
            "; ".join(remarks(score)),
        )


def _mean(sheet: Sheet, source: Source, path: str) -> Cell:
    """The mean of the two sides, where both have answered."""
    sales, marketing = sheet.here(SALES), sheet.here(MARKETING)
    formula = if_numbers(sales, marketing, f"({sales}+{marketing})/2")
    return source.live(f"{path}.joint", formula)


def joint(
    sheet: Sheet,
    source: Source,
    path: str,
    *,
    part: str = "joint",
    columns: tuple[int, int] = (SALES, MARKETING),
) -> Cell:
    """A joint score made of the sides' means by the method's rule; or as it is, where they do not make it.

    They do not where a document replaced them, and where it rests on what both sides tick.
    """
    item = source.method.item(path.partition(".")[2])
    # A nominal fact is the plain mean of the sides; a ladder counts what both confirm.
    weight = "0" if item.kind is Kind.NOMINAL else sheet.book.at("method.measured.corroboration")
    corroboration = 0.0 if item.kind is Kind.NOMINAL else source.method.measured.corroboration
    score: Any = source.value(path)
    found = _joint(score.sales, score.marketing, corroboration, source.method.measured.one_sided)
    value = getattr(score, part)
    if score.documented or found is None or value is None or abs(found - value) > source.method.tolerance:
        return source.number(f"{path}.{part}", entered=True)
    sales, marketing = (sheet.here(column) for column in columns)
    lone = sheet.book.at("method.measured.one_sided")
    both = f"{weight}*MIN({sales},{marketing})+(1-{weight})*({sales}+{marketing})/2"
    one = f'IF(ISNUMBER({sales}),{lone}*{sales},IF(ISNUMBER({marketing}),{lone}*{marketing},""))'
    formula = f"IF(AND(ISNUMBER({sales}),ISNUMBER({marketing})),{both},{one})"
    return source.live(f"{path}.{part}", formula)


def _joint(
    sales: float | None, marketing: float | None, corroboration: float, one_sided: float
) -> float | None:
    if sales is None or marketing is None:
        known = marketing if sales is None else sales
        return None if known is None else one_sided * known
    return corroboration * min(sales, marketing) + (1 - corroboration) * (sales + marketing) / 2
