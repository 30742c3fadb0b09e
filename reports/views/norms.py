"""Norm tables: administrators import and remove them, everybody who reads benchmarks reads those in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.benchmarks.cells import dimension_tables, page_rows
from reports.forms.norms import NormForm
from reports.models import NormTable
from reports.norms.files import LARGEST_FILE
from reports.services.norms import remove_norm, use_norm
from smax.accounts.access import administrator_required, benchmarks_required
from smax.boundary import takes_upload

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@benchmarks_required
def norms_page(request: HttpRequest) -> HttpResponse:
    """All norm tables, the newest first."""
    tables = _visible(request).annotate(cohorts=Count("cells")).order_by("-date", "-pk")
    page = Paginator(tables, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "administers": request.user.is_administrator}
    return render(request, "reports/norms.html", context)


@takes_upload(LARGEST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def import_norm_page(request: HttpRequest) -> HttpResponse:
    """A form for a norm; what it holds is looked at before it is used."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NormForm(*sent, by=request.user)
    if form.is_valid() and form.kept():
        return redirect("reports:norm", form.table.pk)
    return render(request, "reports/norm_form.html", {"form": form})


@require_safe
@benchmarks_required
def norm_page(request: HttpRequest, norm: int) -> HttpResponse:
    """A norm table as it is used, or would be."""
    table = get_object_or_404(
        _visible(request).select_related("imported_by").prefetch_related("cells"), pk=norm
    )
    context = {
        "table": table,
        "rows": page_rows(table),
        "dimensions": dimension_tables(table),
        "places": any(
            "histogram" in measure for cell in table.cells.all() for measure in cell.measures.values()
        ),
        "administers": request.user.is_administrator,
    }
    return render(request, "reports/norm.html", context)


@require_POST
@administrator_required
def use_norm_page(request: HttpRequest, norm: int) -> HttpResponse:
    """Let clients be held against a norm table that somebody has looked at."""
    table = get_object_or_404(NormTable, pk=norm)
    use_norm(table=table)
    messages.success(request, _("The norm table is in use."))
    return redirect("reports:norm", table.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove_norm_page(request: HttpRequest, norm: int) -> HttpResponse:
    """Ask before a norm table is removed."""
    table = get_object_or_404(NormTable, pk=norm)
    if request.method != "POST":
        return render(request, "reports/norm_remove.html", {"table": table})
    remove_norm(table=table)
    messages.success(request, _("The norm table is removed."))
    return redirect("reports:norms")


def _visible(request: HttpRequest) -> QuerySet[NormTable]:
    """The tables in use; administrators see those that wait, too."""
    tables = NormTable.objects.all()
    return tables if request.user.is_administrator else tables.filter(used_from__isnull=False)
