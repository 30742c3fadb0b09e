"""How well the questionnaire measures, over the companies of the snapshot that is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import BenchmarkSnapshot, InstrumentQuality
from reports.tables.instrument import tables_of
from smax.accounts.access import benchmarks_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@benchmarks_required
def instrument_page(request: HttpRequest) -> HttpResponse:
    """Show the quality over real companies, or over synthetic ones where asked for or all there is."""
    made = InstrumentQuality.objects.filter(snapshot__state=BenchmarkSnapshot.State.RELEASED)
    found = {one.snapshot.synthetic: one for one in made.select_related("snapshot")}
    wanted = request.GET.get("companies") == "synthetic"
    shown = found.get(wanted) or found.get(not wanted)
    context = {"quality": shown, "tables": tables_of(shown) if shown else None, "both": len(found) > 1}
    return render(request, "reports/instrument.html", context)
