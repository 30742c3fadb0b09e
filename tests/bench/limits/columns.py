"""The columns of the file of companies, as one SELECT; others stand for its id and what all rows share."""

from __future__ import annotations

from reports.benchmarks.anonymity import QUASI_IDENTIFIERS
from reports.benchmarks.measures import COLUMNS

COMPANIES = "SELECT client_id, 'snapshot', 'no', {} FROM reports_snapshotrow".format(
    ", ".join((*QUASI_IDENTIFIERS, "level", *COLUMNS.values()))
)
