"""Files that norms come in: the zip file of a released benchmark, or one CSV table of figures."""

from __future__ import annotations

import datetime
import hashlib
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.norms.bundle import read_bundle
from reports.norms.cohorts import read_figures
from reports.norms.faults import Faults, refuse
from reports.norms.lines import Reader, lines_of
from reports.norms.manifest import COLUMNS, check_method

if TYPE_CHECKING:
    from reports.norms.cohorts import NormCohort

LARGEST_FILE = 20 * 1024 * 1024
ZIP = b"PK\x03\x04"
DELIMITERS = ",;\t"
NEEDED = ("measure", "p25", "p50", "p75")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What whoever imports a file says of it; a benchmark's zip file says all of this itself."""

    date: datetime.date | None = None
    n: int | None = None
    synthetic: bool = False
    method_version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormFile:
    """A norm as read from its file: nothing in it is wrong, and nothing of it is stored yet."""

    date: datetime.date
    snapshot_name: str
    synthetic: bool
    method_version: str
    instrument_versions: str
    digest: str
    cohorts: tuple[NormCohort, ...]


def read_norm(stream: IO[bytes], name: str, stated: Stated) -> NormFile:
    """Read a norm and check all of it; its content says whether it is a zip file or a table. NormFault."""
    stream.seek(0)
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise refuse(name, _("The file is larger than %(most)s MB.") % {"most": LARGEST_FILE // 1024**2})
    read = _of_bundle if content.startswith(ZIP) else _of_table
    return read(content, name, stated)


def _of_bundle(content: bytes, name: str, stated: Stated) -> NormFile:
    manifest, cohorts = read_bundle(io.BytesIO(content), name)
    if stated.date not in (None, manifest.date):
        reason = _("This benchmark was released on %(date)s. Leave the date empty.")
        raise refuse(name, reason % {"date": manifest.date}, value=str(stated.date))
    if stated.synthetic and not manifest.synthetic:
        raise refuse(name, _("This benchmark is of real companies, and you say that they are synthetic."))
    return NormFile(
        date=manifest.date,
        snapshot_name=manifest.snapshot,
        synthetic=manifest.synthetic,
        method_version=manifest.method_version,
        instrument_versions=manifest.instrument_versions,
        digest=hashlib.sha256(content).hexdigest(),
        cohorts=tuple(cohorts.values()),
    )


def _of_table(content: bytes, name: str, stated: Stated) -> NormFile:
    if stated.date is None:
        raise refuse(name, _("A table of figures does not say its date: give it."))
    check_method(name, stated.method_version)
    return NormFile(
        date=stated.date,
        snapshot_name="",
        synthetic=stated.synthetic,
        method_version=stated.method_version,
        instrument_versions="",
        digest=hashlib.sha256(content).hexdigest(),
        cohorts=tuple(_table(content, name, stated).values()),
    )


def _table(content: bytes, name: str, stated: Stated) -> dict[str, NormCohort]:
    reader = Reader(Faults())
    said = {"synthetic": "yes" if stated.synthetic else "no"}
    delimiter = max(DELIMITERS, key=content.split(b"\n", 1)[0].decode("latin-1").count)
    lines = lines_of(name, io.BytesIO(content), needed=NEEDED, known=COLUMNS["figures"], delimiter=delimiter)
    cohorts = read_figures((line for line in lines if reader.agrees(line, said)), reader, stated=stated.n)
    reader.faults.stop_at_any()
    if not cohorts:
        raise refuse(name, _("There is no line below the header."))
    return cohorts
