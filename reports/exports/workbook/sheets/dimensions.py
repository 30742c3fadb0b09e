"""Dimensions: perceived, practice, concordance and measured, and what the composites are made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Live, Number, if_numbers
from reports.exports.workbook.sheets.facts import counts
from reports.wording import AWARENESS, CLASSES, LEVELS, SIDES, named_list
from scoring.method import SIDES as SIDE_CODES

if TYPE_CHECKING:
    from reports.exports.workbook.book import Cell, Sheet
    from reports.exports.workbook.source import Source
    from scoring.scorecard import DimensionScore

WIDTHS = (8, 28, 9, *(12,) * 8, 14, 18, 26, *(12,) * 4, 22, 8, 8, 8, *(12,) * 6)
P_SALES, P_MARKETING, WEIGHT = 3, 4, 2
PERCEIVED, PRACTICE, CONCORDANCE, MEASURED = 6, 7, 8, 9
GUESS_SALES, GUESS_MARKETING = 14, 15
FLOORED, PRESENT = 24, 25


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Dimensions"), _("Dimensions: what is believed, what was measured, and the gap, 0-100")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each dimension, with the working of the composites at its right end."""
    sheet.header(_header(), frozen_columns=2)
    names = source.texts.dimensions()
    for code in source.card.dimensions:
        path, score = f"dimensions.{code}", source.card.dimensions[code]
        sheet.add(
            code,
            names.get(code, code),
            Live(sheet.book.at(f"method.weights.{code}"), _weight(source, code), "exact", f"weight.{code}"),
            *(source.number(f"{path}.perceived_{side}", entered=side != "both") for side in SIDE_CODES),
            *_scores(sheet, source, code),
            source.word(f"{path}.level", LEVELS),
            source.word(f"{path}.class", CLASSES),
            _flags(score),
            *_awareness(sheet, source, path),
            *(Number(getattr(score, f"n_{side}"), "count") for side in SIDE_CODES),
            *_working(sheet, source, code),
        )
    sheet.native.print_area(0, 0, sheet.row - 1, GUESS_SALES - 1)


def _header() -> list[str]:
    sales, marketing, both = (str(SIDES[side]) for side in SIDE_CODES)
    return [
        *(
            _("Code"),
            _("Dimension"),
            _("Weight"),
            _("P, %s") % sales,
            _("P, %s") % marketing,
            _("P, %s") % both,
        ),
        *(_("Perceived (P)"), _("Practice"), _("Concordance"), _("Measured (M)"), _("Gap, P less M")),
        *(_("Level"), _("Class"), _("Remarks")),
        *(_("%s predicts") % sales, _("%s predicts") % marketing),
        *(_("Understanding of %s") % sales, _("Understanding of %s") % marketing, _("Awareness")),
        *(_("n %s") % sales, _("n %s") % marketing, _("n %s") % both),
        *(_("Working: weight × P, %s") % sales, _("Working: weight × P, %s") % marketing),
        *(_("M, at least the floor"), _("Weight, if measured"), _("Weight × M"), _("Weight × ln M")),
    ]


def _weight(source: Source, code: str) -> float:
    return next(each.weight for each in source.method.dimensions if each.code == code)


def _scores(sheet: Sheet, source: Source, code: str) -> list[Cell]:
    """Perceived, practice, concordance, measured and gap, as formulas."""
    path, here = f"dimensions.{code}", sheet.here
    sales, marketing = here(P_SALES), here(P_MARKETING)
    practice, concordance = here(PRACTICE), here(CONCORDANCE)
    share = sheet.book.at("method.measured.concordance_share")
    mixed = f"(1-{share})*{practice}+{share}*{concordance}"
    return [
        source.live(f"{path}.perceived", if_numbers(sales, marketing, f"({sales}+{marketing})/2")),
        source.live(f"{path}.practice", _mean(sheet, _practices(source, code))),
        source.live(f"{path}.concordance", _mean(sheet, _concordances(source, code))),
        source.live(
            f"{path}.measured",
            f'IF(ISNUMBER({practice}),IF(ISNUMBER({concordance}),{mixed},{practice}),"")',
        ),
        source.live(
            f"{path}.gap",
            if_numbers(here(PERCEIVED), here(MEASURED), f"{here(PERCEIVED)}-{here(MEASURED)}"),
            "signed",
        ),
    ]


def _mean(sheet: Sheet, names: list[str]) -> str:
    """The mean of those that are numbers; a reason in a number's place is none."""
    cells = sheet.book.list(*names)
    return f'IF(COUNT({cells})=0,"",AVERAGE({cells}))' if cells else '""'


def _practices(source: Source, code: str) -> list[str]:
    """Joint scores and levels of a dimension, in the method's order."""
    return [
        f"items.{item}.{'level' if hasattr(source.card.items[item], 'level') else 'joint'}"
        for item in source.method.layout.practices
        if source.method.item(item).dimension == code
    ]


def _concordances(source: Source, code: str) -> list[str]:
    return [
        f"items.{item}.concordance"
        for item in source.method.layout.facts
        if source.method.item(item).dimension == code and counts(source, item)
    ]


def _flags(score: DimensionScore) -> str:
    """Which sides overrate the dimension, which disagree within, and whether the class is sure."""
    texts = [
        (score.class_uncertain, _("class uncertain")),
        (score.blind_sides, _("overrated by %s") % _named(score.blind_sides)),
        (score.split_sides, _("split within %s") % _named(score.split_sides)),
    ]
    return "; ".join(text for holds, text in texts if holds)


def _named(sides: tuple[str, ...]) -> str:
    return named_list([str(SIDES[side]) for side in sides])


def _awareness(sheet: Sheet, source: Source, path: str) -> list[Cell]:
    here = sheet.here

    def understood(guess: str, other: str) -> str:
        return if_numbers(guess, other, f"100-ABS({guess}-{other})")

    return [
        source.number(f"{path}.predicted_by_sales", entered=True),
        source.number(f"{path}.predicted_by_marketing", entered=True),
        source.live(f"{path}.understanding_sales", understood(here(GUESS_SALES), here(P_MARKETING))),
        source.live(f"{path}.understanding_marketing", understood(here(GUESS_MARKETING), here(P_SALES))),
        source.word(f"{path}.awareness", AWARENESS),
    ]


def _working(sheet: Sheet, source: Source, code: str) -> list[Cell]:
    """What the composites sum; empty where the dimension is missing, so that weights renormalise."""
    weight, measured = sheet.here(WEIGHT), sheet.here(MEASURED)
    floored, present = sheet.here(FLOORED), sheet.here(PRESENT)
    floor = source.method.composite.floor
    score: Any = source.card.dimensions[code]
    share, value = _weight(source, code), score.measured
    known = None if value is None else max(value, floor)

    def times(side: str, cell: str) -> Cell:
        own = getattr(score, f"perceived_{side}")
        product = None if own is None else share * own
        return Live(f'IF(ISNUMBER({cell}),{weight}*{cell},"")', product, "working", f"weighted.{side}.{code}")

    return [
        times("sales", sheet.here(P_SALES)),
        times("marketing", sheet.here(P_MARKETING)),
        Live(
            f'IF(ISNUMBER({measured}),MAX({measured},{sheet.book.at("method.composite.floor")}),"")',
            known,
            "working",
        ),
        Live(
            f'IF(ISNUMBER({measured}),{weight},"")',
            None if known is None else share,
            "working",
            f"present.{code}",
        ),
        Live(
            f'IF(ISNUMBER({floored}),{present}*{floored},"")',
            None if known is None else share * known,
            "working",
            f"arithmetic.{code}",
        ),
        Live(
            f'IF(ISNUMBER({floored}),{present}*LN({floored}),"")',
            None if known is None else share * math.log(known),
            "working",
            f"logarithm.{code}",
        ),
    ]
