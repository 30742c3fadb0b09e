"""Documents seen for a wave, and what changed in its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import member_required
from smax.boundary import takes_upload
from smax.files.purposes import PURPOSES
from smax.files.services import signed_url
from surveys.evidence import changes_of, documents_of, practices_of, told
from surveys.forms.documents import DocumentForm
from surveys.services.evidence import remove_document
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.catalogue import Item
    from surveys.models import Assessment

PAGE = 50


@require_safe
@member_required
def documents_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The practices that a document can show, with what was seen for each."""
    wave = wave_or_404(request, slug, number)
    return render(request, "surveys/desk/documents.html", {"wave": wave, "groups": practices_of(wave)})


@require_safe
@member_required
def evidence_changes_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed in outcome figures and documents, when, and by whom."""
    wave = wave_or_404(request, slug, number)
    page = Paginator(changes_of(wave), PAGE).get_page(request.GET.get("page"))
    context = {"wave": wave, "page_obj": page, "lines": told(page.object_list, wave)}
    return render(request, "surveys/desk/evidence_changes.html", context)


@takes_upload(PURPOSES["evidence"].largest)
@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def document_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """A form for what a document shows of one practice."""
    wave = wave_or_404(request, slug, number)
    practice = _practice_or_404(wave, item)
    document = documents_of(wave).filter(item=item).first()
    form = DocumentForm(
        request.POST or None, request.FILES or None, wave=wave, item=practice, document=document
    )
    if form.is_valid():
        form.store(seen_by=request.user)
        messages.success(request, _("The document is entered. It stands in for the answers."))
        return redirect("surveys:documents", slug, number)
    question = practice.wording("both", get_language() or "en")
    context = {"wave": wave, "form": form, "document": document, "question": question}
    return render(request, "surveys/desk/document_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def remove_document_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Ask before a document is taken back; take it back on POST."""
    wave = wave_or_404(request, slug, number)
    document = get_object_or_404(documents_of(wave), item=item)
    if request.method == "POST":
        remove_document(document=document, removed_by=request.user)
        messages.success(request, _("The document is removed. The answers count again."))
        return redirect("surveys:documents", slug, number)
    context = {
        "client": wave.client,
        "wave": wave,
        "title": _("Remove the document for %(item)s?") % {"item": item},
        "text": _("Its step no longer counts, and a file kept with it is deleted. The change stays listed."),
        "act": _("Remove the document"),
        "danger": True,
        "back": reverse("surveys:documents", args=[slug, number]),
    }
    return render(request, "surveys/desk/ask.html", context)


@require_safe
@member_required
def document_file(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Lead to the file of a document, by an address that works for some minutes."""
    wave = wave_or_404(request, slug, number)
    document = get_object_or_404(documents_of(wave).exclude(file=None), item=item)
    return redirect(signed_url(document.file, reader=request.user))


def _practice_or_404(wave: Assessment, item: str) -> Item:
    for each in wave.instrument_version.catalogue.ladder_items:
        if each.id == item:
            return each
    raise Http404
