"""The portfolio: what stands for each client, in one line, and as a heat table by dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import rounded, signed, whole
from reports.texts import Texts
from reports.withheld import why
from reports.wording import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.scorecards import ScoredWave
    from surveys.models import Client
    from surveys.progress import Progress

TINT_STEP = 15.0  # points of a gap
MOST_TINT = 4
MEASURED_STEP = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number as it is written, or "" and why there is none."""

    value: float | None
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number of the heat table with its n and the code of its tint, "" for none."""

    code: str
    number: Shown
    n: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """A client with the wave that stands for it; everything but the client is None where there is none."""

    client: Client
    scored: ScoredWave | None
    perceived: Shown
    index: Shown
    gap: Shown
    level: str
    n: str

    @property
    def level_name(self) -> str:
        """The level in words."""
        return str(LEVELS[self.level]) if self.level else ""

    @property
    def final(self) -> bool:
        """Whether the numbers come from a closed wave."""
        return self.scored is not None and self.scored.wave.assessment.closed_at is not None

    @property
    def number(self) -> int | None:
        """The number of the wave that the figures come from."""
        return self.scored.wave.assessment.number if self.scored else None

    @property
    def provisional(self) -> bool:
        """Whether the index rests on practices alone."""
        return self.scored is not None and self.scored.card.measured.provisional


def portfolio_rows(clients: Iterable[Client], scored: Iterable[ScoredWave]) -> list[PortfolioRow]:
    """One row a client, in their order."""
    by_client = {each.wave.assessment.client_id: each for each in scored}
    return [_row(client, by_client.get(client.pk)) for client in clients]


def _row(client: Client, scored: ScoredWave | None) -> PortfolioRow:
    if scored is None:
        nothing = Shown(value=None, text="", why="")
        return PortfolioRow(
            client=client, scored=None, perceived=nothing, index=nothing, gap=nothing, level="", n=""
        )
    card = scored.card
    return PortfolioRow(
        client=client,
        scored=scored,
        perceived=_shown(scored, "perceived.joint", card.perceived.joint),
        index=_shown(scored, "measured.index", card.measured.index),
        gap=_shown(scored, "gap", card.gap, signs=True),
        level=card.maturity.level if card.maturity else "",
        n=_n(card.counts.sales, card.counts.marketing),
    )


def _shown(scored: ScoredWave, path: str, value: float | None, *, signs: bool = False) -> Shown:
    if value is None:
        return Shown(value=None, text="", why=why(scored, path) or _("not enough answers"))
    return Shown(value=value, text=signed(value) if signs else whole(value), why="")


def _n(sales: int, marketing: int) -> str:
    return _("n = %(sales)s + %(marketing)s") % {"sales": sales, "marketing": marketing}


def heat_columns(rows: Sequence[PortfolioRow]) -> dict[str, str]:
    """Codes and names of the dimensions that the rows' questionnaires ask about."""
    columns: dict[str, str] = {}
    for row in rows:
        if row.scored is not None:
            columns.update(Texts.of(row.scored.wave.assessment).dimensions())
    return columns


def heat_cells(row: PortfolioRow, columns: Iterable[str], show: str) -> list[Cell]:
    """The numbers of a row: the gap of each dimension, or what was measured of it."""
    return [_cell(row, code, show) for code in columns]


def _cell(row: PortfolioRow, code: str, show: str) -> Cell:
    score = row.scored.card.dimensions.get(code) if row.scored else None
    if row.scored is None or score is None:
        return Cell(code=code, number=Shown(value=None, text="", why=""), n="", tint="")
    value = score.gap if show == "gap" else score.measured
    return Cell(
        code=code,
        number=_shown(row.scored, f"dimensions.{code}.{show}", value, signs=show == "gap"),
        n=_n(score.n_sales, score.n_marketing),
        tint=tint(value, show),
    )


def tint(value: float | None, show: str) -> str:
    """The code of a cell's shade: up to four steps to either side of no gap, or five of what was measured.

    >>> tint(32.0, "gap"), tint(-15.4, "gap"), tint(9.4, "gap"), tint(100.0, "measured"), tint(None, "gap")
    ('over-2', 'under-1', '', 'score-4', '')
    """
    if value is None:
        return ""
    if show == "measured":
        return f"score-{min(MOST_TINT, int(rounded(value) // MEASURED_STEP))}"
    step = min(MOST_TINT, int(abs(rounded(value)) // TINT_STEP))
    return f"{'over' if value > 0 else 'under'}-{step}" if step else ""


def in_order(
    rows: list[PortfolioRow], key: str, *, descending: bool, progress: dict[int, Progress], show: str
) -> list[PortfolioRow]:
    """Sort rows; equal ones stay in the order of their names, and those without a value come last."""
    values = {row.client.pk: _value(row, key, progress, show) for row in rows}
    known = [row for row in rows if values[row.client.pk] is not None]
    unknown = [row for row in rows if values[row.client.pk] is None]
    # A stable sort, reversed twice, keeps equal rows in the order of names.
    known = sorted(known[::-1] if descending else known, key=lambda row: values[row.client.pk])
    return (known[::-1] if descending else known) + unknown


def _value(row: PortfolioRow, key: str, progress: dict[int, Progress], show: str) -> float | str | None:
    if key in {"perceived", "index", "gap"}:
        return getattr(row, key).value
    if key == "level":
        return list(LEVELS).index(row.level) if row.level else None
    if key == "responses":
        own = progress.get(row.client.pk)
        return own.submitted / own.added if own and own.added else None
    if key == "industry":
        return str(row.client.get_industry_display()).casefold()
    if key == "name":
        return row.client.name.casefold()
    score = row.scored.card.dimensions.get(key) if row.scored else None
    return getattr(score, show) if score else None
