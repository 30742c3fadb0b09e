"""Facts: how far both sides state the same, and the levels that some facts have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number
from reports.exports.workbook.sheets.items import joint
from reports.tables.items import remarks
from reports.wording import SIDES
from scoring.method import FACTS, Kind

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (10, 26, 60, 14, 14, 12, 12, 12, 9, 11, 28)
LEVELS = (5, 6)  # columns of the sides' levels


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Facts"), _("Facts asked of both sides: concordance and levels, 0-100")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each fact."""
    sales, marketing = str(SIDES["sales"]), str(SIDES["marketing"])
    sheet.header(
        [
            *(_("Fact"), _("Dimension"), _("Question"), _("Concordance"), _("Counts in its dimension")),
            *(_("Level, %s") % sales, _("Level, %s") % marketing, _("Level, joint")),
            *(_("n %s") % sales, _("n %s") % marketing, _("Remarks")),
        ],
        frozen_columns=1,
    )
    names = source.texts.dimensions()
    for item in source.texts.catalogue.items:
        if item.kind != "F" or item.id not in source.card.items:
            continue
        path, score = f"items.{item.id}", source.card.items[item.id]
        levelled = hasattr(score, "level")
        sides = ("sales", "marketing") if levelled else ()
        levels = [source.number(f"{path}.{side}", entered=True) for side in sides]
        sheet.add(
            item.id,
            names[item.dimension],
            source.texts.question(item),
            source.number(f"{path}.concordance", entered=True),
            _("yes") if counts(source, item.id) else _("no"),
            *(levels or (None, None)),
            joint(sheet, source, path, part="level", columns=LEVELS) if levelled else None,
            Number(score.n_sales, "count"),
            Number(score.n_marketing, "count"),
            "; ".join(remarks(score)),
        )


def counts(source: Source, item: str) -> bool:
    """Whether a fact's concordance is part of its dimension's: agreeing on a poor step is no alignment."""
    kind = source.method.item(item).kind
    return kind in FACTS and kind is not Kind.ORDINAL
