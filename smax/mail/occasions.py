"""For what letters are sent: each occasion with its words, and the function that composes one when it leaves.

An app registers its occasions when the server starts. Nothing of a letter but its addressee is stored; what
it says, and whether it is still wanted, is asked of the rows at the moment of sending.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from smax.mail.models import Message

OCCASIONS: dict[str, Occasion] = {}


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says: a value for each placeholder of its occasion. {name} is the addressee's."""

    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotWanted:
    """Why a letter is not sent after all: a sentence for the firm."""

    reason: str


GONE = NotWanted(_("This server does not write such letters any more."))


@dataclass(frozen=True, slots=True)
class Words:
    """The subject and the text of a letter, placeholders included."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion; `can_stop` lets the addressee ask for no more such letters about the same thing."""

    code: str
    compose: Callable[[Message], Letter | NotWanted]
    title: str
    placeholders: tuple[str, ...]
    folder: Path
    can_stop: bool

    def shipped(self, language: str) -> Words:
        """The words that come with the software: <folder>/<code>.<language>.txt, the subject in line one."""
        return _read(self.folder / f"{self.code}.{language}.txt")


def register(
    code: str,
    compose: Callable[[Message], Letter | NotWanted],
    *,
    title: str,
    placeholders: tuple[str, ...],
    folder: Path,
    can_stop: bool = False,
) -> None:
    """Make an occasion known. `folder` holds its shipped words in every language of the server."""
    OCCASIONS[code] = Occasion(code, compose, title, ("name", *placeholders), folder, can_stop)


def language_of(code: str) -> str:
    """The language itself if letters are written in it, or else the server's first."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def _read(path: Path) -> Words:
    subject, _blank, body = path.read_text(encoding="utf-8").partition("\n")
    return Words(subject.strip(), body.strip())
