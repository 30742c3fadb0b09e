"""Answers: how many of a side gave each, where that may be shown; never who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, Words
from reports.withheld import why
from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source
    from surveys.catalogue import Item

WIDTHS = (10, 60, 18, 44, 10, 10)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Answers"), _("How many of each side gave which answer")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each answer that somebody of a side gave to a fact or a perception."""
    sheet.header([_("Item"), _("Question"), _("Side"), _("Answer"), _("People"), _("Of")], frozen_columns=1)
    for item in source.texts.catalogue.items:
        if item.kind in "PF" and item.dimension:
            _item(sheet, source, item)


def _item(sheet: Sheet, source: Source, item: Item) -> None:
    given = source.scored.facts if item.kind == "F" else source.scored.ratings
    if item.id not in given:
        path = f"items.{item.id}.concordance" if item.kind == "F" else f"perceptions.{item.id}.sales"
        if reason := why(source.scored, path):
            sheet.add(item.id, source.texts.question(item), None, Words(reason, "withheld"))
        return
    names = source.texts.answers(item)
    if item.id in source.edition.agreed:
        agreed = source.edition.agreed[item.id]
        codes = agreed if isinstance(agreed, list) else [agreed]
        words = "; ".join(names.get(code, str(code)) for code in codes)
        sheet.add(item.id, source.texts.question(item), _("Agreed on in a meeting"), words)
    for side, answers in given[item.id].items():
        counts, people = _counted(answers)
        for answer, number in counts.items():
            sheet.add(
                item.id,
                source.texts.question(item),
                str(SIDES[side]),
                names.get(answer, str(answer)),
                Number(number, "count", f"answers.{item.id}.{side}.{answer}"),
                Number(people, "count"),
            )


def _counted(answers: tuple[Any, ...] | dict[int | str, int]) -> tuple[dict[int | str, int], int]:
    """How many gave each answer, and how many gave one; answers to a perception come counted."""
    if isinstance(answers, dict):
        return answers, sum(answers.values())
    codes = Counter(code for each in answers for code in (each if isinstance(each, list) else [each]))
    return dict(sorted(codes.items(), key=lambda pair: (-pair[1], str(pair[0])))), len(answers)
