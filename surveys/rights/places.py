"""Where people stand in a firm's rows. An app registers its places when the server starts.

A place is a kind of row that is about one person. It says how such a row is found, copied out and erased, and
what becomes of each of its text fields: a test refuses a field that no place accounts for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from surveys.models import Client

ERASED_NAME = "Erased person"
# Nobody has an address there (RFC 2606), and no letter leaves for it.
ERASED_DOMAIN = "@erased.invalid"
SHORTEST_SEARCH = 2
MOST_FOUND = 500
PLACES: dict[str, Place] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One kind of row about a person; each row has a name, an address (perhaps empty) and a client.

    `rows` gives those of some clients that are not erased, `stable` what names a row for ever without naming
    the person. `erased` and `kept` say of each text field why it holds nothing of the person afterwards.
    """

    code: str
    title: str
    rows: Callable[[QuerySet[Client]], QuerySet]
    where: Callable[[Any], str]
    document: Callable[[Any], dict[str, Any]]
    erase: Callable[[Any, datetime], None]
    stable: Callable[[Any], str]
    # The rows whose acts in the audit trail are about the person.
    stands_for: Callable[[Any], list[Model]] = lambda row: [row]
    erased: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appearance:
    """One row about somebody."""

    place: Place
    row: Any

    @property
    def code(self) -> str:
        """What names it in an address: no name and no e-mail address."""
        return f"{self.place.code}-{self.row.pk}"

    @property
    def where(self) -> str:
        """A phrase for the desk."""
        return str(self.place.where(self.row))

    @property
    def title(self) -> str:
        """What kind of row it is."""
        return str(self.place.title)


@dataclass(frozen=True, slots=True)
class Person:
    """Everything under one address; a row without an address stands for itself."""

    appearances: tuple[Appearance, ...]

    @property
    def code(self) -> str:
        """What names the person in an address: the first of their rows."""
        return self.appearances[0].code

    @property
    def name(self) -> str:
        """The name on the newest row."""
        return str(self.appearances[-1].row.name)

    @property
    def email(self) -> str:
        """The address on all of the rows."""
        return str(self.appearances[0].row.email)


def register(place: Place) -> None:
    """Make a place known."""
    PLACES[place.code] = place


def find(clients: QuerySet[Client], text: str) -> list[Person]:
    """People of these clients whose name or address holds the text, by name: one query a place."""
    wanted = Q(name__icontains=text) | Q(email__icontains=text)
    found = [
        Appearance(place, row)
        for place in PLACES.values()
        for row in place.rows(clients).filter(wanted).order_by("pk")[:MOST_FOUND]
    ]
    return sorted(_grouped(found), key=lambda person: (person.name.casefold(), person.code))


def person_of(clients: QuerySet[Client], code: str) -> Person | None:
    """The person that one row is about, with all their other rows of these clients; None for no such row."""
    kind, _hyphen, number = code.partition("-")
    if kind not in PLACES:
        return None
    row = PLACES[kind].rows(clients).filter(pk=int(number)).first()
    if row is None:
        return None
    if not row.email:
        return Person((Appearance(PLACES[kind], row),))
    found = (
        Appearance(place, other)
        for place in PLACES.values()
        for other in place.rows(clients).filter(email__iexact=row.email).order_by("pk")
    )
    return Person(tuple(found))


def _grouped(found: Iterable[Appearance]) -> Iterator[Person]:
    by_address: dict[str, list[Appearance]] = {}
    for appearance in found:
        address = str(appearance.row.email).casefold() or appearance.code
        by_address.setdefault(address, []).append(appearance)
    return (Person(tuple(appearances)) for appearances in by_address.values())
