"""What if: sliders that ask the server, and the target that they can be saved as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import replace_url

from reports.forms.meetings import RevisionForm
from reports.levers import Levers, read_steps
from reports.models import Target
from reports.scorecards import tried_waves
from reports.services.meetings import remove_target, set_target
from reports.tables.what_if import address, lever_groups, outcome
from reports.texts import Texts
from reports.withheld import why
from scoring import load_method
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from reports.scorecards import ScoredWave
    from scoring.what_if import Reached
    from surveys.models import Assessment


@require_safe
@member_required
def what_if_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what the index would be with the sliders where the address puts them; a part of it for htmx."""
    wave = wave_or_404(request, slug, number)
    asked = _asked(request, wave)
    record_once_a_day("answers.seen", on=wave)
    if request.htmx:
        part = render(request, "reports/_what_if.html", asked)
        return replace_url(part, f"{request.path}?{asked['address']}" if asked["address"] else request.path)
    target = asked["target"]
    aim = "" if target is None else address(Levers.of(asked["scored"], target.scores).steps())
    return render(request, "reports/what_if.html", {**asked, "target_address": aim})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def target_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before the sliders of the address become the target, and say what it replaces; set it on POST."""
    wave = wave_or_404(request, slug, number)
    asked = _asked(request, wave)
    form = RevisionForm(request.POST or None, initial={"revision": _revision(asked["target"])})
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        set_target(assessment=wave, scores=asked["levers"].moved(), revision=revision, by=request.user)
        messages.success(request, _("The target is set. Results compare with it from now on."))
        return redirect(f"{_home(wave)}?{asked['address']}")
    return render(request, "reports/target.html", {**asked, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def remove_target_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before the target is removed; remove it on POST."""
    wave = wave_or_404(request, slug, number)
    target = _target(wave)
    form = RevisionForm(request.POST or None, initial={"revision": _revision(target)})
    if target is None:
        return redirect(_home(wave))
    if request.method == "POST" and form.is_valid():
        remove_target(assessment=wave, revision=form.cleaned_data["revision"])
        messages.success(request, _("The target is removed."))
        return redirect(_home(wave))
    context = {"wave": wave, "client": wave.client, "target": target, "form": form}
    return render(request, "reports/target_remove.html", context)


def _home(wave: Assessment) -> str:
    return reverse("reports:what_if", args=[wave.client.slug, wave.number])


def _target(wave: Assessment) -> Target | None:
    return Target.objects.select_related("set_by").filter(assessment=wave).first()


def _revision(target: Target | None) -> int:
    return target.revision if target else 0


def _asked(request: HttpRequest, wave: Assessment) -> dict[str, Any]:
    """Score the wave with the sliders where the address puts them."""
    method = load_method(wave.instrument_version.catalogue.method_version)
    wanted, faults = read_steps(request.GET.items(), method)
    scored, levers, result = _tried(wave, wanted)
    texts = Texts.of(wave)
    return {
        "wave": wave,
        "client": wave.client,
        "scored": scored,
        "levers": levers,
        "faults": faults,
        "address": address(levers.steps()),
        "groups": lever_groups(scored, levers, texts) if result else [],
        "outcome": outcome(scored, levers, result, texts) if result else None,
        "reason": "" if result else _reason(scored),
        "target": _target(wave),
    }


def _tried(wave: Assessment, wanted: Mapping[str, float]) -> tuple[ScoredWave, Levers, Reached | None]:
    """The wave, its levers, and the case that they make; None where there is no index to move."""
    found: list[Levers] = []

    def case(scored: ScoredWave) -> list[Any]:
        found.append(Levers.of(scored, wanted))
        return found[0].targets(scored.method)

    (scored,), tried = tried_waves([wave], {wave.pk: case})
    return scored, found[0] if found else Levers(), tried.get(wave.pk)


def _reason(scored: ScoredWave) -> str:
    if scored.counts_nowhere:
        return _("Nothing of this wave is scored.")
    reason = why(scored, "measured.index") or why(scored, "measured")
    if reason:
        return _("The index is not shown: %(reason)s.") % {"reason": reason}
    return _("There is no index yet: too few practices were answered.")
