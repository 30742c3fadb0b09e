"""Read me: what the workbook is, how to check it, and what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Words
from scoring.disclosure import Mode

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (26, 110)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Read me"), _("How to read and check this workbook")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a few paragraphs."""
    sheet.header([_("About"), _("What to know")])
    for name, text in (
        (_("Formulas"), _formulas()),
        (
            _("Try it"),
            _(
                "Cells on a yellow ground are what was entered or what answers come to. Change one, and "
                "every composite on the other sheets follows. Outcome figures are facts: changing a practice "
                "does not move them, and the method promises no revenue."
            ),
        ),
        (
            _("As scored"),
            _(
                "Maturity, zone, classes, gates, intervals and recommendations are the method's verdicts as "
                "scored. They do not follow a changed cell."
            ),
        ),
        (_("Empty and withheld"), _withheld(source)),
        (_("Numbers"), _("Scores run from 0 to 100 and are not rounded; cells show one decimal.")),
        (
            _("What it is not"),
            _(
                "Alignment helps; it does not replace strategy, leadership and talent. Weights and "
                "thresholds are decisions that are printed on the sheet “%s”, not evidence."
            )
            % _("Method"),
        ),
        (_("Versions"), sheet.book.marks.versions),
    ):
        sheet.add(Words(name, "subject"), text)


def _formulas() -> str:
    return _(
        "Joint scores, practice, concordance, measured dimensions, the operating score, outcomes, the index, "
        "perceived alignment and the gaps are formulas on the cells of the sheets “%(items)s”, “%(facts)s”, "
        "“%(outcomes)s” and “%(method)s”. Where a dimension is missing, the weights of the others sum to 1; "
        "with too few dimensions a composite is empty."
    ) % {"items": _("Items"), "facts": _("Facts"), "outcomes": _("Outcomes"), "method": _("Method")}


def _withheld(source: Source) -> str:
    if source.scored.disclosed.mode == Mode.ATTRIBUTED:
        promise = _("Everybody agreed to be shown by role.")
    else:
        promise = _(
            "Everybody was promised that nothing is shown of fewer than %(least)s people of a side."
        ) % {"least": source.method.disclosure.min_group}
    return f"{promise} " + _(
        "An empty cell is missing: nobody answered. A reason in words in a number's place says why that "
        "number is withheld; no formula in this workbook can bring it back."
    )
