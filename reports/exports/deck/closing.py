"""The deck's last slides: change, what to do, and how far the figures carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.charts.trend import trend_chart
from reports.exports.deck.findings import charted
from reports.exports.deck.pages import CONTENT, SIDE
from reports.exports.deck.tables import Cell, Column, fill_table, paged
from reports.numbers import whole
from reports.tables.change import change_table
from reports.tables.context import context_figures
from reports.tables.headline import sensitivity as told_sensitivity
from reports.tables.plan import joint_plan
from reports.tables.recommendations import recommendation_table
from reports.wording import LEVELS
from surveys.enums import Headwind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.exports.deck.pages import Deck, Page
    from reports.tables.change import Cell as ThenAndNow
    from reports.tables.change import ChangeTable
    from reports.tables.plan import ActionRow, Movement
    from reports.tables.recommendations import RecommendationLine

STEPS = 6  # recommendations on slides: the others stand in the notes


def change(deck: Deck) -> None:
    """Belief and evidence wave by wave, with what changed since the last wave, and who moved."""
    chart = trend_chart([*deck.edition.earlier, deck.scored])
    found = change_table(deck.edition, deck.texts.dimensions())
    if chart is None:
        return
    if found is None:
        charted(deck, "Chart", chart)
        return
    warned = " ".join(f"{each.title} {each.text}" for each in found.warnings)
    page = deck.page(
        "Chart and table", found.finding, units=chart.units, note=warned or " ".join(chart.notes)
    )
    page.chart(chart)
    columns = [
        Column(_("Score"), 2.2),
        Column(found.then_name, 1.9, number=True),
        Column(_("Now"), 1.9, number=True),
        Column(_("Difference"), 2.1, number=True),
    ]
    fill_table(page, SIDE, columns, [_then_and_now(line.name, line.cell) for line in found.lines])
    page.say(*(f"{line.name}: {line.verdict.words}" for line in found.lines if line.verdict))
    page.say(*(each.words for each in found.movers), warned)
    _changed_dimensions(deck, found)


def _changed_dimensions(deck: Deck, found: ChangeTable) -> None:
    """Each dimension's scores then and now, from the gap that changed most."""
    columns = [
        Column(_("Dimension"), 2.6),
        Column(_("Perceived"), 2, role="both"),
        Column(_("Measured"), 2, role="measured"),
        Column(_("Gap"), 2),
        Column(_("Who moved the gap most"), 3.6),
    ]
    rows = [
        (
            Cell(line.name, bold=True),
            *(_moved(cell) for cell in (line.perceived, line.measured, line.gap)),
            line.movers[0].words if line.movers else "–",
        )
        for line in found.dimensions
    ]
    units = _("%(wave)s: %(then)s. Now: %(now)s. Gap: perceived minus measured.") % {
        "wave": found.then_name,
        "then": found.then_n,
        "now": found.now_n,
    }

    def make(more: str) -> Page:
        return deck.page("Table", _most_changed(found) + more, units=units)

    pages = paged(make, CONTENT, columns, rows)
    pages[0].say(*(f"{line.name}: {line.gap_verdict.words}" for line in found.dimensions))


def _most_changed(found: ChangeTable) -> str:
    first = found.dimensions[0]
    if first.gap.value is None:
        return _("What changed in each dimension")
    values = {"dimension": first.name, "then": first.gap.then, "now": first.gap.now}
    return _("The gap changed most in %(dimension)s: %(then)s then, %(now)s now") % values


def _moved(cell: ThenAndNow) -> str:
    return cell.why or f"{cell.then} → {cell.now} ({cell.change})"


def _then_and_now(name: str, cell: ThenAndNow) -> tuple[Cell | str, ...]:
    return (Cell(name, bold=True), cell.then, cell.now, Cell(cell.why or cell.change, bold=True))


def plan(deck: Deck) -> None:
    """The joint plan: who does what until when, and whether what it was to move has moved."""
    found = joint_plan(deck.edition, deck.texts)
    if found is None:
        return
    if found.rows:
        _actions(deck, _plan_finding(found.rows), found.rows)
    if found.earlier:
        wave = {"number": found.earlier_wave}
        _actions(deck, _("What became of the plan of wave %(number)s") % wave, found.earlier)


def _plan_finding(rows: Sequence[ActionRow]) -> str:
    return ngettext(
        "The joint plan: %(count)s action, with an owner on each side",
        "The joint plan: %(count)s actions, with an owner on each side",
        len(rows),
    ) % {"count": len(rows)}


def _actions(deck: Deck, title: str, rows: Sequence[ActionRow]) -> None:
    columns = [
        Column(_("Action"), 4),
        Column(_("Sales"), 1.6, role="sales"),
        Column(_("Marketing"), 1.6, role="marketing"),
        Column(_("Due"), 1.4),
        Column(_("Status"), 1.3),
        Column(_("Moves"), 3.2),
    ]

    def make(more: str) -> Page:
        return deck.page(
            "Table", title + more, units=_("Scores are 0 to 100: when agreed, now, and the target.")
        )

    pages = paged(make, CONTENT, columns, [_action(row) for row in rows], most=3)
    for row in rows:
        pages[-1].say(f"{row.number}. {row.action} {row.first_step}", row.note)
        if row.movement:
            pages[-1].say(f"{row.movement.question} ({row.movement.measure})")


def _action(row: ActionRow) -> tuple[Cell | str, ...]:
    sales, marketing = (owner.name or "–" for owner in row.owners)
    due = date_format(row.due_on, "j N Y") if row.due_on else "–"
    action = f"{row.action}\n{row.carried}" if row.carried else row.action
    return (Cell(action, bold=True), sales, marketing, due, row.status_name, _movement(row.movement))


def _movement(move: Movement | None) -> str:
    if move is None:
        return _("no measured target")
    way = " → ".join(text for text in (move.then, move.now) if text)
    return _("%(way)s, target %(target)s. %(verdict)s") % {
        "way": way,
        "target": move.target,
        "verdict": move.verdict,
    }


def recommendations(deck: Deck) -> None:
    """What to do first, with owner, lift and due date; the evidence is in the notes."""
    found = recommendation_table(deck.scored, deck.texts)
    if found is None:
        return
    if not found.lines:
        deck.page("Text", _("What to do first")).text(SIDE, [("", found.reason)])
        return
    shown, rest = found.lines[:STEPS], found.lines[STEPS:]
    columns = [
        Column(_("What to do"), 4.2),
        Column(_("First step"), 4.2),
        Column(_("Owner"), 1.7),
        Column(_("Lift"), 1.2, number=True),
        Column(_("Due"), 1.7),
    ]

    def make(more: str) -> Page:
        return deck.page(
            "Table",
            _steps_finding(shown) + more,
            units=found.reason
            or _("Lift: points on the index if the target is reached and everything else stays as it is."),
        )

    rows = [_step(line) for line in shown]
    pages = paged(make, CONTENT, columns, rows, most=3)
    for line in shown:
        grounds = [text for each in line.evidence for text in (each.question, *each.texts) if text]
        pages[-1].say(f"{line.action} – {' '.join(grounds)}")
    pages[-1].say(*(f"{line.action} ({line.owner}, {line.lift or '–'})" for line in rest))
    pages[-1].voice("recommendations")


def _steps_finding(lines: tuple[RecommendationLine, ...]) -> str:
    first = next((line for line in lines if not line.pinned), None)
    return _("To do first: %(action)s") % {"action": first.action} if first else _("What to do first")


def _step(line: RecommendationLine) -> tuple[Cell | str, ...]:
    lift = line.lift or ("–" if line.pinned else _("no measured target"))
    gate = "\n" + _("Opens the next gate") if line.opens_gate else ""
    return (Cell(line.action, bold=True), line.first_step, line.owner, f"{lift}{gate}", line.due)


def sensitivity(deck: Deck) -> None:
    """How far the index hangs on the method's weights, and what alignment does not replace."""
    scored = deck.scored
    found = told_sensitivity(scored)
    headwinds = [str(Headwind(code).label) for code in scored.wave.assessment.profile.get("headwinds", ())]
    if found is None:
        title = _("Alignment helps; it does not replace strategy, leadership and talent")
    else:
        title = found.words
    page = deck.page("Text", title, units=_("How far these figures carry"))
    page.say(*((found.words, found.range) if found else (title,)))
    page.text(
        SIDE,
        [
            (_("Sensitivity."), found.range) if found else ("", ""),
            (
                _("What alignment does not replace."),
                _(
                    "Alignment helps; it does not replace strategy, leadership and talent, and outcomes also "
                    "move with market, season and budget."
                ),
            ),
            (_("Headwinds recorded for this company:"), f"{', '.join(headwinds)}.")
            if headwinds
            else ("", ""),
            (
                _("Few people."),
                _("With few respondents one person's answers move the figures; an interval says how far."),
            ),
        ],
    )
    page.voice("method")


def method(deck: Deck) -> None:
    """What was asked of whom and how it was scored; versions."""
    scored = deck.scored
    page = deck.page("Text", _("Method and versions"))
    release = deck.edition.release
    paragraphs = [
        (
            "",
            _(
                "Perceived alignment is the leaders' own rating. The index leaves it out: it joins practices "
                "and facts that both sides were asked for with the outcome figures. A gap is perceived minus "
                "measured, and sales minus marketing."
            ),
        ),
        (
            _("Levels by index:"),
            "; ".join(
                _("%(level)s from %(cut)s") % {"level": LEVELS[level], "cut": whole(cut)}
                for level, cut in scored.method.levels
            ),
        ),
        (_("Versions:"), deck.marks.versions),
    ]
    if release is not None:
        words = _("number %(number)s, content SHA-256 %(digest)s…")
        paragraphs.append((_("Release:"), words % {"number": release.number, "digest": release.digest[:16]}))
    page.text(SIDE, paragraphs)
    page.say(_("What others found, for context and never as a yardstick:"))
    page.say(*(f"{each.says} {each.source}: {each.of}." for each in context_figures()))
