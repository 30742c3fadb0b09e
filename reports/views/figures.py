"""A page of results, or the figure of one of its charts: what its script asks for once a reader explores.

So the figures weigh nothing in a page that is only read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, JsonResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EXPLORED = ("matrix", "dimensions", "trend")


def page_or_figure(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render the page; where its address asks for a figure, give that; 404 where the page has none such."""
    code = request.GET.get("figure")
    if code is None:
        return render(request, template, context)
    drawn = context.get(code) if code in EXPLORED else None
    if drawn is None:
        raise Http404
    return JsonResponse(drawn["figure"])
