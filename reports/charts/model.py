"""What a chart says, apart from how it is drawn. All renderings take their numbers from here.

Scores are whole points: rounded once, where a chart is described, and never again. So the place at which a
score is drawn, the cell of a slide's workbook and the figure in a sentence are one number.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.numbers import signed, signed_tenths, tenths, whole


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
    notes
        What a reader must know to read it right: conventions, limits, sources.
    """

    code: str
    finding: str
    units: str
    summary: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A quarter of the matrix, from its lowest to its highest scores, 0-100; `here` holds the marker."""

    name: str
    here: bool
    low: tuple[float, float]
    high: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the company stood in an earlier wave."""

    name: str
    revenue: int
    pipeline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Against(Stop):
    """The place that the company's own is held against, and how far it is from there, as now less then."""

    revenue_difference: int
    pipeline_difference: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Chart):
    """Revenue score (across) against pipeline score (up), each 0-100 (method D6).

    `operating` sets the marker's size; None where there is no operating score. `label` stands beside the
    marker, `trail` holds earlier waves, the oldest first, and `series_name` names the marker in a workbook.
    `against` has a marker of its own, and may be one of the trail.
    """

    revenue: int
    pipeline: int
    operating: int | None
    label: str
    series_name: str
    trail: tuple[Stop, ...] = ()
    revenue_axis: str
    pipeline_axis: str
    cut: float
    band: tuple[float, float]
    zones: tuple[Zone, ...]
    against: Against | None = None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All places but the company's own: the trail, and what it is held against if that is another."""
        others = () if self.against is None else (self.against,)
        known = {stop.name for stop in self.trail}
        return (*self.trail, *(each for each in others if each.name not in known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What a row is held against, 0-100; None is missing, and `withheld` says why as that of the row does."""

    perceived: int | None
    measured: int | None
    gap: int | None
    withheld: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row of a dumbbell: what each side believes and what was measured, 0-100; None is missing.

    `withheld` says in words, by the name of the field, why a number is not shown. `then` is what the row is
    held against.
    """

    code: str
    name: str
    sales: int | None
    marketing: int | None
    perceived: int | None
    measured: int | None
    gap: int | None
    remark: str
    withheld: dict[str, str]
    then: Then | None = None


SCORES = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumbbell(Chart):
    """Rows from top to bottom, with the names of the three kinds of markers and of the gap.

    `legend` lists which of sales, marketing, measured and gap are drawn at all. Where the rows are held
    against something, `then_name` says against what: beside it as scores, or, with `differences`, as now less
    then, when the axis runs from below 0 to above it.
    """

    pairs: tuple[Pair, ...]
    legend: tuple[str, ...]
    sales_name: str
    marketing_name: str
    perceived_name: str
    measured_name: str
    gap_name: str
    then_name: str = ""
    differences: bool = False
    ticks: tuple[int, ...] = SCORES


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """A gate of the ladder: passed, failed or not_evidenced; `then` names the state it is held against."""

    code: str
    name: str
    state: str
    state_name: str
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateList:
    """A group of gates, and how many of them the rung needs."""

    name: str
    rule: str
    gates: tuple[GateLine, ...]

    def count(self, state: str) -> int:
        """How many gates of the group are in a state."""
        return sum(gate.state == state for gate in self.gates)


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
    """Rungs from the lowest up, the two levels that decide, and what holds the company back (method D7).

    `states` gives the name of each state of a gate by its code. `then_name` says what it is held against,
    `then_level` the level there.
    """

    rungs: tuple[Rung, ...]
    states: dict[str, str]
    here_name: str
    level_name: str
    index_level_name: str
    gate_level_name: str
    holding: str
    then_name: str = ""
    then_level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """So many people of one side who gave the same answer."""

    side: str
    value: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """A cohort of companies as it was published: its middle half, in steps of 2.5 points, and its bars.

    `bars` are (from, to, percent of the companies), empty where none are published; `n` is about how many.
    """

    low: float
    middle: float
    high: float
    n: int
    bars: tuple[tuple[float, float, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRow:
    """One row of a strip: the answers of people as dots, or a cohort with the company's own score in it.

    `withheld` says in words why there is nothing to see, `standing` where the company lies in the cohort;
    `gap` whether the numbers are differences, which are written with their sign.
    """

    code: str
    name: str
    dots: tuple[Dots, ...] = ()
    cohort: Quartiles | None = None
    own: int | None = None
    standing: str = ""
    withheld: str = ""
    gap: bool = False

    @property
    def own_words(self) -> str:
        """The company's own score as it is written; a dash where it has none."""
        return signed(self.own) if self.gap else whole(self.own)

    @property
    def quartile_words(self) -> tuple[str, ...]:
        """Lower quartile, median and upper quartile of the cohort as they are written."""
        if self.cohort is None:
            return ()
        write = signed_tenths if self.gap else tenths
        return tuple(write(value) for value in (self.cohort.low, self.cohort.middle, self.cohort.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip(Chart):
    """Rows from top to bottom on one axis, from the first to the last of its ticks.

    `ticks` are places with their names, `sides` the sides that have dots with theirs. `bars_name`,
    `cohort_name`, `middle_name` and `own_name` are empty where the dots are people.
    """

    rows: tuple[StripRow, ...]
    ticks: tuple[tuple[int, str], ...]
    rows_name: str
    sides: dict[str, str] = field(default_factory=dict)
    bars_name: str = ""
    cohort_name: str = ""
    middle_name: str = ""
    own_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """A wave of a trend; None is missing or withheld. `n` says how many answered, `people` who they were."""

    name: str
    n: str
    people: str
    perceived: int | None
    measured: int | None
    gap: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Chart):
    """Perceived and measured alignment, 0-100, wave by wave, the oldest first."""

    points: tuple[TrendPoint, ...]
    waves_name: str
    perceived_name: str
    measured_name: str
    gap_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table behind a chart. The first column names the row; all others hold numbers as text or words."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
