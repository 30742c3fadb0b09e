"""Asking the leaders of the last wave again: tick, correct, and only then add them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.people import AgainForms
from surveys.queries import people_to_ask_again
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def ask_again_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The leaders of the last wave who are not in this one, fifty at a time; on POST add those ticked."""
    wave = wave_or_404(request, slug, number)
    page = Paginator(people_to_ask_again(wave), PAGE).get_page(request.GET.get("page"))
    forms = AgainForms(request.POST or None, wave=wave, people=list(page.object_list))
    if request.method == "POST" and forms.is_valid():
        count = forms.store()
        told = ngettext("%(count)s leader is added.", "%(count)s leaders are added.", count)
        messages.success(request, told % {"count": count})
        return redirect("surveys:wave", slug, number)
    return render(request, "surveys/desk/ask_again.html", {"wave": wave, "forms": forms, "page_obj": page})
