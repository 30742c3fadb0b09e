"""The manifest of a benchmark's zip file: what it says of the snapshot, and what each file must be."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reports.benchmarks.members import METHOD_VERSION
from reports.benchmarks.tables import TABLES
from reports.norms.faults import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
SHA256 = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"20[0-9]{2}Q[1-4]\.[1-9][0-9]{0,4}")
LONGEST_TEXT = 200
COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in TABLES}
"""The tables that a norm is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a benchmark says of itself; `files` holds the SHA-256 of each, `rows` how many lines of data."""

    snapshot: str
    date: datetime.date
    synthetic: bool
    method_version: str
    instrument_versions: str
    cohorts: int
    files: Mapping[str, str]
    rows: Mapping[str, int | None]


def read_manifest(file: str, content: bytes) -> Manifest:
    """Read a manifest; NormFault naming what in it cannot stand."""
    try:
        told = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise refuse(file, _("This is no JSON in UTF-8.")) from error
    if not isinstance(told, dict):
        raise refuse(file, _("This is no manifest of a benchmark."))
    if told.get("format") != FORMAT:
        reason = _("is no format that this server reads: it reads %(format)s.") % {"format": FORMAT}
        raise refuse(file, reason, column="format", value=str(told.get("format")))
    method_version = _text(file, told, "method_version")
    check_method(file, method_version)
    snapshot = _text(file, told, "snapshot")
    if not NAME.fullmatch(snapshot):
        raise refuse(file, _("is no snapshot such as 2026Q4.1."), column="snapshot", value=snapshot)
    files = _mapping(file, told)
    return Manifest(
        snapshot=snapshot,
        date=_day(file, _text(file, told, "released_at")),
        synthetic=_of_kind(file, told, "synthetic", bool),
        method_version=method_version,
        instrument_versions=_text(file, told, "instrument_versions"),
        cohorts=_of_kind(file, told, "cohorts_published", int),
        files={name: _digest(file, name, entry) for name, entry in files.items()},
        rows={name: _rows(file, name, entry) for name, entry in files.items()},
    )


def check_method(file: str, version: str) -> None:
    """Refuse figures of another version of the method: they are not of the same things."""
    if version != METHOD_VERSION:
        raise refuse(
            file,
            _("These figures are of another version of the method: this server scores by %(version)s.")
            % {"version": METHOD_VERSION},
            column="method_version",
            value=version or " ",
        )


def _of_kind(file: str, told: Mapping[str, Any], name: str, kind: type) -> Any:
    value = told.get(name)
    if type(value) is not kind:
        raise refuse(file, _("is missing or of another kind."), column=name, value=str(value))
    return value


def _text(file: str, told: Mapping[str, Any], name: str) -> str:
    text: str = _of_kind(file, told, name, str)
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise refuse(file, _("is too long, or no readable text."), column=name, value=ascii(text))
    return text


def _mapping(file: str, told: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _of_kind(file, told, "files", dict)
    return found


def _day(file: str, text: str) -> datetime.date:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise refuse(file, _("is no day and time."), column="released_at", value=text)
    return moment.date()


def _digest(file: str, name: str, entry: Any) -> str:
    digest = entry.get("sha256") if isinstance(entry, dict) else None
    if not isinstance(digest, str) or not SHA256.fullmatch(digest):
        raise refuse(file, _("has no SHA-256."), column="files", value=name)
    return digest


def _rows(file: str, name: str, entry: dict[str, Any]) -> int | None:
    rows = entry.get("rows")
    if rows is not None and type(rows) is not int:
        raise refuse(file, _("does not say how many lines it has."), column="files", value=name)
    return rows
