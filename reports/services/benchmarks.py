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

from reports.benchmarks.anonymity import anonymity
from reports.benchmarks.audit import LEAST_MOVED
from reports.benchmarks.earlier import earlier_of, rounded_scores
from reports.benchmarks.figures import LEVELS
from reports.benchmarks.files import make_files
from reports.benchmarks.lattice import ONE_WAY
from reports.benchmarks.measures import COLUMNS, MEASURES
from reports.benchmarks.members import METHOD_VERSION, read_pool
from reports.benchmarks.publishing import publication
from reports.models import BenchmarkSnapshot, SnapshotApproval, SnapshotCell, SnapshotRow
from smax.accounts.audit import record_for_server
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reports.benchmarks.anonymity import Anonymity
    from reports.benchmarks.figures import Figures, Scores
    from reports.benchmarks.lattice import Place
    from reports.benchmarks.members import Pool
    from reports.benchmarks.publishing import Publication
    from smax.accounts.models import User

State = BenchmarkSnapshot.State
RULES_VERSION = "3"
OLD_ENOUGH = timedelta(days=90)  # before a competitor may be shown a figure
PERIOD = re.compile(r"20\d\dQ[1-4]")
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
    found = publication(pool, earlier_of(pool, synthetic=synthetic))
    if not found.cohorts:
        raise SurveyError(
            _("No cohort can be published of %(count)s companies: each needs at least ten, of several firms.")
            % {"count": len(pool)}
        )
    snapshot = BenchmarkSnapshot(
        period=period,
        synthetic=synthetic,
        companies=len(pool),
        cells_offered=len(found.cohorts) + len(found.refused),
        cells_kept=len(found.cohorts),
        refused=dict(sorted(Counter(found.refused.values()).items())),
        joined=joined,
        left=left,
        rules_version=RULES_VERSION,
        method_version=METHOD_VERSION,
        instrument_versions="; ".join(pool.instruments),
        membership=_digest(pool),
        built_at=now,
    )
    try:
        _store(snapshot, pool, found)
    except IntegrityError as error:
        raise SurveyError(_("Somebody else built a snapshot at the same moment. Look at theirs.")) from error
    return snapshot


def _moved(pool: Pool, *, synthetic: bool) -> tuple[int, int]:
    """How many companies joined and left since the last snapshot that was out; SurveyError if too few.

    One that was taken back has been read all the same, and so have the ones before it.
    """
    now = set(pool.clients.tolist())
    earlier = [
        _apart(now, out)
        for out in BenchmarkSnapshot.objects.filter(synthetic=synthetic, released_at__isnull=False).order_by(
            "-released_at"
        )
    ]
    if not earlier:
        return len(pool), 0
    joined, left = earlier[0]
    if joined < LEAST_MOVED or 0 < left < LEAST_MOVED:
        raise SurveyError(
            _(
                "Since the last snapshot that was out %(joined)s companies joined and %(left)s left. A new "
                "one needs at least %(least)s that joined, and none or at least as many that left: two "
                "snapshots side by side would tell what those few are like."
            )
            % {"joined": joined, "left": left, "least": LEAST_MOVED}
        )
    if any(0 < moved < LEAST_MOVED for pair in earlier for moved in pair):
        raise SurveyError(
            _(
                "An earlier snapshot that was out differs from this one by fewer than %(least)s companies. "
                "Side by side the two would tell what those few are like."
            )
            % {"least": LEAST_MOVED}
        )
    return joined, left


def _apart(now: set[int], out: BenchmarkSnapshot) -> tuple[int, int]:
    then = set(out.rows.values_list("client_id", flat=True))
    return len(now - then), len(then - now)


def _digest(pool: Pool) -> str:
    members = ",".join(str(client) for client in sorted(pool.clients.tolist()))
    return hashlib.sha256(members.encode()).hexdigest()


@transaction.atomic
def _store(snapshot: BenchmarkSnapshot, pool: Pool, found: Publication) -> None:
    same = BenchmarkSnapshot.objects.filter(period=snapshot.period, synthetic=snapshot.synthetic)
    # One that was never released is built anew, not kept beside.
    same.filter(state=State.BUILT).delete()
    snapshot.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    snapshot.save(force_insert=True)
    SnapshotCell.objects.bulk_create(
        _cell(snapshot, place, figures) for place, figures in found.cohorts.items()
    )
    scores = rounded_scores(pool.scores)
    crowd = anonymity(pool.codes, scores, pool.levels)
    for first in range(0, len(pool), ROWS):
        chunk = range(first, min(first + ROWS, len(pool)))
        SnapshotRow.objects.bulk_create(_rows(snapshot, pool, scores, crowd, chunk))
    make_files(snapshot)
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


def _cell(snapshot: BenchmarkSnapshot, place: Place, figures: Figures) -> SnapshotCell:
    return SnapshotCell(
        snapshot=snapshot,
        key=place.key,
        n=figures.n,
        measures={name: asdict(measure) for name, measure in figures.measures.items()},
        shares=figures.shares,
    )


def _rows(
    snapshot: BenchmarkSnapshot, pool: Pool, scores: Scores, crowd: Anonymity, places_: range
) -> Iterator[SnapshotRow]:
    for place in places_:
        measured = dict(zip(MEASURES, scores[place].tolist(), strict=True))
        yield SnapshotRow(
            snapshot=snapshot,
            client_id=int(pool.clients[place]),
            firm_id=int(pool.firms[place]),
            level=LEVELS[int(pool.levels[place])],
            items=pool.items[place].tobytes(),
            group=int(crowd.groups[place]),
            released=bool(crowd.released[place]),
            **{name: str(pool.codes[name][place]) for name in ONE_WAY},
            **{COLUMNS[name]: None if np.isnan(score) else score for name, score in measured.items()},
        )


@transaction.atomic
def approve_snapshot(*, snapshot: BenchmarkSnapshot, by: User) -> bool:
    """Say yes to releasing a snapshot; with the last yes that is asked for it is out. Returns whether it is.

    SurveyError where it does not wait for approval, this administrator has approved it already, or another
    was released since it was built.
    """
    # One approval at a time: each sees the other's, and the snapshot that is out.
    kind = list(BenchmarkSnapshot.objects.select_for_update().filter(synthetic=snapshot.synthetic))
    if snapshot.pk not in [each.pk for each in kind if each.state == State.BUILT]:
        raise SurveyError(_("This snapshot does not wait for approval any more."))
    if snapshot.approvals.filter(by=by).exists():
        raise SurveyError(_("You have approved this snapshot already. Another administrator has to, too."))
    if any(each.released_at and each.released_at >= snapshot.built_at for each in kind):
        raise SurveyError(
            _("Another snapshot was released since this one was built. Build it anew, held against that one.")
        )
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
