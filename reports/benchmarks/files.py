"""The files of a snapshot: made once, when it is built, and from then on read in blocks.

What is approved is what leaves, byte for byte, from both databases. A download holds one block in memory and
no statement open, however slow its reader is, and goes on at any byte.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.companies import COMPANY_COLUMNS, TABLE, company_lines
from reports.benchmarks.tables import CODEBOOK, TABLES, codebook
from reports.models import BenchmarkSnapshot, SnapshotBlock, SnapshotFile
from smax.csv import lines
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.benchmarks.tables import Column
    from smax.csv import Cell

BLOCK = 256 * 1024  # bytes
State = BenchmarkSnapshot.State


class BrokenFileError(Exception):
    """A block of a file is not there, or not as long as it was, or the snapshot has been taken back."""


def make_files(snapshot: BenchmarkSnapshot) -> None:
    """Make a built snapshot's files: its cohorts, single companies where they may leave, and the codebook."""
    columns = {table.name: table.columns for table in TABLES}
    for table in TABLES:
        _make(snapshot, table.name, table.columns, table.lines(snapshot))
    if snapshot.rows.filter(released=True).exists():
        columns[TABLE] = COMPANY_COLUMNS
        _make(snapshot, TABLE, COMPANY_COLUMNS, company_lines(snapshot))
    _make(snapshot, "codebook", CODEBOOK, codebook(columns))


def _make(
    snapshot: BenchmarkSnapshot, table: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    file = SnapshotFile(snapshot=snapshot, table=table, rows=0, size=0)
    file.save(force_insert=True)
    digest = hashlib.sha256()
    for number, block in enumerate(_blocks(columns, rows, file)):
        digest.update(block)
        file.size += len(block)
        SnapshotBlock(file=file, number=number, content=block).save(force_insert=True)
    file.sha256 = digest.hexdigest()
    file.save()


def _blocks(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], file: SnapshotFile) -> Iterator[bytes]:
    """The text in blocks of one length; counts the rows of the file."""
    waiting = bytearray()
    for place, line in enumerate(lines([column.name for column in columns], rows)):
        file.rows = place
        waiting += line.encode()
        if len(waiting) >= BLOCK:
            yield bytes(waiting[:BLOCK])
            del waiting[:BLOCK]
    if waiting:
        yield bytes(waiting)


def file_of(snapshot: BenchmarkSnapshot, table: str) -> SnapshotFile:
    """One of the snapshot's files; SurveyError where it has none of that table."""
    found = snapshot.files.filter(table=table).first()
    if found is None:
        raise SurveyError(_("This snapshot has no such file. Build a new one: its files are made with it."))
    return found


def read(file: SnapshotFile, first: int = 0) -> Iterator[bytes]:
    """The file from a byte to its end; BrokenFileError, in the middle if need be, where it is not whole.

    What is taken back meanwhile goes no further: whoever reads has fewer bytes than were announced.
    """
    blocks = SnapshotBlock.objects.filter(file=file.pk).exclude(file__snapshot__state=State.WITHDRAWN)
    for number in range(first // BLOCK, -(-file.size // BLOCK)):
        block = blocks.filter(number=number).values_list("content", flat=True)
        content = bytes(block.first() or b"")
        if len(content) != min(BLOCK, file.size - number * BLOCK):
            message = f"Block {number} of {file} is not whole."
            raise BrokenFileError(message)
        yield content[max(0, first - number * BLOCK) :]
