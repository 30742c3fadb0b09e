"""What stands beside a wave's answers: documents by practice, and the trail of changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys.catalogue.items import BOTH
from surveys.enums import SourceGrade
from surveys.forms.figures import FigureField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from surveys.catalogue import Item
    from surveys.models import Assessment, Document, EvidenceChange

FIELDS = {
    "value": gettext_lazy("value"),
    "period": gettext_lazy("period"),
    "source": gettext_lazy("source"),
    "owner": gettext_lazy("owner"),
    "step": gettext_lazy("step"),
    "note": gettext_lazy("note"),
    "file": gettext_lazy("file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A practice with the document that was seen for it, if any, and its step in words."""

    item: str
    question: str
    document: Document | None
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionPractices:
    """The practices of one dimension."""

    name: str
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change in words."""

    change: EvidenceChange
    name: str
    value: str
    fields: str


def documents_of(wave: Assessment) -> QuerySet[Document]:
    """The documents seen for a wave, with their files and who saw them."""
    return wave.documents.select_related("file", "seen_by")


def practices_of(wave: Assessment) -> list[DimensionPractices]:
    """Every practice that a document can show, by dimension, in the order asked."""
    catalogue, language = wave.instrument_version.catalogue, get_language() or "en"
    seen = {document.item: document for document in documents_of(wave)}
    return [
        DimensionPractices(
            name=dimension.name(language),
            practices=tuple(
                _practice(item, seen.get(item.id), language)
                for item in catalogue.ladder_items
                if item.dimension == dimension.code
            ),
        )
        for dimension in catalogue.dimensions
    ]


def _practice(item: Item, document: Document | None, language: str) -> Practice:
    steps = dict(item.options(language))
    return Practice(
        item=item.id,
        question=item.wording(BOTH, language),
        document=document,
        step=_("%(step)s of 5: %(text)s") % {"step": document.step, "text": steps[document.step]}
        if document
        else "",
    )


def changes_of(wave: Assessment) -> QuerySet[EvidenceChange]:
    """What changed in a wave's evidence, the newest first."""
    return wave.evidence_changes.select_related("changed_by")


def told(changes: Iterable[EvidenceChange], wave: Assessment) -> list[ChangeLine]:
    """Changes in words, with the names that the wave's questionnaire gives."""
    catalogue, language = wave.instrument_version.catalogue, get_language() or "en"
    return [_line(change, catalogue.item(change.item), language) for change in changes]


def _line(change: EvidenceChange, item: Item, language: str) -> ChangeLine:
    if item.kind == "O":
        source = dict(SourceGrade.choices).get(change.source, "")
        figure = f"{FigureField().prepare_value(change.value)} {item.unit(language)}".strip()
        value = " · ".join(str(part) for part in (figure, change.period, source) if part)
    else:
        value = _("step %(step)s of 5") % {"step": f"{change.value:.0f}"}
    fields = [str(FIELDS[field]) for field in change.fields] if change.act == "changed" else []
    return ChangeLine(change=change, name=item.wording(BOTH, language), value=value, fields=", ".join(fields))
