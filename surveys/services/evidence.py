"""Evidence beside the answers: outcome figures and documents, with a row for every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from smax.files.services import discard, keep
from surveys.errors import SurveyError
from surveys.models import EvidenceChange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile

    from smax.accounts.models import User
    from surveys.models import Assessment, Document

Act = EvidenceChange.Act


@transaction.atomic
def record_outcomes(
    *, assessment: Assessment, figures: Mapping[str, dict[str, Any] | None], entered_by: User | None
) -> None:
    """Store value, period, source and owner of each outcome; None removes one. All or nothing."""
    before = {figure.item: figure for figure in assessment.outcomes.filter(item__in=list(figures))}
    for item, figure in figures.items():
        old = before.get(item)
        if figure is not None:
            assessment.outcomes.update_or_create(item=item, defaults={**figure, "entered_by": entered_by})
            changed = [part for part, value in figure.items() if old is None or getattr(old, part) != value]
            act = Act.CHANGED if old else Act.ENTERED
            _note(assessment, item, act, changed, entered_by, **_written(figure))
        elif old is not None:
            old.delete()
            written = {"value": old.value, "period": old.period, "source": old.source}
            _note(assessment, item, Act.REMOVED, [], entered_by, **written)
    record("outcomes.entered", on=assessment, items=sorted(figures))


def _written(figure: dict[str, Any]) -> dict[str, Any]:
    """What the trail of changes keeps: not the owner, who is a person."""
    return {part: figure[part] for part in ("value", "period", "source")}


@transaction.atomic
def keep_document(
    *,
    assessment: Assessment,
    item: str,
    step: int,
    note: str,
    seen_by: User,
    upload: UploadedFile | None = None,
    without_file: bool = False,
) -> Document:
    """Store the step that a document shows for a practice, in place of the last one for it.

    The file that was there stays unless another comes or it is to go. SurveyError where the questionnaire has
    no such practice; ValidationError where the file cannot be kept.
    """
    _check_step(assessment, item, step)
    old = assessment.documents.filter(item=item).select_related("file").first()
    stored = keep(firm=assessment.firm, purpose="evidence", upload=upload, maker=seen_by) if upload else None
    had = old.file if old else None
    kept = stored or (None if without_file else had)
    document, _made = assessment.documents.update_or_create(
        item=item, defaults={"step": step, "note": note, "file": kept, "seen_by": seen_by}
    )
    changed = [
        part
        for part, before, after in (
            ("step", old and old.step, step),
            ("note", old and old.note, note),
            ("file", had and had.pk, kept and kept.pk),
        )
        if before != after
    ]
    if changed:
        _note(assessment, item, Act.CHANGED if old else Act.ENTERED, changed, seen_by, value=step)
        record("document.kept", on=document, item=item, step=step, file=kept is not None)
    if had and had != kept:
        discard([had])
    return document


@transaction.atomic
def remove_document(*, document: Document, removed_by: User) -> None:
    """Take a document back, with its file. Whoever comes second removes nothing."""
    own = document.assessment.documents.filter(pk=document.pk)
    if not own.exists():
        return
    _note(document.assessment, document.item, Act.REMOVED, [], removed_by, value=document.step)
    record("document.removed", on=document, item=document.item)
    own.delete()
    if document.file:
        discard([document.file])


def _check_step(assessment: Assessment, item: str, step: int) -> None:
    catalogue = assessment.instrument_version.catalogue
    if item not in {each.id for each in catalogue.ladder_items} or step not in range(1, 6):
        raise SurveyError(
            _("%(item)s has no step %(step)s that a document could show.") % {"item": item, "step": step}
        )


def _note(
    assessment: Assessment, item: str, act: str, fields: list[str], changed_by: User | None, **written: Any
) -> None:
    if act == Act.CHANGED and not fields:
        return
    assessment.evidence_changes.create(item=item, act=act, fields=fields, changed_by=changed_by, **written)
