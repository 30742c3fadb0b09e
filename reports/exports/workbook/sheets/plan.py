"""Plan: what the method recommends, what was agreed on, and whether it moved what it was to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, Words
from reports.tables.plan import joint_plan
from reports.tables.recommendations import recommendation_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source
    from reports.tables.plan import ActionRow
    from reports.tables.recommendations import RecommendationLine

WIDTHS = (14, 22, 50, 50, 24, 10, 10, 12, 26, 50, 22)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Plan"), _("Recommendations and plan")


def fill(sheet: Sheet, source: Source) -> None:
    """Write the recommendations in their order, then the joint plan and what became of the last one."""
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
    agreed = joint_plan(source.edition, source.texts)
    if agreed and agreed.rows:
        _actions(sheet, _("Joint plan"), agreed.rows)
    if agreed and agreed.earlier:
        _actions(sheet, _("Plan of wave %s") % agreed.earlier_wave, agreed.earlier)


def _why(line: RecommendationLine) -> str:
    return " ".join(" ".join((each.question, *each.texts)).strip() for each in line.evidence)


def _actions(sheet: Sheet, name: str, rows: Sequence[ActionRow]) -> None:
    sheet.subheader(
        *(name, _("Dimension"), _("Action"), _("First step"), _("Owners"), _("Due"), _("Status")),
        *(_("Recommended"), _("Note"), _("What it is to move"), _("Then, now, target")),
    )
    for row in rows:
        move = row.movement
        sheet.add(
            str(row.number),
            row.dimension,
            row.action,
            row.first_step,
            "; ".join(f"{owner.side_name}: {owner.name}" for owner in row.owners if owner.name),
            row.due_on.isoformat() if row.due_on else None,
            row.status_name,
            row.recommendation,
            row.note,
            f"{move.item} {move.question} ({move.measure})" if move else None,
            "; ".join(text for text in (move.then, move.now, move.target, move.verdict) if text)
            if move
            else None,
        )
