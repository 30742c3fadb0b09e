"""Outcomes: figures as entered, the curves that score them, and the two pillars."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, if_numbers

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source
    from scoring.method import Curve

WIDTHS = (10, 40, 12, 12, 20, 14, 11, 12, *(9,) * 10)
FIGURE, FIRST_POINT, POINTS = 3, 8, 5


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Outcomes"), _("Outcome figures and what they score, 0-100")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each figure with its curve, then revenue, pipeline and outcomes."""
    points = [
        text % {"number": number}
        for number in range(1, POINTS + 1)
        for text in (_("Figure %(number)s"), _("Score %(number)s"))
    ]
    sheet.header(
        [
            *(_("Figure"), _("Meaning"), _("Unit"), _("As entered"), _("Period"), _("Source"), _("Score")),
            *(_("Part of"), *points),
        ],
        frozen_columns=1,
    )
    entered = {figure.item: figure for figure in source.scored.wave.outcomes}
    pillars = {"revenue": _("Revenue"), "pipeline": _("Pipeline")}
    for curve in source.method.outcomes:
        name, unit = source.texts.outcome(curve.item)
        figure = entered.get(curve.item)
        sheet.add(
            curve.item,
            name,
            unit,
            Number(figure.value if figure else None, "exact", f"figures.{curve.item}", entered=True),
            figure.period if figure else None,
            figure.get_source_display() if figure else None,
            source.live(f"outcomes.{curve.item}", _score(sheet, curve)),
            pillars[curve.pillar],
            *(
                Number(value, "exact")
                for point in zip(curve.figures, curve.scores, strict=True)
                for value in point
            ),
        )
    sheet.add()
    _composites(sheet, source, pillars)


def _score(sheet: Sheet, curve: Curve) -> str:
    """The curve of a row: linear between its points, flat outside."""
    x = sheet.here(FIGURE)
    places = [
        (sheet.here(FIRST_POINT + 2 * number), sheet.here(FIRST_POINT + 2 * number + 1))
        for number in range(len(curve.figures))
    ]
    formula = places[-1][1]
    for (low, start), (high, end) in reversed(list(pairwise(places))):
        formula = f"IF({x}<{high},{start}+({x}-{low})*({end}-{start})/({high}-{low}),{formula})"
    return f'IF(ISNUMBER({x}),IF({x}<={places[0][0]},{places[0][1]},{formula}),"")'


def _composites(sheet: Sheet, source: Source, pillars: dict[str, str]) -> None:
    needed = sheet.book.at("method.index.min_figures")
    for pillar, name in pillars.items():
        codes = [f"outcomes.{curve.item}" for curve in source.method.outcomes if curve.pillar == pillar]
        scores = sheet.book.list(*codes)
        formula = f'IF(COUNT({scores})<{needed},"",AVERAGE({scores}))'
        sheet.add(None, name, *(None,) * 4, source.live(f"measured.{pillar}", formula))
    revenue, pipeline = sheet.book.at("measured.revenue"), sheet.book.at("measured.pipeline")
    floor = sheet.book.at("method.composite.floor")
    product = f"SQRT(MAX({revenue},{floor})*MAX({pipeline},{floor}))"
    formula = if_numbers(revenue, pipeline, product)
    sheet.add(None, _("Outcomes (O)"), *(None,) * 4, source.live("measured.outcomes", formula))
