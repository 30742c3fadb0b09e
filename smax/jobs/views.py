"""How far a job is, for who started it, and how all jobs are, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smax.accounts.access import administrator_required
from smax.jobs.health import health_of_jobs
from smax.jobs.models import run_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_safe
def run_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far a job is that the reader started, in the firm they work for now or for the server."""
    run = run_of(public_id, request.user, request.firm)
    if run is None:
        raise Http404
    return render(request, "jobs/_run.html" if request.htmx else "jobs/run.html", {"run": run})


@require_safe
@administrator_required
def jobs_page(request: HttpRequest) -> HttpResponse:
    """What waits, what runs and what failed, by kind; nothing of any firm."""
    return render(request, "jobs/health.html", {"health": health_of_jobs()})
