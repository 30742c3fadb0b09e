"""Making a file of a wave's results: what the job does once it is known that it may."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.edition import live_edition
from reports.exports.formats import FORMATS
from reports.exports.naming import file_name
from reports.exports.outside import outside
from reports.frozen import thaw
from reports.models import Export, Release
from smax.accounts.audit import record
from smax.accounts.branding.services import brand_of
from smax.errors import RefusedError
from smax.files.services import keep

if TYPE_CHECKING:
    from reports.edition import Edition
    from smax.jobs.models import JobRun
    from surveys.models import Assessment

READ, WRITTEN = 20, 90  # percent of the work


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which file somebody asked for; `release` is a release's number, None for live figures."""

    wave: Assessment
    code: str
    language: str
    release: int | None


def make_export(run: JobRun, order: Order) -> Export | None:
    """Make a file for who started the run, and keep it; None where an earlier attempt has.

    RefusedError, saying why, where there is nothing to make it of or this machine cannot make it.
    """
    if Export.objects.filter(run=run.public_id).exists():
        return None
    form = FORMATS[order.code]
    if reason := form.lacking():
        raise RefusedError(reason)
    edition = outside(edition_of(order.wave, order.release))
    run.advance(READ)
    name = file_name(order.wave, code=order.code, language=order.language, ending=form.ending)
    with tempfile.TemporaryDirectory(prefix="smax-export-") as folder:
        path = Path(folder, name)
        with translation.override(order.language), timezone.override(order.wave.zone):
            form.make(edition, brand_of(order.wave.firm), path)
        run.advance(WRITTEN)
        return _kept(run, order, edition, path)


def edition_of(wave: Assessment, release: int | None) -> Edition:
    """Read a wave's results: live, or as the release of that number froze them."""
    if not wave.counts:
        raise RefusedError(_("Nothing of this wave is scored, so there is nothing to make a file of."))
    if release is None:
        return live_edition(wave)
    frozen = (
        Release.objects.filter(assessment=wave, number=release)
        .exclude(state=Release.State.WITHDRAWN)
        .select_related("assessment__client", "instrument_version", "firm")
        .first()
    )
    if frozen is None:
        raise RefusedError(_("This release is not there any more."))
    return thaw(frozen)


@transaction.atomic
def _kept(run: JobRun, order: Order, edition: Edition, path: Path) -> Export:
    wave = order.wave
    with path.open("rb") as content:
        upload = File(content, name=path.name)
        stored = keep(firm=wave.firm, purpose="export", upload=upload, maker=run.actor)
    export = Export(
        assessment=wave,
        file=stored,
        run=run.public_id,
        code=order.code,
        language=order.language,
        release=edition.release,
    )
    export.save()
    facts = {"format": order.code, "language": order.language, "release": order.release}
    record("results.exported", on=wave, **facts, size=stored.size, sha256=stored.sha256)
    return export
