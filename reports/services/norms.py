"""Importing a norm table, letting it be used, and removing it."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.benchmarks.figures import LEVELS
from reports.models import NormCell, NormTable
from reports.norms.faults import refuse
from reports.norms.files import read_norm
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from reports.norms.cohorts import NormCohort
    from reports.norms.files import NormFile, Stated
    from smax.accounts.models import User


def import_norm(
    *, stream: IO[bytes], name: str, stated: Stated, source: str, note: str = "", by: User | None = None
) -> NormTable:
    """Keep a norm table, whole or not at all; it waits for somebody who looks at it before it is used.

    NormFault where anything in the file cannot stand, or where it was imported before.
    """
    read = read_norm(stream, name, stated)
    known = NormTable.objects.filter(digest=read.digest).first()
    if known is not None:
        raise refuse(name, _("This file is imported already, as %(table)s.") % {"table": known})
    try:
        return _store(read, source=source, note=note, by=by)
    except IntegrityError as error:
        raise refuse(name, _("Somebody else imported this file at the same moment.")) from error


@transaction.atomic
def _store(read: NormFile, *, source: str, note: str, by: User | None) -> NormTable:
    table = NormTable(
        source=source,
        date=read.date,
        snapshot_name=read.snapshot_name,
        synthetic=read.synthetic,
        method_version=read.method_version,
        instrument_versions=read.instrument_versions,
        note=note,
        digest=read.digest,
        imported_by=by,
        imported_at=timezone.now(),
    )
    table.save(force_insert=True)
    NormCell.objects.bulk_create((_cell(table, cohort) for cohort in read.cohorts), batch_size=500)
    record_for_server(
        "norm.imported",
        on=table,
        synthetic=table.synthetic,
        cohorts=len(read.cohorts),
        method=table.method_version,
        sha256=table.digest,
    )
    return table


def _cell(table: NormTable, cohort: NormCohort) -> NormCell:
    shares = {level: cohort.shares.get(level) for level in LEVELS}
    return NormCell(table=table, key=cohort.key, n=cohort.n, measures=cohort.measures, shares=shares)


@transaction.atomic
def use_norm(*, table: NormTable) -> None:
    """Let clients be held against a norm table. SurveyError where they are already, or it is removed."""
    changed = NormTable.objects.filter(pk=table.pk, used_from=None).update(used_from=timezone.now())
    if not changed:
        raise SurveyError(_("This norm table is in use already, or somebody removed it."))
    record_for_server("norm.used", on=table)


@transaction.atomic
def remove_norm(*, table: NormTable) -> None:
    """Remove a norm table with its cohorts; what is released with its figures keeps them."""
    record_for_server("norm.removed", on=table, sha256=table.digest)
    NormTable.objects.filter(pk=table.pk).delete()
