"""Plan: what the method recommends, with what each step would lift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, Words
from reports.tables.recommendations import recommendation_table

if TYPE_CHECKING:
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source
    from reports.tables.recommendations import RecommendationLine

WIDTHS = (14, 22, 50, 50, 24, 10, 10, 12, 26, 50, 22)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Plan"), _("Recommendations and plan")


def fill(sheet: Sheet, source: Source) -> None:
    """Write the recommendations in their order."""
    sheet.header(
        [
            *(_("Step"), _("Dimension"), _("Action"), _("First step"), _("Owner"), _("Lift"), _("Priority")),
            *(_("Opens a gate"), _("Due"), _("Why"), _("Source")),
        ],
        frozen_columns=1,
    )
    found = recommendation_table(source.scored, source.texts)
    for place, line in enumerate(found.lines if found else ()):
        score = source.card.recommendations[place]
        sheet.add(
            line.code,
            line.dimension,
            line.action,
            line.first_step,
            line.owner,
            Number(score.lift if score.targets else None, "signed", f"recommendations.{score.id}.lift"),
            Number(score.priority, "score", f"recommendations.{score.id}.priority"),
            _("yes") if line.opens_gate else _("no"),
            line.due,
            _why(line),
            line.sources,
        )
    if found and found.reason:
        sheet.add(None, None, Words(found.reason, "withheld"))


def _why(line: RecommendationLine) -> str:
    return " ".join(" ".join((each.question, *each.texts)).strip() for each in line.evidence)
