"""People in what was written of results: owners of actions, and names in notes, plans and releases."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import Note, PlanAction, Release
from surveys.rights.mentions import ELSEWHERE, ERASED, blank_mentions
from surveys.rights.places import Place, register

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.models import Client

OF_ACTIONS = ("text", "first_step", "note", "sales_owner", "marketing_owner")


def register_written() -> None:
    """Make owners known as people with rights, and let mentions be taken out of what was written."""
    for place in OWNERS:
        register(place)
    ELSEWHERE.append(blank_written)


def blank_written(client: Client, without: Callable[[str], str]) -> None:
    """Take names out of notes, plans and the words of releases, withdrawn ones too.

    The revision goes on: a form that was opened before would put the name back.
    """
    waves = {"assessment__client": client}
    for rows, columns in (
        (Note.objects.filter(**waves), ("text",)),
        (PlanAction.objects.filter(**waves), OF_ACTIONS),
    ):
        for row in rows:
            texts = {column: getattr(row, column) for column in columns}
            blanked = {column: without(text) for column, text in texts.items()}
            if blanked != texts:
                rows.filter(pk=row.pk).update(**blanked, revision=F("revision") + 1)
    for release in Release.objects.filter(**waves, words__isnull=False).defer("content"):
        _blank_release(release, without)


def _blank_release(release: Release, without: Callable[[str], str]) -> None:
    words = json.dumps(
        _each_text(json.loads(str(release.words)), without), ensure_ascii=False, separators=(",", ":")
    )
    if words != release.words:
        # The database wants a later moment than any before, even where two people go in one act.
        earliest = (release.words_erased_at or release.made_at) + timedelta(microseconds=1)
        Release.objects.filter(pk=release.pk).update(
            words=words, words_erased_at=max(timezone.now(), earliest)
        )


def _each_text(value: Any, without: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return without(value)
    if isinstance(value, dict):
        return {key: _each_text(each, without) for key, each in value.items()}
    return [_each_text(each, without) for each in value] if isinstance(value, list) else value


def _document(action: PlanAction, side: str) -> dict[str, Any]:
    """What the copy for a named owner says of an action."""
    return {
        "name": getattr(action, f"{side}_owner"),
        "client": action.assessment.client.name,
        "wave": action.assessment.number,
        "side": side,
        "recommendation": action.recommendation,
        "action": action.text,
        "first_step": action.first_step,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "status": action.status,
        "note": action.note,
        "added_at": action.made_at.isoformat(),
    }


def _place(side: str, title: Any, mentions: dict[str, str] | None = None) -> Place:
    """The owners that actions name on one side: a name, typed in, without an address."""
    column = f"{side}_owner"

    def rows(clients: QuerySet[Client]) -> QuerySet[PlanAction]:
        named = PlanAction.objects.filter(assessment__client__in=clients)
        gone = {f"{column}__in": ("", ERASED)}
        return (
            named.exclude(**gone)
            .annotate(name=F(column), email=Value("", output_field=CharField()))
            .select_related("assessment__client", "firm")
        )

    def erase(action: PlanAction, _now: datetime) -> None:
        # The row itself is one of those that the name is taken out of.
        blank_mentions(action.assessment.client, getattr(action, column))

    return Place(
        code=f"{side}owner",
        title=title,
        rows=rows,
        where=lambda action: action.audit_label,
        document=lambda action: _document(action, side),
        erase=erase,
        # Numbers are given again after a restore; a moment with its microseconds is not.
        stable=lambda action: f"{action.pk} {action.made_at.isoformat()}",
        stands_for=lambda _action: [],
        erased={f"reports.planaction.{column}": "replaced", **(mentions or {})},
    )


MENTIONS = {
    **{f"reports.planaction.{column}": "the name is taken out" for column in ("text", "first_step", "note")},
    "reports.note.text": "the name is taken out",
    "reports.release.words": "the name is taken out, with a mark",
}
OWNERS = (
    _place("sales", _("Owner of an action in sales"), MENTIONS),
    _place("marketing", _("Owner of an action in marketing")),
)
