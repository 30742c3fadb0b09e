"""The erasure ledger: a file outside the database that remembers what a restored backup has forgotten.

A line names an erasure's receipt, its firm, and a keyed digest of each row that lost its identity. It says
nothing about anybody, but after a restore the same rows are found by it, and erased again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from smax.accounts.models import Firm
from smax.accounts.tenancy import every_firm
from surveys.models import Erasure

SALT = "surveys.rights.ledger"


class LedgerError(ValueError):
    """A line of the ledger cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure."""

    receipt: str
    firm: int
    reason: str
    at: str
    marks: tuple[str, ...]


def marks_of(place: str, stable: str) -> list[str]:
    """Digests of a row under the present secret and the retired ones, the present one first."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    name = f"{place} {stable}"
    return [salted_hmac(SALT, name, secret=key, algorithm="sha256").hexdigest() for key in keys]


def write(entry: Entry) -> None:
    """Append an entry and wait until the disk has it: the database commits after this."""
    path = ledger_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(entry)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def entries() -> list[Entry]:
    """Everything that the ledger remembers. LedgerError names a line that is no entry."""
    path = ledger_path()
    if not path.is_file():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            raw = json.loads(line)
            found.append(Entry(**{**raw, "marks": tuple(raw["marks"])}))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{path.name}, line {number}: not an entry of the ledger") from error
    return found


def pending() -> list[Entry]:
    """Erasures that the ledger knows and the database does not: it was restored from an older backup."""
    known = entries()
    if not known:
        return []
    with every_firm("a restored database is compared with the whole ledger"):
        applied = set(Erasure.objects.values_list("receipt", flat=True))
    # A firm that is younger than the backup is gone with everybody in it.
    firms = set(Firm.objects.values_list("pk", flat=True))
    return [entry for entry in known if entry.receipt not in applied and entry.firm in firms]


def ledger_path() -> Path:
    """Where the ledger lies. Keep it apart from the database's backups."""
    return Path(settings.RECORDS_DIR) / "erasures.jsonl"
