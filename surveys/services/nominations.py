"""Adding many leaders at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from surveys.services.people import add_participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveys.imports.checking import Nominee
    from surveys.models import Assessment


@transaction.atomic
def add_people(*, assessment: Assessment, people: Iterable[Nominee]) -> int:
    """Add them all, or nobody; says how many. Errors as for `add_participant`, naming who is in the way."""
    count = 0
    for person in people:
        add_participant(
            assessment=assessment,
            name=person.name,
            email=person.email,
            side=person.side,
            seniority=person.seniority,
        )
        count += 1
    return count
