"""Which rows of a list can be added to a wave, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.imports.words import seniority_of, side_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from surveys.imports.reading import RawRow

LONGEST_NAME = 120
LONGEST_ADDRESS = 254
EXAMPLE_ADDRESS = "ana@example.com"  # of the row that shows how to fill in the template


class State(TextChoices):
    """What becomes of a row."""

    READY = "ready", gettext_lazy("Ready")
    DUPLICATE = "duplicate", gettext_lazy("Twice in the list")
    KNOWN = "known", gettext_lazy("In this wave already")
    INVALID = "invalid", gettext_lazy("To correct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """A person who can be added to a wave."""

    name: str
    email: str
    side: str
    seniority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row with its state; `faults` says by column what is wrong, `nominee` who it is where it is ready."""

    raw: RawRow
    state: State
    faults: dict[str, str] = field(default_factory=dict)
    nominee: Nominee | None = None

    @property
    def reason(self) -> str:
        """Why the row is not added, in words."""
        return " ".join(self.faults.values())


def checked(rows: Iterable[RawRow], *, taken: Set[str]) -> list[CheckedRow]:
    """Check every row; `taken` are the addresses that the wave has, in lower case."""
    first: dict[str, int] = {}
    return [_checked(row, taken, first) for row in rows]


def _checked(row: RawRow, taken: Set[str], first: dict[str, int]) -> CheckedRow:
    email = row.email.lower()
    side, seniority = side_of(row.side), seniority_of(row.seniority)
    faults = {
        "name": _name_fault(row.name),
        "email": _address_fault(email),
        "side": "" if side else _word_fault(row.side, _("sales, marketing or both")),
        "seniority": ""
        if seniority
        else _word_fault(row.seniority, _("C-level, director, manager or other")),
    }
    found = {column: fault for column, fault in faults.items() if fault}
    if found or side is None or seniority is None:
        return CheckedRow(raw=row, state=State.INVALID, faults=found)
    if email in first:
        told = _("%(email)s stands in row %(row)s already.") % {"email": email, "row": first[email]}
        return CheckedRow(raw=row, state=State.DUPLICATE, faults={"email": told})
    first[email] = row.number
    if email in taken:
        told = _("%(email)s is in this wave already.") % {"email": email}
        return CheckedRow(raw=row, state=State.KNOWN, faults={"email": told})
    nominee = Nominee(name=row.name, email=email, side=side, seniority=seniority)
    return CheckedRow(raw=row, state=State.READY, nominee=nominee)


def _name_fault(name: str) -> str:
    if not name:
        return _("The name is missing.")
    return (
        _("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME}
        if len(name) > LONGEST_NAME
        else ""
    )


def _address_fault(email: str) -> str:
    if not email:
        return _("The e-mail address is missing.")
    if email == EXAMPLE_ADDRESS:
        return _("This is the example of the template: take it out.")
    try:
        validate_email(email)
    except ValidationError:
        return _("“%(email)s” is no e-mail address.") % {"email": email[:60]}
    return _("The e-mail address is too long.") if len(email) > LONGEST_ADDRESS else ""


def _word_fault(word: str, offered: str) -> str:
    if not word:
        return _("Missing: %(offered)s.") % {"offered": offered}
    return _("“%(word)s” is none of %(offered)s.") % {"word": word[:60], "offered": offered}
