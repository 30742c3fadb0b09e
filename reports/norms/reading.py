"""The norms that a client may be held against: those in use of its kind, in the cohorts of its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.benchmarks.cohort import NORM, Cohort
from reports.benchmarks.lattice import EVERYBODY, ONE_WAY, TWO_WAY, Place
from reports.models import NormCell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def norm_cohorts(profile: Mapping[str, Any], *, synthetic: bool) -> list[Cohort]:
    """Read the cohorts of norm tables in use that a company of this profile belongs to, in one query.

    Synthetic companies are held against synthetic norms alone, and real ones against real ones. Ordered by
    table, the newest first, and within one as in its file. An unknown property (None or none at all) is in no
    cohort that is told by it.
    """
    cells = (
        NormCell.objects.filter(
            key__in=keys_of(profile), table__used_from__isnull=False, table__synthetic=synthetic
        )
        .select_related("table")
        .order_by("-table__date", "-table_id", "pk")
    )
    return [_cohort(cell) for cell in cells]


def keys_of(profile: Mapping[str, Any]) -> list[str]:
    """Keys of all cohorts of the lattice that a company of this profile is in: "all" first."""
    tables = (*((name,) for name in ONE_WAY), *TWO_WAY)
    known = [table for table in tables if all(profile.get(name) for name in table)]
    places = (Place(tuple((name, str(profile[name])) for name in table)) for table in known)
    return [EVERYBODY.key, *(place.key for place in places)]


def _cohort(cell: NormCell) -> Cohort:
    table = cell.table
    return Cohort(
        code=f"norm-{table.pk}-{cell.key}",
        key=cell.key,
        origin=NORM,
        source=table.source,
        date=table.date,
        synthetic=table.synthetic,
        n=cell.n,
        measures=cell.measures,
        shares=cell.shares,
    )
