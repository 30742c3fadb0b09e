"""The desk's page of files of a wave's results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.exports import ExportForm
from reports.models import Export, Release
from reports.releases import releases_of
from smax.accounts.access import member_required
from smax.files.services import signed_url
from smax.jobs.models import JobRun
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from smax.accounts.models import User
    from surveys.models import Assessment

PAGE = 50
AT_WORK = (JobRun.State.QUEUED, JobRun.State.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def exports_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for a file, and the files that the reader had made; POST starts to make one."""
    wave = wave_or_404(request, slug, number)
    releases = list(releases_of(wave).exclude(state=Release.State.WITHDRAWN))
    form = ExportForm(request.POST or None, wave=wave, releases=releases)
    if wave.counts and form.is_valid():
        return redirect("jobs:run", form.start(by=request.user).public_id)
    context = {
        "wave": wave,
        "client": wave.client,
        "form": form,
        "at_work": JobRun.objects.filter(about=f"surveys.assessment:{wave.pk}", state__in=AT_WORK).filter(
            kind="reports.export", actor=request.user
        )[:PAGE],
        "exports": Paginator(_own(wave, request.user), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reports/exports.html", context)


@require_safe
@member_required
def export_file(request: HttpRequest, slug: str, number: int, export: int) -> HttpResponse:
    """Lead to a file by an address that works for some minutes."""
    wave = wave_or_404(request, slug, number)
    found = _own(wave, request.user).filter(pk=export).first()
    if found is None:
        raise Http404
    return redirect(signed_url(found.file, reader=request.user))


def _own(wave: Assessment, user: User) -> QuerySet[Export]:
    """The files of a wave that somebody had made and that can still be fetched, the newest first."""
    live = Export.objects.filter(assessment=wave, file__maker=user, file__expires_at__gt=timezone.now())
    return live.select_related("file", "release").defer("release__content")
