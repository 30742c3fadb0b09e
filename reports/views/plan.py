"""The joint plan of a wave: its actions, and the pages on which they are chosen, written and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from reports.edition import live_edition
from reports.forms.plan import ActionForm, ChoosingForm, RevisionForm, StatusForm
from reports.models import PlanAction
from reports.services.plan import (
    add_action,
    carry_over,
    change_action,
    move_up,
    set_status,
    take_over,
)
from reports.tables.plan import joint_plan, rows_of
from reports.tables.recommendations import recommendation_table
from reports.texts import Texts
from smax.accounts.access import member_required
from surveys.errors import SurveyError
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.edition import Edition
    from surveys.models import Assessment

Status = PlanAction.Status
# What an action can be said to have become, from where it stands.
STEPS = {
    Status.OPEN: (Status.UNDER_WAY, Status.DONE),
    Status.UNDER_WAY: (Status.DONE, Status.OPEN),
    Status.DONE: (Status.OPEN,),
    Status.DROPPED: (Status.OPEN,),
}


def _back(wave: Assessment) -> HttpResponse:
    return redirect("reports:joint_plan", wave.client.slug, wave.number)


def _frame(wave: Assessment, **more: Any) -> dict[str, Any]:
    return {"wave": wave, "client": wave.client, **more}


def _action_or_404(wave: Assessment, action: int) -> PlanAction:
    return get_object_or_404(wave.plan_actions.select_related("assessment__client", "changed_by"), pk=action)


@require_safe
@member_required
def joint_plan_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """List the wave's actions, and what became of those of the wave before."""
    wave = wave_or_404(request, slug, number)
    edition = live_edition(wave, statistics=False)
    texts = Texts.of(wave)
    actions = list(wave.plan_actions.order_by("place", "pk"))
    context = _frame(
        wave,
        actions=[
            {"row": row, "action": action, "steps": [(step, step.label) for step in STEPS[action.status]]}
            for row, action in zip(rows_of(edition, texts, actions, wave.number), actions, strict=True)
        ],
        plan=joint_plan(edition, texts),
        recommended=_recommended(edition, texts),
        to_carry=_to_carry(edition),
    )
    return render(request, "reports/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def take_over_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Offer the wave's recommendations that are not in its plan; put the chosen ones there on POST."""
    wave = wave_or_404(request, slug, number)
    edition = live_edition(wave, statistics=False)
    offered = _recommended(edition, Texts.of(wave))
    form = ChoosingForm(request.POST or None, offered=[line.code for line in offered])
    if form.is_valid():
        number_of = take_over(
            assessment=wave, scored=edition.scored, codes=form.cleaned_data["chosen"], by=request.user
        )
        messages.success(request, _added(number_of))
        return _back(wave)
    return render(request, "reports/plan_take_over.html", _frame(wave, form=form, offered=offered))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def carry_over_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Offer the open actions of the last plan; carry the chosen ones over on POST."""
    wave = wave_or_404(request, slug, number)
    edition = live_edition(wave, statistics=False)
    offered = _to_carry(edition)
    form = ChoosingForm(request.POST or None, offered=[str(each.pk) for each in offered])
    if form.is_valid():
        chosen = [each for each in offered if str(each.pk) in form.cleaned_data["chosen"]]
        messages.success(request, _added(carry_over(assessment=wave, actions=chosen, by=request.user)))
        return _back(wave)
    rows = rows_of(edition, Texts.of(wave), offered, offered[0].assessment.number if offered else 0)
    context = _frame(wave, form=form, offered=list(zip(offered, rows, strict=True)))
    return render(request, "reports/plan_carry_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_action_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for an action of the client's own."""
    wave = wave_or_404(request, slug, number)
    scored = live_edition(wave, statistics=False).scored
    form = ActionForm(request.POST or None, scored=scored, texts=Texts.of(wave))
    if form.is_valid():
        add_action(assessment=wave, scored=scored, fields=form.values(), by=request.user)
        messages.success(request, _("The action is in the plan."))
        return _back(wave)
    return render(request, "reports/plan_form.html", _frame(wave, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit_action_page(request: HttpRequest, slug: str, number: int, action: int) -> HttpResponse:
    """A form for an action; where somebody changed it since, it shows what stands there beside one's own."""
    wave = wave_or_404(request, slug, number)
    stored = _action_or_404(wave, action)
    common = {"scored": live_edition(wave, statistics=False).scored, "texts": Texts.of(wave)}
    form, theirs = ActionForm(request.POST or None, action=stored, **common), []
    if form.is_valid():
        known = form.cleaned_data["revision"] or 0
        saved = change_action(
            action=stored, scored=common["scored"], fields=form.values(), known=known, by=request.user
        )
        stored = _action_or_404(wave, action)
        theirs = [] if saved else form.differences(stored)
        if not theirs:
            messages.success(request, _("The action is saved."))
            return _back(wave)
        form = ActionForm({**request.POST.dict(), "revision": stored.revision}, action=stored, **common)
    context = _frame(wave, form=form, action=stored, theirs=theirs)
    return render(request, "reports/plan_form.html", context, status=409 if theirs else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def action_status(request: HttpRequest, slug: str, number: int, action: int) -> HttpResponse:
    """Say where an action stands, on POST; the form stands on the page of the plan."""
    wave = wave_or_404(request, slug, number)
    stored, form = _action_or_404(wave, action), StatusForm(request.POST)
    if request.method != "POST":
        return _back(wave)
    if not form.is_valid():
        raise SurveyError(_("No status was chosen. Go back to the plan."))
    given = form.cleaned_data
    set_status(action=stored, status=given["status"], known=given["revision"], by=request.user)
    messages.success(request, _("The status is changed."))
    return _back(wave)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def move_action(request: HttpRequest, slug: str, number: int, action: int) -> HttpResponse:
    """Let an action change places with the one before it, on POST; the form stands with the plan."""
    wave = wave_or_404(request, slug, number)
    stored = _action_or_404(wave, action)
    if request.method == "POST":
        move_up(action=stored)
    return _back(wave)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def drop_action_page(request: HttpRequest, slug: str, number: int, action: int) -> HttpResponse:
    """Ask before an action is dropped; drop it on POST."""
    wave = wave_or_404(request, slug, number)
    stored = _action_or_404(wave, action)
    form = RevisionForm(request.POST or None, initial={"revision": stored.revision})
    if form.is_valid():
        set_status(action=stored, status=Status.DROPPED, known=form.cleaned_data["revision"], by=request.user)
        messages.success(request, _("The action is dropped."))
        return _back(wave)
    context = _frame(
        wave,
        form=form,
        title=_("Drop this action?"),
        text=_("It stays on this page as dropped, and is shown to nobody outside your firm any more."),
        act=_("Drop the action"),
        danger=True,
        back=reverse("reports:joint_plan", args=[slug, number]),
    )
    return render(request, "reports/plan_ask.html", context)


def _recommended(edition: Edition, texts: Texts) -> list[Any]:
    """Recommendations of the wave that do not stand in its plan."""
    table = recommendation_table(edition.scored, texts)
    known = {line.recommendation for line in edition.plan}
    return [line for line in table.lines if line.code not in known] if table else []


def _to_carry(edition: Edition) -> list[PlanAction]:
    """Open actions of the last plan before this one that were not carried over yet."""
    if not edition.earlier_plan:
        return []
    known = {line.recommendation for line in edition.plan if line.recommendation}
    number = edition.earlier_plan[0].wave
    origin = next(each for each in edition.earlier if each.wave.assessment.number == number)
    standing = PlanAction.objects.filter(
        assessment=origin.wave.assessment.pk, status__in=PlanAction.STANDING, carried_to=None
    )
    return [each for each in standing.select_related("assessment") if each.recommendation not in known]


def _added(number: int) -> str:
    return ngettext(
        "%(number)s action is in the plan now. Name its owners.",
        "%(number)s actions are in the plan now. Name their owners.",
        number,
    ) % {"number": number}
