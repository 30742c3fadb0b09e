"""The deck's first slides: whose results they are, and what the data carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.exports.deck.pages import CONTENT, SIDE, UNITS
from reports.exports.deck.tables import Cell, Column, fill_table
from reports.numbers import counted
from reports.tables.participation import notices, participation

if TYPE_CHECKING:
    from reports.exports.deck.pages import Deck
    from reports.scorecards import ScoredWave

SUBTITLE = 1


def cover(deck: Deck) -> None:
    """Client, wave, firm and date, with what limits the figures."""
    marks = deck.marks
    page = deck.page("Cover", marks.client)
    page.line(
        SUBTITLE,
        _("What the leaders of sales and marketing believe about their alignment, beside what was measured"),
        (20, 18, 16),
    )
    day = date_format(marks.moment, "j F Y")
    page.line(UNITS, f"{marks.wave} · {day}\n{marks.firm}\n{marks.versions}", (14, 13, 12, 11))
    page.say(
        _(
            "Every number in this deck comes from the same scorecard as the results page. Charts and tables "
            "are native: their numbers can be read with “Edit data”. The working of a slide's numbers stands "
            "in its notes."
        )
    )


def who_answered(deck: Deck) -> None:
    """Participation and limits, before any score."""
    scored = nameless(deck.scored)
    lines = participation(scored)
    answered, asked = sum(line.counting for line in lines), sum(line.asked for line in lines)
    page = deck.page(
        "Table and text",
        _("%(counted)s leaders answered") % {"counted": counted(answered, asked)},
        units=_("Who answered, and what the data carry"),
    )
    columns = [
        Column(_("Side"), 3),
        Column(_("Asked"), 1.6, number=True),
        Column(_("Count"), 1.6, number=True),
        Column(_("Missing"), 2.2, number=True),
    ]
    rows = [
        (
            Cell(line.name, bold=True, role=line.side),
            str(line.asked),
            str(line.counting),
            str(len(line.missing)),
        )
        for line in lines
    ]
    if rows:
        fill_table(page, CONTENT, columns, rows)
    limits = [(notice.title, notice.text) for notice in notices(scored)]
    page.text(
        SIDE,
        limits
        or [("", _("Three or more leaders on each side and all outcome figures: nothing is withheld."))],
    )
    page.say(
        *(
            _("%(side)s: %(counted)s leaders count.") % {"side": line.name, "counted": line.counted}
            for line in lines
        ),
        *(f"{title} {text}" for title, text in limits),
    )
    page.voice("participation")


def nameless(scored: ScoredWave) -> ScoredWave:
    """The wave without anybody's name: a file cannot be called back."""
    leaders = tuple(replace(leader, name="") for leader in scored.wave.leaders)
    return replace(scored, wave=replace(scored.wave, leaders=leaders))
