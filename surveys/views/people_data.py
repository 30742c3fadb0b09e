"""What people may ask about their data: to be found, a copy, and to be forgotten."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import member_required, owner_required, reauthenticated
from smax.accounts.audit import record
from smax.csv import csv_response
from surveys.forms.people_data import FindForm, RetentionForm
from surveys.models import Erasure
from surveys.rights.copies import copy_of, lines_of
from surveys.rights.places import find, person_of
from surveys.rules import visible_clients
from surveys.services.erasing import erase_person
from surveys.services.retention import WARNED, due_waves, months_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from surveys.models import Assessment
    from surveys.rights.places import Person

PAGE = 50


def person_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand over somebody in the rows of the clients that the reader works with; 404 where there is nobody.

    Goes above `reauthenticated`: a question for the password would say that somebody is there.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, person: str, **kwargs: Any) -> HttpResponseBase:
        found = person_of(visible_clients(request.membership), person)
        if found is None:
            raise Http404
        return view(request, person=found, **kwargs)

    return wrapped


@require_safe
@member_required
def people_data_page(request: HttpRequest) -> HttpResponse:
    """Look for somebody; below, whose identities go soon and which erasures there were."""
    form = FindForm(request.GET if "q" in request.GET else None)
    people = find(visible_clients(request.membership), form.cleaned_data["q"]) if form.is_valid() else []
    soon = due_waves(request.firm, timezone.now() + WARNED)
    waves = soon.filter(client__in=visible_clients(request.membership))
    context = {
        "form": form,
        "page_obj": Paginator(people, PAGE).get_page(request.GET.get("page")),
        "soon": [(wave, _goes_at(wave, request)) for wave in waves[:PAGE]],
        "erasures": Erasure.objects.all()[:10] if request.membership.is_owner else [],
    }
    return render(request, "surveys/desk/people_data/find.html", context)


@require_safe
@member_required
@person_required
def person_data_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Where somebody stands in the firm's rows, and what can be done about it."""
    return render(request, "surveys/desk/people_data/person.html", {"person": person})


@require_safe
@member_required
@person_required
@reauthenticated
def person_copy(request: HttpRequest, person: Person, form: str) -> HttpResponseBase:
    """Send everything about somebody as JSON or as CSV."""
    record("person.copied", on=person.appearances[0].row, format=form, rows=len(person.appearances))
    document, name = copy_of(request.firm, person), f"personal-data-{person.code}"
    if form == "csv":
        return csv_response(f"{name}.csv", ("field", "value"), list(lines_of(document)))
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@person_required
@reauthenticated
def erase_person_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask before somebody is erased; erase on POST."""
    if request.method == "POST":
        erasure = erase_person(firm=request.firm, person=person)
        messages.success(request, _("The identity is erased. Keep the receipt, or hand it over."))
        return redirect("surveys:erasure", erasure.receipt)
    return render(request, "surveys/desk/people_data/erase.html", {"person": person})


@require_safe
@owner_required
def erasure_page(request: HttpRequest, receipt: str) -> HttpResponse:
    """The receipt of an erasure: that it was done, when, and nothing about whom."""
    erasure = get_object_or_404(Erasure, receipt=receipt)
    return render(request, "surveys/desk/people_data/receipt.html", {"erasure": erasure})


@require_safe
@owner_required
def erasures_page(request: HttpRequest) -> HttpResponse:
    """All erasures of the firm, the newest first."""
    page = Paginator(Erasure.objects.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/desk/people_data/erasures.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@reauthenticated
def retention_page(request: HttpRequest) -> HttpResponse:
    """A form for how long identities are kept."""
    form = RetentionForm(request.POST or None, instance=request.firm)
    if form.is_valid():
        form.store()
        messages.success(request, _("The time is saved. It counts for waves that have ended, too."))
        return redirect("surveys:people_data")
    return render(request, "surveys/desk/people_data/retention.html", {"form": form})


def _goes_at(wave: Assessment, request: HttpRequest) -> object:
    """When the identities of a wave go: never before now, for the daily job has not come yet."""
    return max(months_after(wave.over_at, request.firm.retention_months), timezone.now())
