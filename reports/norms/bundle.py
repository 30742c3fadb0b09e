"""The zip file of a released benchmark: its parts are what its manifest says, before any is read."""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.norms.cohorts import add_histograms, add_shares, read_figures
from reports.norms.faults import Faults, refuse
from reports.norms.lines import Reader, lines_of
from reports.norms.manifest import COLUMNS, Manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.norms.cohorts import NormCohort
    from reports.norms.lines import Line

MOST_PARTS = 40
LARGEST_TABLE = 40 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
LARGEST_MANIFEST = 256 * 1024
MANIFEST = "_manifest.json"
# What zipfile raises for archives that are damaged, locked, or packed in a way it does not know.
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)


def read_bundle(stream: IO[bytes], name: str) -> tuple[Manifest, dict[str, NormCohort]]:
    """Read the cohorts of a benchmark's zip file. NormFault where anything in it cannot stand."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = _parts(archive, name)
            manifest_name = next((part for part in parts if part.endswith(MANIFEST)), None)
            if manifest_name is None:
                raise refuse(name, _("There is no manifest in this zip file."))
            with archive.open(manifest_name) as part:
                manifest = read_manifest(manifest_name, part.read())
            _check_parts(archive, name, manifest, parts.keys() - {manifest_name})
            return manifest, _cohorts(archive, name, manifest, manifest_name.removesuffix(MANIFEST))
    except DAMAGES as error:
        raise refuse(name, _("This zip file is damaged, locked, or packed in an unknown way.")) from error


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """Look at the directory alone: what it declares is also all that is ever unpacked of a part."""
    infos = archive.infolist()
    parts = {info.filename: info for info in infos}
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise refuse(name, _("This zip file unpacks to far more than a benchmark holds."))
    if len(parts) < len(infos):
        raise refuse(name, _("This zip file holds two files of one name."))
    for part, info in parts.items():
        table = part.endswith(tuple(f"_{table}.csv" for table in COLUMNS))
        largest = LARGEST_MANIFEST if part.endswith(MANIFEST) else LARGEST_TABLE if table else MOST_UNPACKED
        if info.file_size > largest:
            raise refuse(part, _("This part of the zip file is far larger than it should be."))
    return parts


def _check_parts(archive: zipfile.ZipFile, name: str, manifest: Manifest, parts: set[str]) -> None:
    for part in sorted(parts - manifest.files.keys()):
        raise refuse(name, _("holds a file that its manifest does not name."), value=part)
    for part in sorted(manifest.files.keys() - parts):
        raise refuse(name, _("holds no file of this name, and its manifest says so."), value=part)
    for part, digest in manifest.files.items():
        with archive.open(part) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                raise refuse(part, _("This file was changed: its SHA-256 is not what the manifest says."))


def _cohorts(archive: zipfile.ZipFile, name: str, manifest: Manifest, stem: str) -> dict[str, NormCohort]:
    reader = Reader(Faults())
    said = {"snapshot": manifest.snapshot, "synthetic": "yes" if manifest.synthetic else "no"}

    def lines(table: str) -> Iterator[Line]:
        part = f"{stem}_{table}.csv"
        if part not in manifest.files:
            raise refuse(name, _("holds no file of this name."), value=part)
        with archive.open(part) as file:
            count = 0
            for line in lines_of(part, file, needed=COLUMNS[table], known=COLUMNS[table]):
                count += 1
                if reader.agrees(line, said):
                    yield line
            if count != manifest.rows[part]:
                reader.faults.add(
                    part,
                    _("This file has %(count)s lines, and the manifest says %(rows)s.")
                    % {"count": count, "rows": manifest.rows[part]},
                )

    cohorts = read_figures(lines("figures"), reader, stated=None)
    # Without sound figures every further line would be found wrong, too.
    reader.faults.stop_at_any()
    add_shares(cohorts, lines("shares"), reader)
    add_histograms(cohorts, lines("histogram"), reader)
    if len(cohorts) != manifest.cohorts:
        reader.faults.add(
            f"{stem}_figures.csv",
            _("This file has %(count)s cohorts, and the manifest says %(said)s.")
            % {"count": len(cohorts), "said": manifest.cohorts},
        )
    reader.faults.stop_at_any()
    return cohorts
