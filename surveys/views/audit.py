"""The audit trail as its owner reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smax.accounts.access import owner_required, reauthenticated
from smax.accounts.audit import record
from smax.accounts.chains import AnchorError, read_anchors, verify
from smax.accounts.sentences import lines
from smax.accounts.tenancy import firm_scope
from smax.csv import csv_response
from surveys.forms.audit import TrailForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from smax.accounts.chains import Verdict
    from smax.accounts.models import Firm
    from smax.csv import Cell

PAGE = 50
CHUNK = 500
# Rows that a page looks at itself; `manage.py verify_audit` walks over all of them.
CHECKED = 2000
DAYS = 3
HEADER = (
    *("sequence", "at", "actor_kind", "actor_ref", "actor", "action", "sentence", "object_kind", "object_id"),
    *("belongs_to", "facts", "seal"),
)


@require_safe
@owner_required
def audit_page(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    form = TrailForm(request.GET, firm=request.firm)
    page = Paginator(form.found(), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "lines": lines(list(page.object_list)),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "verdict": _verdict(request.firm),
    }
    return render(request, "surveys/desk/audit.html", context)


@require_safe
@owner_required
@reauthenticated
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """Send the rows that pass the filters as CSV; that this was done is the newest row."""
    keys = list(TrailForm(request.GET, firm=request.firm).found().values_list("pk", flat=True))
    record("trail.exported", on=request.firm, format="csv", rows=len(keys))
    return csv_response("audit-trail.csv", HEADER, _rows(request.firm, keys))


def _rows(firm: Firm, keys: list[int]) -> Iterator[tuple[Cell, ...]]:
    """Rows a chunk at a time, each chunk read inside the firm's scope and handed out after it."""
    for start in range(0, len(keys), CHUNK):
        with firm_scope(firm):
            form = TrailForm({}, firm=firm)
            events = form.events.filter(pk__in=keys[start : start + CHUNK]).order_by("-sequence")
            read = lines(list(events))
        for line in read:
            event = line.event
            yield (
                *(event.sequence, event.at.isoformat(), event.actor_kind, event.actor_ref, line.who),
                *(event.action, f"{line.who} {line.did}", event.object_kind, event.object_id),
                *(event.label, json.dumps(event.facts, sort_keys=True), event.seal),
            )


def _verdict(firm: Firm) -> Verdict | None:
    """How the newest rows stand; None where an anchor cannot be read, which the operator has to look at."""
    try:
        return verify(firm.pk, read_anchors(days=DAYS), newest=CHECKED)
    except AnchorError:
        return None
