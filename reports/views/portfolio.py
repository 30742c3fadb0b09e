"""The portfolio: all clients of the reader, with what stands for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models.functions import Lower
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.forms.portfolio import SORTS, PortfolioForm, Wanted
from reports.scorecards import scored_waves
from reports.tables.portfolio import PortfolioRow, heat_cells, heat_columns, in_order, portfolio_rows
from smax.accounts.access import member_required
from surveys.overview import in_state, latest_waves, plans_waiting, standing_waves
from surveys.queries import progress_by_wave
from surveys.rules import visible_clients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from surveys.models import Client
    from surveys.progress import Progress

PAGE = 50
WITHOUT_SCORES = ("name", "industry", "responses")
MOST_PLANS = 10  # planned waves named above the list, the longest due first


@require_safe
@member_required
def portfolio_page(request: HttpRequest) -> HttpResponse:
    """Show the clients that match, 50 a page, with their latest figures and the next step."""
    form = PortfolioForm(request.GET)
    wanted = form.wanted()
    clients = visible_clients(request.membership)
    page, progress = _page(_matching(clients, wanted), wanted, request.GET.get("page"))
    columns = heat_columns(page.object_list) if wanted.table == "heat" else {}
    context = {
        "form": form,
        "wanted": wanted,
        "page_obj": page,
        "columns": [(code, name, _turned(wanted, code)) for code, name in columns.items()],
        "rows": [_line(row, progress, columns, wanted) for row in page.object_list],
        "orders": {key: _turned(wanted, key) for key in SORTS},
        "plans": plans_waiting(clients)[:MOST_PLANS],
        "any_client": bool(page.object_list) or clients.exists(),
    }
    return render(request, "reports/portfolio.html", context)


def _matching(clients: QuerySet[Client], wanted: Wanted) -> QuerySet[Client]:
    """The clients that the filters leave, those on scores apart, by name."""
    found = clients.filter(archived_at__isnull=not wanted.archived).order_by(Lower("name"), "pk")
    if wanted.search:
        found = found.filter(name__icontains=wanted.search)
    if wanted.industry:
        found = found.filter(industry=wanted.industry)
    if wanted.data:
        found = found.filter(synthetic=wanted.data == "synthetic")
    return in_state(found, wanted.state) if wanted.state else found


def _page(
    clients: QuerySet[Client], wanted: Wanted, number: str | None
) -> tuple[Page[PortfolioRow], dict[int, Progress]]:
    """Score one page where the order does not hang on scores, and everybody where it does."""
    everybody = bool(wanted.level) or wanted.sort not in WITHOUT_SCORES
    found = _scored(list(clients)) if everybody else portfolio_rows(clients, [])
    rows = [row for row in found if not wanted.level or wanted.level == (row.level or "none")]
    progress = _progress(row.client for row in rows) if wanted.sort == "responses" else {}
    rows = in_order(rows, wanted.sort, descending=wanted.descending, progress=progress, show=wanted.show)
    page = Paginator(rows, PAGE).get_page(number)
    if not everybody:
        page.object_list = _scored([row.client for row in page.object_list])
    return page, progress or _progress(row.client for row in page.object_list)


def _scored(clients: list[Client]) -> list[PortfolioRow]:
    return portfolio_rows(clients, scored_waves(list(standing_waves(clients))))


def _progress(clients: Iterable[Client]) -> dict[int, Progress]:
    """How far the latest wave of each client has come, by the client's key."""
    found = progress_by_wave(latest_waves(clients)).values()
    return {each.wave.client_id: each for each in found}


def _line(
    row: PortfolioRow, progress: dict[int, Progress], columns: dict[str, str], wanted: Wanted
) -> dict[str, Any]:
    return {
        "row": row,
        "client": row.client,
        "progress": progress.get(row.client.pk),
        "cells": heat_cells(row, columns, wanted.show),
    }


def _turned(wanted: Wanted, key: str) -> dict[str, str]:
    """What a column's heading says of the order, and where its link leads: a second click turns it round."""
    here = wanted.sort == key
    turned = f"-{key}" if here and not wanted.descending else key
    return {"sort": turned, "aria": ("descending" if wanted.descending else "ascending") if here else ""}
