"""Files of a firm's own results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from reports.exports.assessments import HEADER, rows
from smax.accounts.access import owner_required, reauthenticated
from smax.accounts.audit import record
from smax.csv import csv_response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


@require_safe
@owner_required
@reauthenticated
def firm_export(request: HttpRequest) -> HttpResponseBase:
    """Stream one row an assessment of the owner's firm."""
    record("scores.exported", on=request.firm, format="csv")
    return csv_response("assessments.csv", HEADER, rows(request.firm))
