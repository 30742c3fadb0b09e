"""Erasing identities: of one person who asked, of waves that are old enough, and again after a restore."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from surveys.errors import SurveyError
from surveys.models import Erasure
from surveys.rights import ledger
from surveys.rights.places import PLACES, Appearance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from surveys.rights.places import Person


def erase_person(*, firm: Firm, person: Person) -> Erasure:
    """Erase somebody who asked for it, everywhere they were found. What they submitted goes on counting."""
    return erase(firm=firm, found=person.appearances, reason=Erasure.Reason.ASKED)


@transaction.atomic
def erase(*, firm: Firm, found: Iterable[Appearance], reason: str) -> Erasure:
    """Erase these rows' identities in one act with one receipt. SurveyError where there are none."""
    rows = list(found)
    if not rows:
        raise SurveyError(_("There is nobody to erase: this was done already."))
    now = timezone.now()
    marks = []
    for appearance in rows:
        marks.append(ledger.marks_of(appearance.place.code, appearance.place.stable(appearance.row))[0])
        appearance.place.erase(appearance.row, now)
    entry = ledger.Entry(_receipt(), firm.pk, str(reason), now.isoformat(), tuple(marks))
    erasure = _stored(firm, entry, now)
    record("person.erased", on=erasure, reason=entry.reason, rows=len(rows), receipt=entry.receipt)
    # Before COMMIT: a crash between the two leaves an erasure to replay, never one that is forgotten.
    ledger.write(entry)
    return erasure


def replay() -> int:
    """Erase again what a restored backup brought back; how many erasures that were. It may run twice."""
    left = ledger.pending()
    for number in sorted({entry.firm for entry in left}):
        firm = Firm.objects.get(pk=number)
        with firm_scope(firm), transaction.atomic():
            _replay(firm, [entry for entry in left if entry.firm == number])
    return len(left)


def _replay(firm: Firm, entries: list[ledger.Entry]) -> None:
    clients = firm.clients.all()
    found = [Appearance(place, row) for place in PLACES.values() for row in place.rows(clients)]
    by_mark = {
        mark: appearance
        for appearance in found
        for mark in ledger.marks_of(appearance.place.code, appearance.place.stable(appearance.row))
    }
    now = timezone.now()
    for entry in entries:
        rows = [by_mark[mark] for mark in entry.marks if mark in by_mark]
        for appearance in rows:
            appearance.place.erase(appearance.row, now)
        erasure = _stored(firm, entry, now)
        record("person.erased_again", on=erasure, rows=len(rows), receipt=entry.receipt)


def _stored(firm: Firm, entry: ledger.Entry, now: datetime) -> Erasure:
    return Erasure.objects.create(
        firm=firm, receipt=entry.receipt, reason=entry.reason, erased_at=now, marks=list(entry.marks)
    )


def _receipt() -> str:
    code = secrets.token_hex(6).upper()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
