"""Data quality of a wave, for the consultant alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.quality import DismissForm
from reports.inputs import read_dismissals, read_sittings, read_waves
from reports.tables.quality import quality_lines, readable_comments, readable_notes
from reports.texts import Texts
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.services.dismissals import restore_flag
from surveys.views.access import participant_or_404, wave_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from reports.tables.quality import Flag
    from surveys.models import Assessment, Participant


@require_safe
@member_required
def quality_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show which responses ask for a second look, and the remarks that may be read."""
    assessment = wave_or_404(request, slug, number)
    [wave] = read_waves([assessment])
    record_once_a_day("answers.seen", on=assessment)
    sittings = read_sittings(wave)
    texts = Texts.of(assessment)
    names, item = texts.dimensions(), texts.catalogue.item
    context = {
        "assessment": assessment,
        "client": assessment.client,
        "lines": quality_lines(wave, sittings, read_dismissals([wave])),
        "comments": [(names[remark.place], remark) for remark in readable_comments(wave, sittings, texts)],
        "notes": [(texts.question(item(remark.place)), remark) for remark in readable_notes(wave, sittings)],
    }
    return render(request, "reports/quality.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def dismiss_flag_page(
    request: HttpRequest, slug: str, number: int, public_id: UUID, flag: str
) -> HttpResponse:
    """A form for the reason why a flag does not stand."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    raised = _flag_or_404(wave, person, flag, dismissed=False)
    form = DismissForm(request.POST or None)
    if form.is_valid():
        form.store(participant=person, flag=flag, by=request.user)
        messages.success(request, _("The flag is dismissed."))
        return redirect("reports:quality", slug, number)
    context = {"wave": wave, "client": wave.client, "person": person, "flag": raised, "form": form}
    return render(request, "reports/flag_dismiss.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def restore_flag_page(
    request: HttpRequest, slug: str, number: int, public_id: UUID, flag: str
) -> HttpResponse:
    """Ask before a dismissed flag stands again; let it stand on POST."""
    wave = wave_or_404(request, slug, number)
    person = participant_or_404(wave, public_id)
    raised = _flag_or_404(wave, person, flag, dismissed=True)
    if request.method == "POST":
        restore_flag(participant=person, flag=flag)
        messages.success(request, _("The flag stands again."))
        return redirect("reports:quality", slug, number)
    context = {
        "client": wave.client,
        "wave": wave,
        "title": _("Let this flag of %(name)s stand again?") % {"name": person},
        "text": raised.text,
        "act": _("Let it stand"),
        "back": reverse("reports:quality", args=[slug, number]),
    }
    return render(request, "surveys/desk/ask.html", context)


def _flag_or_404(wave: Assessment, person: Participant, code: str, *, dismissed: bool) -> Flag:
    [read] = read_waves([wave])
    for line in quality_lines(read, read_sittings(read), read_dismissals([read])):
        for flag in line.flags:
            same = (line.public_id, flag.code) == (person.public_id, code)
            if same and dismissed == (flag.dismissal is not None):
                return flag
    raise Http404
