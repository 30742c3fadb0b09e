"""What stands beside the answers of waves: figures, documents, what was decided and what was written.

Few rows of many kinds, so they are read as one kind, together: a page asks the database once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, F, FloatField, JSONField, Value
from django.db.models.functions import Cast, JSONObject

from reports.models import AgreedAnswer, Note, PlanAction, Target
from surveys.models import Document, OutcomeFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import Model, QuerySet
    from django.db.models.expressions import Combinable

    from surveys.models import Assessment

FIGURE, DOCUMENT, TARGET, AGREED, NOTE, ACTION = "figure", "document", "target", "agreed", "note", "action"
LINE = (
    *("recommendation", "text", "first_step", "dimension", "item", "value", "target", "method_version"),
    *("since", "sales_owner", "marketing_owner", "due_on", "status", "note"),
)
"""The columns of an action that a plan shows."""
PLACE = ("pk", "place", "carried_from")


class Row(NamedTuple):
    """Whatever it is: the key of its wave, its kind, an item or section, a number, and all else as JSON."""

    wave: int
    kind: str
    key: str
    number: float | None
    content: Any


@dataclass(frozen=True, slots=True)
class Beside:
    """Rows by kind and wave."""

    rows: dict[tuple[str, int], list[Row]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def evidence(cls, waves: Sequence[Assessment]) -> Beside:
        """Read figures and documents alone, with one query."""
        return _read(_evidence(waves))

    @classmethod
    def of(cls, waves: Sequence[Assessment]) -> Beside:
        """Read all of it for a client's waves, the newest last, with one query."""
        return _read([*_evidence(waves), *_decided(waves), *_written(waves)])

    def of_wave(self, kind: str, wave: Assessment) -> list[Row]:
        """The rows of a kind."""
        return self.rows.get((kind, wave.pk), [])

    def figures(self, wave: Assessment) -> tuple[OutcomeFigure, ...]:
        """The outcome figures of a wave, by item."""
        rows = sorted(self.of_wave(FIGURE, wave), key=lambda row: row.key)
        return tuple(
            OutcomeFigure(assessment=wave, item=row.key, value=row.number, **row.content) for row in rows
        )

    def documents(self, wave: Assessment) -> tuple[Document, ...]:
        """The documents of a wave, by item, without what somebody noted of them."""
        rows = sorted(self.of_wave(DOCUMENT, wave), key=lambda row: row.key)
        return tuple(Document(assessment=wave, item=row.key, step=int(row.number or 0)) for row in rows)


def _read(parts: Iterable[QuerySet[Any, Any]]) -> Beside:
    found = Beside()
    first, *others = parts
    for row in map(Row._make, first.union(*others, all=True)):
        found.rows[row.kind, row.wave].append(row)
    return found


def _evidence(waves: Sequence[Assessment]) -> list[QuerySet[Any, Any]]:
    """Of waves that count: a withdrawn wave or a trial holds nothing."""
    numbers = [wave.pk for wave in waves if wave.counts]
    figures = OutcomeFigure.objects.filter(assessment__in=numbers)
    documents = Document.objects.filter(assessment__in=numbers)
    return [
        _rows(figures, FIGURE, "item", F("value"), JSONObject(period="period", source="source")),
        _rows(documents, DOCUMENT, "item", Cast("step", FloatField())),
    ]


def _decided(waves: Sequence[Assessment]) -> list[QuerySet[Any, Any]]:
    """All targets, and the answers agreed on in the last wave."""
    targets = Target.objects.filter(assessment__in=[wave.pk for wave in waves])
    agreed = AgreedAnswer.objects.filter(assessment=waves[-1].pk)
    return [_rows(targets, TARGET, content=F("scores")), _rows(agreed, AGREED, "item", content=F("answer"))]


def _written(waves: Sequence[Assessment]) -> list[QuerySet[Any, Any]]:
    """The last wave's notes, and all plans without what was dropped."""
    notes = Note.objects.filter(assessment=waves[-1].pk).exclude(text="")
    plans = PlanAction.objects.filter(assessment__in=[wave.pk for wave in waves])
    actions = plans.exclude(status=PlanAction.Status.DROPPED)
    columns = {name: name for name in (*LINE, *PLACE)}
    return [
        _rows(notes, NOTE, "section", content=JSONObject(text="text")),
        _rows(actions, ACTION, content=JSONObject(**columns)),
    ]


def _rows(
    rows: QuerySet[Model],
    kind: str,
    key: str = "",
    number: Combinable | None = None,
    content: Combinable | None = None,
) -> QuerySet[Any, Any]:
    named: dict[str, Callable[..., Any] | Combinable] = {
        "kind_": Value(kind, output_field=CharField()),
        "key_": F(key) if key else Value("", output_field=CharField()),
        "number_": number or Value(None, output_field=FloatField()),
        "content_": content or Value(None, output_field=JSONField()),
    }
    return rows.order_by().annotate(**named).values_list("assessment_id", *named)
