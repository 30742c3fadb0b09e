"""The consultant's notes: which sections have one, and writing one with a look at it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.notes import NoteForm
from reports.markdown import render as as_html
from reports.sections_list import SECTIONS
from reports.services.notes import save_note
from smax.accounts.access import member_required
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.models import Note
    from surveys.models import Assessment


@require_safe
@member_required
def notes_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """List the sections of the results, with the notes that were written to them."""
    wave = wave_or_404(request, slug, number)
    written = {note.section: note for note in wave.notes.exclude(text="").select_related("written_by")}
    sections = [
        {"code": code, "name": name, "note": written.get(code), "html": _html(written.get(code))}
        for code, name in SECTIONS.items()
    ]
    context = {"wave": wave, "client": wave.client, "sections": sections, "any": bool(written)}
    return render(request, "reports/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def note_page(request: HttpRequest, slug: str, number: int, section: str) -> HttpResponse:
    """A form for the note to one section; "preview" shows it without storing anything."""
    wave = wave_or_404(request, slug, number)
    if section not in SECTIONS:
        raise Http404
    stored = _stored(wave, section)
    form = NoteForm(
        request.POST or None, initial={"text": stored.text if stored else "", "revision": _revision(stored)}
    )
    conflict = False
    if form.is_valid() and "preview" not in request.POST:
        given = form.cleaned_data
        if save_note(
            assessment=wave, section=section, text=given["text"], known=given["revision"], by=request.user
        ):
            messages.success(request, _("The note is saved.") if given["text"] else _("The note is gone."))
            return HttpResponseRedirect(f"{reverse('reports:results', args=[slug, number])}#{section}")
        conflict, stored = True, _stored(wave, section)
        form = NoteForm({**request.POST.dict(), "revision": _revision(stored)})
    context = {
        "wave": wave,
        "client": wave.client,
        "form": form,
        "section": SECTIONS[section],
        "stored": stored,
        "conflict": conflict,
        "preview": as_html(form.cleaned_data["text"]) if form.is_bound and form.is_valid() else "",
        "stored_html": _html(stored),
    }
    return render(request, "reports/note_form.html", context, status=409 if conflict else 200)


def _stored(wave: Assessment, section: str) -> Note | None:
    return wave.notes.filter(section=section).select_related("written_by").first()


def _revision(note: Note | None) -> int:
    return note.revision if note else 0


def _html(note: Note | None) -> str:
    return as_html(note.text) if note else ""
