"""The study: six findings of the snapshot that is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import BenchmarkSnapshot, SnapshotStudy
from reports.tables.study import sections

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def study_page(request: HttpRequest) -> HttpResponse:
    """Show the study of real companies, or of synthetic ones where asked for or all there is."""
    administers = request.user.is_authenticated and request.user.is_administrator
    if not (settings.PUBLIC_STUDY or administers):
        raise Http404
    made = SnapshotStudy.objects.filter(snapshot__state=BenchmarkSnapshot.State.RELEASED)
    studies = {one.snapshot.synthetic: one for one in made.select_related("snapshot")}
    wanted = request.GET.get("companies") == "synthetic"
    shown = studies.get(wanted) or studies.get(not wanted)
    context = {"study": shown, "sections": sections(shown) if shown else [], "both": len(studies) > 1}
    return render(request, "reports/study.html", context | {"administers": administers})


# Settled when the server starts: where the page is not public it asks for signing in and the second factor.
if settings.PUBLIC_STUDY:
    study_page = login_not_required(study_page)
