"""Adding leaders from a list: send it, look at each row, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import member_required
from smax.boundary import takes_upload
from smax.csv import csv_response
from surveys.forms.imports import ListForm, Preview
from surveys.imports.reading import LARGEST_FILE
from surveys.imports.templates import EXAMPLE, workbook
from surveys.imports.words import COLUMNS
from surveys.services.nominations import add_people
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from surveys.models import Assessment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@takes_upload(LARGEST_FILE)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def import_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for a list; the answer to it shows what would become of each row."""
    wave = wave_or_404(request, slug, number)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(*sent)
    if form.is_valid():
        return _preview_page(request, wave, Preview(wave, form.rows))
    return render(request, "surveys/desk/import.html", {"form": form, "wave": wave, "columns": COLUMNS})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_people_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add everybody who is ready, or show the rows again where they are no longer what the page showed."""
    wave = wave_or_404(request, slug, number)
    if request.method != "POST":
        return redirect("surveys:import_people", slug, number)
    preview = Preview.carried(wave, request.POST)
    if not (preview.people and preview.as_shown(request.POST)):
        return _preview_page(request, wave, preview, moved=True)
    count = add_people(assessment=wave, people=preview.people)
    told = ngettext("%(count)s leader is added.", "%(count)s leaders are added.", count)
    messages.success(request, told % {"count": count})
    return redirect("surveys:wave", slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def faults_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The rows that are not added, each with the reason, to be corrected and sent again."""
    wave = wave_or_404(request, slug, number)
    if request.method != "POST":
        return redirect("surveys:import_people", slug, number)
    preview = Preview.carried(wave, request.POST)
    rows = [
        (row.raw.name, row.raw.email, row.raw.side, row.raw.seniority, row.raw.number, row.reason)
        for row in preview.faulty
    ]
    return csv_response("leaders-to-correct.csv", (*COLUMNS, "row", "reason"), rows)


@require_safe
@member_required
def csv_template(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The template as a CSV file."""
    wave_or_404(request, slug, number)
    return csv_response("leaders.csv", COLUMNS, [EXAMPLE])


@require_safe
@member_required
def xlsx_template(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The template as an Excel workbook."""
    wave_or_404(request, slug, number)
    headers = {"Content-Disposition": 'attachment; filename="leaders.xlsx"'}
    return HttpResponse(workbook(), content_type=XLSX, headers=headers)


def _preview_page(
    request: HttpRequest, wave: Assessment, preview: Preview, *, moved: bool = False
) -> HttpResponse:
    context = {"wave": wave, "preview": preview, "moved": moved}
    return render(request, "surveys/desk/import_preview.html", context, status=409 if moved else 200)
