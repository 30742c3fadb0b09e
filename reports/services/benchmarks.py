"""Building a benchmark snapshot, approving it, and taking it back."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.benchmarks.audit import audit
from reports.benchmarks.figures import LEVELS, QUARTILE_STEP, figures_of
from reports.benchmarks.lattice import ONE_WAY, places
from reports.benchmarks.measures import COLUMNS, MEASURES
from reports.benchmarks.members import METHOD_VERSION, read_pool
from reports.models import BenchmarkSnapshot, SnapshotApproval, SnapshotCell, SnapshotRow
from reports.numbers import nearest
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from reports.benchmarks.audit import Audit
    from reports.benchmarks.lattice import Members, Place
    from reports.benchmarks.members import Pool
    from smax.accounts.models import User

State = BenchmarkSnapshot.State
RULES_VERSION = "1"
OLD_ENOUGH = timedelta(days=90)  # before a competitor may be shown a figure
PERIOD = re.compile(r"20\d\dQ[1-4]")
LEAST_MOVED = 5  # companies that must join, and leave if any does, for a new snapshot
ROWS = 2000  # stored at a time


def _nobody(_done: int, _of: int) -> None:
    """Tell nobody."""


def build_snapshot(
    *, period: str, synthetic: bool, tell: Callable[[int, int], None] = _nobody
) -> BenchmarkSnapshot:
    """Score, audit and freeze the companies that count now; scoring is done before anything is stored.

    SurveyError where the period is none, or too few companies count, joined or left since the last release.
    """
    if not PERIOD.fullmatch(period):
        raise SurveyError(_("“%(period)s” is no quarter such as 2026Q4.") % {"period": period})
    now = timezone.now()
    pool = read_pool(synthetic=synthetic, before=now - OLD_ENOUGH, tell=tell)
    joined, left = _moved(pool, synthetic=synthetic)
    cells = dict(places(pool.codes)) if len(pool) else {}
    checked = audit(cells, pool.firms)
    if not checked.kept:
        raise SurveyError(
            _("No cohort can be published of %(count)s companies: each needs at least ten, of several firms.")
            % {"count": len(pool)}
        )
    snapshot = BenchmarkSnapshot(
        period=period,
        synthetic=synthetic,
        companies=len(pool),
        cells_offered=len(cells),
        cells_kept=len(checked.kept),
        refused=dict(sorted(Counter(checked.refused.values()).items())),
        joined=joined,
        left=left,
        rules_version=RULES_VERSION,
        method_version=METHOD_VERSION,
        instrument_versions="; ".join(pool.instruments),
        membership=_digest(pool),
        built_at=now,
    )
    try:
        _store(snapshot, pool, cells, checked)
    except IntegrityError as error:
        raise SurveyError(_("Somebody else built a snapshot at the same moment. Look at theirs.")) from error
    return snapshot


def _moved(pool: Pool, *, synthetic: bool) -> tuple[int, int]:
    """How many companies joined and left since the snapshot that is out; SurveyError where it is too few."""
    out = BenchmarkSnapshot.objects.filter(state=State.RELEASED, synthetic=synthetic).first()
    if out is None:
        return len(pool), 0
    then = set(out.rows.values_list("client_id", flat=True))
    now = set(pool.clients.tolist())
    joined, left = len(now - then), len(then - now)
    if joined < LEAST_MOVED or 0 < left < LEAST_MOVED:
        raise SurveyError(
            _(
                "Since the snapshot that is out %(joined)s companies joined and %(left)s left. A new one "
                "needs at least %(least)s that joined, and none or at least as many that left: two "
                "snapshots side by side would tell what those few are like."
            )
            % {"joined": joined, "left": left, "least": LEAST_MOVED}
        )
    return joined, left


def _digest(pool: Pool) -> str:
    members = ",".join(str(client) for client in sorted(pool.clients.tolist()))
    return hashlib.sha256(members.encode()).hexdigest()


@transaction.atomic
def _store(snapshot: BenchmarkSnapshot, pool: Pool, cells: dict[Place, Members], checked: Audit) -> None:
    same = BenchmarkSnapshot.objects.filter(period=snapshot.period, synthetic=snapshot.synthetic)
    # One that was never released is built anew, not kept beside.
    same.filter(state=State.BUILT).delete()
    snapshot.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    snapshot.save(force_insert=True)
    SnapshotCell.objects.bulk_create(
        _cell(snapshot, place, pool, cells[place]) for place in cells if place in set(checked.kept)
    )
    for first in range(0, len(pool), ROWS):
        SnapshotRow.objects.bulk_create(_rows(snapshot, pool, range(first, min(first + ROWS, len(pool)))))
    record_for_server(
        "benchmark.built",
        on=snapshot,
        period=snapshot.period,
        synthetic=snapshot.synthetic,
        companies=snapshot.companies,
        cells_offered=snapshot.cells_offered,
        cells_kept=snapshot.cells_kept,
        rules=snapshot.rules_version,
        membership=snapshot.membership,
    )


def _cell(snapshot: BenchmarkSnapshot, place: Place, pool: Pool, members: NDArray[np.bool_]) -> SnapshotCell:
    figures = figures_of(pool.of(members), pool.levels[members])
    return SnapshotCell(
        snapshot=snapshot,
        key=place.key,
        n=figures.n,
        measures={name: asdict(measure) for name, measure in figures.measures.items()},
        shares=figures.shares,
    )


def _rows(snapshot: BenchmarkSnapshot, pool: Pool, places_: range) -> Iterator[SnapshotRow]:
    for place in places_:
        scores = dict(zip(MEASURES, pool.scores[place].tolist(), strict=True))
        yield SnapshotRow(
            snapshot=snapshot,
            client_id=int(pool.clients[place]),
            firm_id=int(pool.firms[place]),
            level=LEVELS[int(pool.levels[place])],
            items=pool.items[place].tobytes(),
            **{name: str(pool.codes[name][place]) for name in ONE_WAY},
            **{
                COLUMNS[name]: None if np.isnan(score) else nearest(score, QUARTILE_STEP)
                for name, score in scores.items()
            },
        )


@transaction.atomic
def approve_snapshot(*, snapshot: BenchmarkSnapshot, by: User) -> bool:
    """Say yes to releasing a snapshot; with the last yes that is asked for it is out. Returns whether it is.

    SurveyError where it does not wait for approval, or this administrator has approved it already.
    """
    if snapshot.approvals.filter(by=by).exists():
        raise SurveyError(_("You have approved this snapshot already. Another administrator has to, too."))
    if not BenchmarkSnapshot.objects.filter(pk=snapshot.pk, state=State.BUILT).exists():
        raise SurveyError(_("This snapshot does not wait for approval any more."))
    now = timezone.now()
    SnapshotApproval(snapshot=snapshot, by=by, at=now).save(force_insert=True)
    given = snapshot.approvals.count()
    record_for_server("benchmark.approved", on=snapshot, approvals=given, asked=settings.RELEASE_APPROVERS)
    if given < settings.RELEASE_APPROVERS:
        return False
    out = BenchmarkSnapshot.objects.filter(state=State.RELEASED, synthetic=snapshot.synthetic)
    out.update(state=State.REPLACED, ended_at=now)
    BenchmarkSnapshot.objects.filter(pk=snapshot.pk, state=State.BUILT).update(
        state=State.RELEASED, released_at=now
    )
    record_for_server("benchmark.released", on=snapshot, approvals=given, asked=settings.RELEASE_APPROVERS)
    return True


@transaction.atomic
def withdraw_snapshot(*, snapshot: BenchmarkSnapshot) -> None:
    """Take a snapshot back, released or not. SurveyError where it is over already."""
    changed = BenchmarkSnapshot.objects.filter(
        pk=snapshot.pk, state__in=[State.BUILT, State.RELEASED]
    ).update(state=State.WITHDRAWN, ended_at=timezone.now())
    if not changed:
        raise SurveyError(_("This snapshot is over already."))
    record_for_server("benchmark.withdrawn", on=snapshot)
