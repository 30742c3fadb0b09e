"""What a company is measured by in benchmarks, and where each measure stands in a snapshot's row."""

from __future__ import annotations

HEADLINE = ("P", "SMAX", "A", "R", "L", "gap")
DIMENSIONS = ("CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL")
MEASURES = (*HEADLINE, *(f"{side}_{code}" for code in DIMENSIONS for side in ("P", "M")))
"""Perceived alignment, index, operating score, revenue, pipeline and gap, then perceived and measured by
dimension; all in points."""

COLUMNS = dict(
    zip(HEADLINE, ("perceived", "smax", "operating", "revenue", "pipeline", "gap"), strict=True)
) | {measure: measure.lower() for measure in MEASURES if measure not in HEADLINE}
"""The column of `SnapshotRow` that holds a measure."""
