"""Which published cohorts a company is in, of snapshots and norms alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.benchmarks.lattice import EVERYBODY, ONE_WAY, TWO_WAY, Place

if TYPE_CHECKING:
    from collections.abc import Mapping


def keys_of(profile: Mapping[str, Any]) -> list[str]:
    """Keys of all cohorts of the lattice that a company of this profile is in: "all" first."""
    tables = (*((name,) for name in ONE_WAY), *TWO_WAY)
    known = [table for table in tables if all(profile.get(name) for name in table)]
    places = (Place(tuple((name, str(profile[name])) for name in table)) for table in known)
    return [EVERYBODY.key, *(place.key for place in places)]
