"""Texts that say whose they are: planted in every column of two firms, and looked for in all that leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import DatabaseError, models, transaction

from smax.accounts.tenancy import FirmRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model

# Letters and digits only, one word, short enough for every column: it survives slugs, addresses and HTML.
FOUND = re.compile(r"zq([ab])([0-9a-z])([0-9a-f]{4})qz", re.IGNORECASE)

# Columns whose text is a code, a key or a figure, and says nothing by itself.
CODES = frozenset(
    {
        *("digest", "seal", "nonce", "code_nonce", "passcode", "sealed_password", "sha256", "message_id"),
        *(
            "slug",
            "receipt",
            "language",
            "time_zone",
            "wording",
            "occasion",
            "key",
            "kind",
            "purpose",
            "item",
        ),
        *("actor_ref", "action", "object_kind", "object_id", "root", "about", "about_kind", "method_version"),
        *(
            "args",
            "draft",
            "answers",
            "revisions",
            "seconds",
            "headwinds",
            "reminder_days",
            "profile",
            "fields",
        ),
        *("marks", "then", "fault", "host"),
        *("section", "recommendation", "dimension", "code"),
        # Kept by rows that nothing changes any more; they are written with canaries in them.
        *("label", "facts", "content", "comments", "notes", "words"),
        # Of what a meeting decides: scores by path, and an answer among an item's options.
        *("scores", "answer"),
        "flag",
        # Told apart by their codes: planted one by one (see tests.security.world).
        *("segments", "trigger_labels"),
    }
)


@dataclass(frozen=True, slots=True)
class Canary:
    """Whose it is: the firm ("a", "b") and the scope within it; see `Flock.scope_of`."""

    firm: str
    scope: str
    column: str


class Flock:
    """All canaries of a run."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.planted: dict[str, Canary] = {}

    def new(self, firm: str, scope: str, column: str) -> str:
        """A text of its own for one column of one row."""
        text = f"zq{firm}{scope}{next(self._numbers):04x}qz"
        self.planted[text] = Canary(firm, scope, column)
        return text

    def found(self, *texts: str) -> set[str]:
        """The canaries in these texts."""
        return {match.group(0).lower() for text in texts for match in FOUND.finditer(text)}

    def plant(self, row: Model, scope: str, firm: str) -> None:
        """Put one into each column of a row that holds somebody's words."""
        for column in _wordy(type(row)):
            if FOUND.search(str(getattr(row, column.name))):
                continue
            text = self.new(firm, scope, f"{row._meta.label}.{column.name}")
            value = f"{text}@example.com" if isinstance(column, models.EmailField) else text
            try:
                with transaction.atomic():
                    type(row)._base_manager.filter(pk=row.pk).update(**{column.name: value})
            except DatabaseError:  # a row that never changes, or a column that says nothing just now
                del self.planted[text]


def firm_models() -> Iterator[type[Model]]:
    """Every model whose rows belong to one firm."""
    yield from (model for model in apps.get_models() if issubclass(model, FirmRow))


def _wordy(model: type[Model]) -> Iterator[Field]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    for column in model._meta.concrete_fields:
        coded = column.choices or column.name in CODES or isinstance(column, models.SlugField)
        if isinstance(column, kinds) and not coded:
            yield column
