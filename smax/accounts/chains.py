"""Checking the audit trail: each row against its seal, and each chain against its anchors.

An anchor is a chain's newest place and seal, written to a file outside the database. Whoever cuts rows off
the end of a chain leaves no broken seal behind, but an anchor that finds no row.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.tenancy import every_firm
from smax.accounts.trail import BEGINNING, SERVER_CHAIN, AuditEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

CHUNK = 2000
Anchors = dict[int, dict[int, str]]
"""Seals by place, by chain."""


class AnchorError(ValueError):
    """A line of an anchor file cannot be read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a chain was checked, and what is wrong with it at which place."""

    chain: int
    rows: int
    fault: str = ""
    place: int = 0


def chains() -> list[int]:
    """All chains, those included of which an anchor alone is left."""
    with every_firm("whoever verifies the trail reads all chains"):
        stored = AuditEvent.objects.order_by().values_list("chain", flat=True).distinct()
        return sorted({*stored, *read_anchors()})


def verify(chain: int, anchors: Anchors, *, newest: int | None = None) -> Verdict:
    """Walk a chain from its beginning, or over its `newest` rows, to the first row that is not as it was."""
    expected = dict(anchors.get(chain, {}))
    rows, place, previous = _start(chain, newest)
    if place:
        expected = {number: seal for number, seal in expected.items() if number > place}
    checked = 0
    for event in rows.iterator(chunk_size=CHUNK):
        place += 1
        fault = _fault(event, place, previous, expected.pop(place, None))
        if fault:
            return Verdict(chain, checked, fault, place)
        previous = event.seal
        checked += 1
    if expected:
        return Verdict(chain, checked, _("rows are missing at the end"), place + 1)
    return Verdict(chain, checked)


def server_events() -> QuerySet[AuditEvent]:
    """The server's own trail, the newest first: what administrators did, and nothing of any firm's."""
    with every_firm("the server's own trail belongs to no firm"):
        return AuditEvent.objects.filter(firm=None, chain=SERVER_CHAIN).order_by("-sequence")


def write_anchors() -> int:
    """Append the newest place and seal of each chain to today's file; how many chains there are."""
    now = timezone.now()
    heads = [{"chain": event.chain, "sequence": event.sequence, "seal": event.seal} for event in _heads()]
    folder = anchor_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{now:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps({**head, 'at': now.isoformat()})}\n" for head in heads)
    return len(heads)


def read_anchors(*, days: int | None = None) -> Anchors:
    """All anchors, or those of the last files with any. AnchorError names a line that is none."""
    found: Anchors = defaultdict(dict)
    for path in sorted(anchor_folder().glob("*.jsonl"))[-(days or 0) :]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                anchor = json.loads(line)
                found[int(anchor["chain"])][int(anchor["sequence"])] = str(anchor["seal"])
            except (ValueError, KeyError, TypeError) as error:
                raise AnchorError(f"{path.name}, line {number}: not an anchor") from error
    return found


def anchor_folder() -> Path:
    """Where anchors lie. Copy them to another machine: whoever changes the database may reach this one."""
    return Path(settings.RECORDS_DIR) / "audit-anchors"


def _start(chain: int, newest: int | None) -> tuple[QuerySet[AuditEvent], int, str]:
    """The rows to walk over, and the place and the seal before the first of them."""
    with every_firm("whoever verifies the trail reads all chains"):
        rows = AuditEvent.objects.filter(chain=chain).order_by("sequence", "pk")
        if newest is None:
            return rows, 0, BEGINNING
        places = AuditEvent.objects.filter(chain=chain).order_by("-sequence", "-pk")
        before = places.values_list("sequence", "seal")[newest : newest + 1].first()
    return (rows.filter(sequence__gt=before[0]), *before) if before else (rows, 0, BEGINNING)


def _fault(event: AuditEvent, place: int, previous: str, anchored: str | None) -> str:
    if event.sequence > place:
        return _("a row is missing")
    if event.sequence < place:
        return _("there are two rows at one place")
    if (event.firm_id or 0) != event.chain or not event.follows(previous):
        return _("the row is not as it was written")
    if anchored is not None and anchored != event.seal:
        return _("the row is not the one that was anchored")
    return ""


def _heads() -> Iterator[AuditEvent]:
    with every_firm("the heads of all chains are anchored together"):
        stored = AuditEvent.objects.order_by().values_list("chain", flat=True).distinct()
        for chain in sorted(stored):
            yield AuditEvent.objects.filter(chain=chain).latest("sequence")
