"""Gates of the maturity ladder: what each asks for, what was found, and its state as scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Live, Number, if_numbers
from reports.wording import GATE_GROUPS, GATE_STATES, GATES, LEVELS

if TYPE_CHECKING:
    from reports.exports.workbook.book import Cell, Sheet
    from reports.exports.workbook.source import Source
    from scoring.method import Gate

WIDTHS = (8, 62, 22, 16, 26, 12, 12, 16, 16)
FOUND, NEEDED = 5, 6


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Gates"), _("Gates of the maturity ladder")


def fill(sheet: Sheet, source: Source) -> None:
    """Write a row for each gate; its state is the method's verdict, the comparison a formula."""
    sheet.header(
        [
            *(_("Gate"), _("Asks that"), _("Group"), _("For level"), _("Looks at")),
            *(_("Found"), _("Needed"), _("State as scored"), _("Found reaches needed")),
        ],
        frozen_columns=1,
    )
    levels = {group.id: LEVELS[group.level] for group in source.method.gate_groups}
    for gate in source.method.gates:
        found = _found(sheet, source, gate)
        sheet.add(
            gate.id,
            str(GATES[gate.id]),
            str(GATE_GROUPS[gate.group]),
            str(levels[gate.group]),
            gate.of or _("%s: named by a share of each side") % gate.named,
            found,
            Number(gate.at_least, "exact"),
            source.word(f"maturity.gates.{gate.id}", GATE_STATES),
            _reaches(sheet, source, gate) if found else None,
        )


def _path(gate: Gate) -> str:
    """Where in the scorecard stands what a gate looks at; "" where it is no one number."""
    item, _point, part = (gate.of or "").partition(".")
    return "" if item in ("", "outcomes") else f"{item}.{part}"


def _value(source: Source, gate: Gate) -> float | None:
    if gate.of == "outcomes.weaker_pillar":
        pillars = (source.card.measured.revenue, source.card.measured.pipeline)
        return None if None in pillars else min(pillars)
    path = _place(source, gate)
    return source.value(path) if path else None


def _place(source: Source, gate: Gate) -> str:
    path = _path(gate)
    part = "items" if path.partition(".")[0] in source.card.items else "perceptions"
    return f"{part}.{path}" if path else ""


def _found(sheet: Sheet, source: Source, gate: Gate) -> Cell:
    """A formula that points to the number; nothing where a gate counts names."""
    if gate.of == "outcomes.weaker_pillar":
        revenue, pipeline = sheet.book.at("measured.revenue"), sheet.book.at("measured.pipeline")
        weaker = if_numbers(revenue, pipeline, f"MIN({revenue},{pipeline})")
        return Live(weaker, _value(source, gate))
    path = _place(source, gate)
    if not path:
        return None
    if source.hides(path):
        return source.withheld(path)
    cell = sheet.book.at(path)
    return Live(f'IF(ISNUMBER({cell}),{cell},"")', _value(source, gate))


def _reaches(sheet: Sheet, source: Source, gate: Gate) -> Cell:
    """Whether the number reaches what is needed now, also after a reader changed a score."""
    found, needed = sheet.here(FOUND), sheet.here(NEEDED)
    yes, no = _("yes"), _("no")
    value, near = _value(source, gate), source.method.tolerance
    formula = f'IF(ISNUMBER({found}),IF({found}>={needed}-{near:.10f},"{yes}","{no}"),"")'
    return Live(formula, None if value is None else yes if value >= gate.at_least - near else no, "text")
