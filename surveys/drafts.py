"""What is stored of one questionnaire until it is submitted, and how what is sent joins it.

A key names one thing that is said: an item ("CUS-P1"), a comment on a dimension ("comment:CUS") or a note on
the evidence for a practice ("note:CUS-K1"). Comments and notes stand apart from the answers: what is scored
never holds one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.models import Response

COMMENT, NOTE = "comment:", "note:"
DRAFT_FIELDS = ("draft", "comments", "notes", "revisions", "seconds", "revision")
LONGEST_COMMENT, LONGEST_NOTE = 2000, 500
# Somebody who leaves a page open over lunch did not think about it for that long.
MOST_SECONDS = 30 * 60
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything stored so far. `revisions` holds, by key, the revision of the draft at its last change.

    A key that was taken back keeps its revision: a page that still shows the old answer is then found stale.
    """

    answers: Mapping[str, Any]
    comments: Mapping[str, Any]
    notes: Mapping[str, str]
    revisions: Mapping[str, int]
    seconds: Mapping[str, int]
    revision: int

    @classmethod
    def of(cls, response: Response) -> Draft:
        """The draft as the row was read."""
        return cls(
            answers=response.draft,
            comments=response.comments,
            notes=response.notes,
            revisions=response.revisions,
            seconds=response.seconds,
            revision=response.revision,
        )

    def put_into(self, response: Response) -> None:
        """Make the row in memory hold this draft."""
        response.revision = self.revision
        for name, value in self.columns.items():
            setattr(response, name, value)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the row that hold it, without the revision."""
        return {
            "draft": self.answers,
            "comments": self.comments,
            "notes": self.notes,
            "revisions": self.revisions,
            "seconds": self.seconds,
        }

    def value(self, key: str) -> Any:
        """What is stored under a key, None for nothing."""
        field, name = _place(key)
        return getattr(self, field).get(name)

    def base(self, key: str) -> int:
        """The revision of the last change of a key, 0 for none."""
        return self.revisions.get(key, 0)

    def differing(self, given: Mapping[str, Any], bases: Mapping[str, int]) -> dict[str, Any]:
        """What is stored, by key, where it is neither what is given nor what the sender's page knew.

        `bases` holds the revision of each key that the page knew; a key without one is not compared.
        """
        return {
            key: self.value(key)
            for key, value in given.items()
            if key in bases and bases[key] != self.base(key) and value != self.value(key)
        }

    def merged(self, given: Mapping[str, Any], seconds: Mapping[str, int] = NOTHING) -> Draft:
        """The draft with what is given; None takes back. The same draft where nothing changes.

        `seconds` counts by screen from its first opening on, so that a retry adds nothing. Time alone is no
        change: somebody who only looks, and a mail scanner, leave no trace.
        """
        changed = {key: value for key, value in given.items() if value != self.value(key)}
        if not changed:
            return self
        parts: dict[str, dict[str, Any]] = {}
        for key, value in changed.items():
            field, name = _place(key)
            part = parts.setdefault(field, dict(getattr(self, field)))
            part.pop(name, None) if value is None else part.update({name: value})
        revision = self.revision + 1
        return replace(
            self,
            **parts,
            revisions={**self.revisions, **dict.fromkeys(changed, revision)},
            seconds={**self.seconds, **_longest(self.seconds, seconds)} if seconds else self.seconds,
            revision=revision,
        )


def _place(key: str) -> tuple[str, str]:
    if key.startswith(COMMENT):
        return "comments", key[len(COMMENT) :]
    if key.startswith(NOTE):
        return "notes", key[len(NOTE) :]
    return "answers", key


def _longest(known: Mapping[str, int], counted: Mapping[str, int]) -> dict[str, int]:
    return {screen: min(max(known.get(screen, 0), spent), MOST_SECONDS) for screen, spent in counted.items()}
