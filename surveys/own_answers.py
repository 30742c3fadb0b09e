"""A respondent's own submission as a document: in words to read, and as JSON with every code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.questionnaire import Questionnaire

if TYPE_CHECKING:
    from surveys.catalogue import Item
    from surveys.models import Participant, Submission


def as_json(participant: Participant, submission: Submission) -> dict[str, Any]:
    """Everything the submission holds. An open question has None for its answer."""
    wave, questionnaire = participant.assessment, Questionnaire(participant)
    items = [item for screen in questionnaire.screens for item in questionnaire.ordered(screen)]
    return {
        "asked_by": str(participant.firm),
        "company": str(wave.client),
        "synthetic": wave.client.synthetic,
        "wave": wave.number,
        "instrument": wave.instrument_version.instrument,
        "instrument_version": wave.instrument_version.version,
        "side": participant.side,
        "level": participant.seniority,
        "receipt": submission.receipt,
        "submission": submission.number,
        "submitted_at": timezone.localtime(submission.submitted_at, wave.zone).isoformat(timespec="seconds"),
        "time_zone": wave.time_zone,
        "language": questionnaire.language,
        "answers": [_entry(questionnaire, item, submission.answers.get(item.id)) for item in items],
        "comments": submission.comments,
        "notes": submission.notes,
        "seconds": submission.seconds,
    }


def as_text(participant: Participant, submission: Submission) -> str:
    """The submission to read and to print: screen by screen, each question with its answer below it."""
    wave, questionnaire = participant.assessment, Questionnaire(participant)
    lines = [
        _("Your answers"),
        "",
        *([_("Synthetic data: this company and its people are invented.")] if wave.client.synthetic else []),
        _("Asked by: %(firm)s") % {"firm": participant.firm},
        _("Company: %(client)s, wave %(number)s") % {"client": wave.client, "number": wave.number},
        _("Answered for: %(side)s") % {"side": participant.get_side_display()},
        _("Submitted: %(moment)s (%(zone)s)") % _moment(submission, participant),
        _("Receipt: %(receipt)s") % {"receipt": submission.receipt},
    ]
    for screen in questionnaire.screens:
        name = screen.name(questionnaire.language)
        lines += ["", name, "=" * len(name)]
        for item in questionnaire.ordered(screen):
            entry = _entry(questionnaire, item, submission.answers.get(item.id))
            lines += ["", entry["question"], "  " + (entry["in_words"] or _("no answer"))]
            if item.id in submission.notes:
                lines.append("  " + _("Your note: %(text)s") % {"text": submission.notes[item.id]})
        comment = submission.comments.get(screen.code.upper())
        if comment:
            lines += ["", _("Your comment: %(text)s") % {"text": comment["text"]}]
    return "\n".join(lines) + "\n"


def _entry(questionnaire: Questionnaire, item: Item, answer: Any) -> dict[str, Any]:
    words = None if answer is None else questionnaire.in_words(item, answer)
    return {"item": item.id, "question": questionnaire.wording(item), "answer": answer, "in_words": words}


def _moment(submission: Submission, participant: Participant) -> dict[str, str]:
    zone = participant.assessment.zone
    moment = timezone.localtime(submission.submitted_at, zone)
    return {"moment": f"{moment:%Y-%m-%d %H:%M}", "zone": zone.key}
