"""What a chart says, apart from how it is drawn. All renderings take their numbers from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What all charts have.

    Parameters
    ----------
    code
        Names the chart in the page and its data.
    finding
        The title: a sentence that says what is to be seen.
    units
        What is drawn, in which units, and of how many respondents.
    summary
        The chart in words, for those who do not see it.
    """

    code: str
    finding: str
    units: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A quarter of the matrix, from its lowest to its highest scores, 0-100; `here` holds the marker."""

    name: str
    here: bool
    low: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Chart):
    """Revenue score (across) against pipeline score (up), each 0-100 (method D6).

    `operating` sets the marker's size; None where there is no operating score. `label` stands beside the
    marker.
    """

    revenue: float
    pipeline: float
    operating: float | None
    label: str
    revenue_axis: str
    pipeline_axis: str
    cut: float
    band: tuple[float, float]
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row of a dumbbell: what each side believes and what was measured, 0-100; None is missing.

    `withheld` says in words, by the name of the field, why a number is not shown.
    """

    code: str
    name: str
    sales: float | None
    marketing: float | None
    perceived: float | None
    measured: float | None
    gap: float | None
    remark: str
    withheld: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumbbell(Chart):
    """Rows from top to bottom, with the names of the three kinds of markers and of the gap.

    `legend` lists which of sales, marketing, measured and gap are drawn at all.
    """

    pairs: tuple[Pair, ...]
    legend: tuple[str, ...]
    sales_name: str
    marketing_name: str
    measured_name: str
    gap_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """A gate of the ladder: passed, failed or not_evidenced."""

    code: str
    name: str
    state: str
    state_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateList:
    """A group of gates, and how many of them the rung needs."""

    name: str
    rule: str
    gates: tuple[GateLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A maturity level; `place` is "below", "here" or "above" as seen from the company's level."""

    level: str
    name: str
    rule: str
    place: str
    groups: tuple[GateList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Chart):
    """Rungs from the lowest up, the two levels that decide, and what holds the company back (method D7)."""

    rungs: tuple[Rung, ...]
    level_name: str
    index_level_name: str
    gate_level_name: str
    holding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table behind a chart. The first column names the row; all others hold numbers as text or words."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
