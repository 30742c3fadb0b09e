"""Facilitation: the results of a wave, revealed to the two sides step by step, and what they agree on.

Nothing that was answered is in a page before its step is revealed: in the source of a page stand questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.facilitation import Agenda, Step, agenda
from reports.forms.meetings import AgreedForm, RevisionForm
from reports.models import AgreedAnswer
from reports.scorecards import ScoredWave, scored_waves
from reports.services.meetings import remove_agreed
from reports.tables.facilitation import in_words, reveal, skipped_lines, step_lines
from reports.texts import Texts
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.catalogue import Item
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A wave as a meeting goes through it, and the step it stands on."""

    wave: Assessment
    scored: ScoredWave
    agenda: Agenda
    texts: Texts
    place: int | None = None

    @classmethod
    def of(cls, request: HttpRequest, slug: str, number: int, code: str = "") -> Meeting:
        """Read a wave; 404 for a code that names no question and no dimension of it."""
        wave = wave_or_404(request, slug, number)
        catalogue = wave.instrument_version.catalogue
        known = {item.id for item in catalogue.items} | {each.code for each in catalogue.dimensions}
        if code and code not in known:
            raise Http404
        scored = scored_waves([wave])[0]
        steps = agenda(scored)
        return cls(
            wave=wave,
            scored=scored,
            agenda=steps,
            texts=Texts.of(wave),
            place=steps.place(code) if code else None,
        )

    @property
    def step(self) -> Step:
        """The step it stands on."""
        return self.agenda.steps[self.place or 0]

    @property
    def item(self) -> Item | None:
        """The question of the step; None where it is a gap."""
        return None if self.step.is_gap else self.texts.catalogue.item(self.step.code)

    def agreed(self) -> AgreedAnswer | None:
        """What was agreed on at this step."""
        return AgreedAnswer.objects.filter(assessment=self.wave, item=self.step.code).first()

    def context(self) -> dict[str, Any]:
        """What a page of any step shows."""
        lines, place = step_lines(self.agenda, self.texts), self.place or 0
        return {
            "wave": self.wave,
            "client": self.wave.client,
            "firm": self.wave.firm,
            "line": lines[place],
            "previous": lines[place - 1] if place else None,
            "next": lines[place + 1] if place + 1 < len(lines) else None,
        }


def _start(meeting: Meeting) -> HttpResponse:
    return redirect("reports:facilitate", meeting.wave.client.slug, meeting.wave.number)


def _revealed(meeting: Meeting) -> HttpResponse:
    place = (meeting.wave.client.slug, meeting.wave.number, meeting.step.code)
    return redirect("reports:facilitate_revealed", *place)


@require_safe
@member_required
def facilitate_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say how the meeting goes, list its questions without what was answered, and what is skipped."""
    meeting = Meeting.of(request, slug, number)
    context = {
        "wave": meeting.wave,
        "client": meeting.wave.client,
        "steps": step_lines(meeting.agenda, meeting.texts),
        "skipped": skipped_lines(meeting.agenda, meeting.texts),
        "agreed": set(AgreedAnswer.objects.filter(assessment=meeting.wave).values_list("item", flat=True)),
    }
    return render(request, "reports/facilitate.html", context)


@require_safe
@member_required
def step_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Ask the room to guess, with nothing in the page that was answered."""
    meeting = Meeting.of(request, slug, number, item)
    if meeting.place is None:
        return _start(meeting)
    return render(request, "reports/facilitate_step.html", meeting.context())


@require_safe
@member_required
def revealed_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Reveal what the two sides answered, and offer to record what they agree on."""
    meeting = Meeting.of(request, slug, number, item)
    if meeting.place is None:
        return _start(meeting)
    record_once_a_day("answers.seen", on=meeting.wave)
    return _shown(request, meeting, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def agree_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Record the answer that the room agrees on; its form stands on the page of the revealed step."""
    meeting = Meeting.of(request, slug, number, item)
    if meeting.place is None or meeting.item is None:
        return _start(meeting)
    form = _form(meeting, meeting.item, meeting.agreed(), request.POST or None)
    if request.method != "POST" or form.is_valid():
        if request.method == "POST":
            form.store(by=request.user)
        return _revealed(meeting)
    return _shown(request, meeting, form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def remove_agreed_page(request: HttpRequest, slug: str, number: int, item: str) -> HttpResponse:
    """Ask before an agreed answer is removed; remove it on POST."""
    meeting = Meeting.of(request, slug, number, item)
    agreed = None if meeting.place is None else meeting.agreed()
    if agreed is None or meeting.item is None:
        return _start(meeting)
    form = RevisionForm(request.POST or None, initial={"revision": agreed.revision})
    if request.method == "POST" and form.is_valid():
        remove_agreed(assessment=meeting.wave, item=agreed.item, revision=form.cleaned_data["revision"])
        messages.success(request, _("The agreed answer is removed."))
        return _revealed(meeting)
    answer = in_words(meeting.item, agreed.answer, meeting.texts)
    return render(
        request, "reports/agreed_remove.html", {**meeting.context(), "form": form, "answer": answer}
    )


def _shown(request: HttpRequest, meeting: Meeting, form: AgreedForm | None) -> HttpResponse:
    """The page of a revealed step, with the form as it was sent where it was refused."""
    item, agreed = meeting.item, meeting.agreed()
    context = {
        **meeting.context(),
        "reveal": reveal(meeting.scored, meeting.step, meeting.texts),
        "agreed": agreed and item and in_words(item, agreed.answer, meeting.texts),
        "form": form or (item and _form(meeting, item, agreed, None)),
    }
    return render(request, "reports/facilitate_step.html", context)


def _form(meeting: Meeting, item: Item, agreed: AgreedAnswer | None, data: Any) -> AgreedForm:
    return AgreedForm(data, wave=meeting.wave, item=item, texts=meeting.texts, agreed=agreed)
