"""Charts held against something else: what stands beside a number, and how far it lies from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.model import Against, Pair, Then
from reports.numbers import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.comparisons import Comparison
    from reports.scorecards import ScoredWave

# The scorecard's name of each number of a row.
FIELDS = {
    "sales": "perceived_sales",
    "marketing": "perceived_marketing",
    "perceived": "perceived",
    "measured": "measured",
    "gap": "gap",
}
BESIDE = ("perceived", "measured", "gap")
STEP = 20  # points: the end of an axis of differences is a multiple of it


def then(comparison: Comparison, code: str) -> Then:
    """What a dimension is held against."""
    paths = {name: f"dimensions.{code}.{name}" for name in BESIDE}
    withheld = {name: comparison.withheld.get(path, "") for name, path in paths.items()}
    return Then(
        **{name: comparison.then(path) for name, path in paths.items()},
        withheld={name: reason for name, reason in withheld.items() if reason},
    )


def difference(scored: ScoredWave, comparison: Comparison, code: str, name: str) -> Pair:
    """A row of differences: now less then, each rounded once."""
    paths = {field: f"dimensions.{code}.{key}" for field, key in FIELDS.items()}
    values = {field: comparison.difference(scored, path) for field, path in paths.items()}
    reasons = {field: comparison.why(scored, path) for field, path in paths.items()}
    return Pair(
        code=code,
        name=name,
        **values,
        remark="",
        withheld={field: reason for field, reason in reasons.items() if reason and values[field] is None},
    )


def widest_first(pairs: Iterable[Pair]) -> list[Pair]:
    """Rows by the size of their gap's difference, or of the measured one where there is no gap."""

    def size(pair: Pair) -> tuple[bool, int]:
        value = pair.measured if pair.gap is None else pair.gap
        return value is None, -abs(value or 0)

    return sorted(pairs, key=size)


def axis_of(pairs: Sequence[Pair]) -> tuple[int, ...]:
    """Five ticks with 0 in the middle that hold every difference."""
    drawn = [field for field in FIELDS if field != "gap"]
    furthest = max((abs(getattr(pair, field) or 0) for pair in pairs for field in drawn), default=0)
    reach = STEP * max(1, -(-furthest // STEP))
    return tuple(range(-reach, reach + 1, reach // 2))


def differences_finding(pairs: Sequence[Pair], comparison: Comparison) -> str:
    """Name the dimension that lies furthest from what it is held against; the first row is that one."""
    widest = next((pair for pair in pairs if pair.gap is not None), None)
    first = widest or next((pair for pair in pairs if pair.measured is not None), None)
    value = None if first is None else first.measured if widest is None else first.gap
    if first is None or not value:
        return _("Against %(name)s: no difference by dimension") % {"name": comparison.name}
    values = {"name": comparison.name, "dimension": first.name, "change": signed(value)}
    if widest is None:
        return _("Against %(name)s the measured score differs most in %(dimension)s: %(change)s") % values
    return _("Against %(name)s the gap differs most in %(dimension)s: %(change)s") % values


def against(scored: ScoredWave, comparison: Comparison | None) -> Against | None:
    """The other place on the matrix; None where it has none."""
    if comparison is None:
        return None
    paths = ("measured.revenue", "measured.pipeline")
    revenue, pipeline = map(comparison.then, paths)
    across, up = (comparison.difference(scored, path) for path in paths)
    if revenue is None or pipeline is None or across is None or up is None:
        return None
    return Against(
        name=comparison.name,
        revenue=revenue,
        pipeline=pipeline,
        revenue_difference=across,
        pipeline_difference=up,
    )
