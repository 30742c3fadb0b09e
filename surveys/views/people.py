"""One participant on the desk: correct, remove, exclude, let count again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.people import ExcludeForm, PersonForm
from surveys.queries import has_answered
from surveys.services.nominations import include_person, remove_person
from surveys.views.access import participant_or_404, wave_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def person_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Who a participant is, to be corrected until the first answer; and what else can be done."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    form = PersonForm(request.POST or None, participant=person)
    if form.is_valid():
        form.store()
        messages.success(
            request, _("What is known of %(name)s is saved.") % {"name": form.cleaned_data["name"]}
        )
        return redirect("surveys:wave", slug, number)
    context = {"wave": wave, "person": person, "form": form, "answered": has_answered(person)}
    return render(request, "surveys/desk/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def remove_person_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before somebody who has not answered is removed; remove them on POST."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    if request.method == "POST":
        remove_person(participant=person)
        messages.success(request, _("%(name)s is no longer asked.") % {"name": person})
        return redirect("surveys:wave", slug, number)
    context = {
        "client": wave.client,
        "wave": wave,
        "title": _("Remove %(name)s from the wave?") % {"name": person},
        "text": _("The personal link stops working. You can add this person again later, with a new link."),
        "act": _("Remove from the wave"),
        "danger": True,
        "back": reverse("surveys:person", args=[slug, number, public_id]),
    }
    return render(request, "surveys/desk/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def exclude_person_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """A form for the reason why somebody's answers are left out."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    form = ExcludeForm(request.POST or None, participant=person)
    if form.is_valid():
        form.store()
        messages.success(request, _("The answers of %(name)s are left out.") % {"name": person})
        return redirect("surveys:wave", slug, number)
    return render(request, "surveys/desk/exclude.html", {"wave": wave, "person": person, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def include_person_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before somebody's answers count again; let them count on POST."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    if request.method == "POST":
        include_person(participant=person)
        messages.success(request, _("The answers of %(name)s count again.") % {"name": person})
        return redirect("surveys:wave", slug, number)
    context = {
        "client": wave.client,
        "wave": wave,
        "title": _("Let the answers of %(name)s count again?") % {"name": person},
        "text": _("The reason why they were left out is deleted; the audit trail keeps both acts."),
        "act": _("Let them count"),
        "back": reverse("surveys:person", args=[slug, number, public_id]),
    }
    return render(request, "surveys/desk/ask.html", context)
