"""Reading the benchmark of a wave: the released cohorts and norms that fit it, with one query."""

from __future__ import annotations

from datetime import UTC
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db.models import (
    CharField,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, TruncDate

from reports.benchmarks.cohort import NORM, SNAPSHOT, Cohort
from reports.benchmarks.lattice import ONE_WAY, TWO_WAY
from reports.benchmarks.measures import COLUMNS
from reports.benchmarks.standing import NEEDS_OUTCOMES, PATHS, Benchmark, peers_of
from reports.comparisons import number_at
from reports.models import BenchmarkSnapshot, NormCell, SnapshotRow
from reports.norms.reading import keys_of
from smax.prepared import Argument, PreparedRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from reports.scorecards import ScoredWave
    from surveys.models import Assessment


def benchmark_of(scored: ScoredWave) -> Benchmark | None:
    """Read where a wave's company stands; None where one side or nobody has answered, or too few to show.

    Synthetic companies stand among synthetic ones alone, and real ones among real ones.
    """
    if not placeable(scored):
        return None
    wave, scores = scored.wave.assessment, scores_of(scored)
    keys = keys_of(wave.profile)
    rows = sorted(
        _rows(wave, scored.card.method_version, keys), key=lambda row: (row["origin"] == NORM, row["order"])
    )
    fitting = [row for row in rows if row["key"] is not None]
    fitting.sort(key=lambda row: (row["origin"] == NORM, row["order"], keys.index(row["key"])))
    found = (peers_of(_cohort(row), scores, _own(row)) for row in fitting)
    return Benchmark(released=bool(rows), peers=tuple(each for each in found if each.standings))


def placeable(scored: ScoredWave) -> bool:
    """Whether a wave is what counts in benchmarks: with scores that may be shown, from both sides."""
    shown = not (scored.counts_nowhere or scored.participation_only)
    return shown and scored.card.basis not in ("none", "one_sided")


def scores_of(scored: ScoredWave) -> dict[str, float | None]:
    """A wave's scores by measure, None where missing; those withheld or provisional are not in it."""
    card = scored.card
    return {
        name: number_at(card, path)
        for name, path in PATHS.items()
        if scored.disclosed.reason(path) is None
        and not (name in NEEDS_OUTCOMES and card.measured.provisional)
    }


OWN = (*ONE_WAY, *COLUMNS.values())
FIELDS = ("origin", "order", "source", "date", "synthetic", "key", "n", "measures", "shares", "own")


def _rows(wave: Assessment, method: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Cells that fit; a snapshot of which none fits gives a row without one."""
    # The statement has a place for each key that a company can have; one that it lacks repeats the first.
    asked = dict(zip_longest(KEYS, keys, fillvalue=keys[0]))
    rows = _FITTING.all(client=wave.client_id, synthetic=wave.client.synthetic, method=method, **asked)
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


class _Array(Func):
    """A JSON array, by a name that stands in the function of every PostgreSQL; Django's needs the 16th."""

    function = "jsonb_build_array"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array", **given)


def _snapshot_rows() -> QuerySet[BenchmarkSnapshot, Any]:
    client = Argument("client", SnapshotRow._meta.get_field("id"))
    own = SnapshotRow.objects.filter(snapshot=OuterRef("pk"), client_id=client).order_by()
    return (
        BenchmarkSnapshot.objects.filter(
            state=BenchmarkSnapshot.State.RELEASED, synthetic=_synthetic(), method_version=_method()
        )
        .order_by()
        .annotate(
            fit=FilteredRelation("cells", condition=Q(cells__key__in=_keys())),
            origin_=Value(SNAPSHOT, output_field=CharField()),
            order_=Value(0, output_field=IntegerField()),
            source_=Concat(
                Value("Benchmark "),
                "period",
                Value("."),
                Cast("number", CharField()),
                output_field=CharField(),
            ),
            date_=TruncDate("released_at", tzinfo=UTC),
            own_=Subquery(own.values(told=_Array(*OWN))[:1]),
        )
        .values_list(
            *("origin_", "order_", "source_", "date_", "synthetic"),
            *("fit__key", "fit__n", "fit__measures", "fit__shares", "own_"),
        )
    )


def _norm_rows() -> QuerySet[NormCell, Any]:
    return (
        NormCell.objects.filter(
            key__in=_keys(),
            table__used_from__isnull=False,
            table__synthetic=_synthetic(),
            table__method_version=_method(),
        )
        .order_by()
        .annotate(
            origin_=Value(NORM, output_field=CharField()),
            own_=Value(None, output_field=JSONField()),
            order_=F("table_id"),
        )
        .values_list(
            *("origin_", "order_", "table__source", "table__date", "table__synthetic"),
            *("key", "n", "measures", "shares", "own_"),
        )
    )


KEYS = tuple(f"key{place}" for place in range(1 + len(ONE_WAY) + len(TWO_WAY)))


def _keys() -> list[Argument]:
    return [Argument(name, NormCell._meta.get_field("key")) for name in KEYS]


def _synthetic() -> Argument:
    return Argument("synthetic", BenchmarkSnapshot._meta.get_field("synthetic"))


def _method() -> Argument:
    return Argument("method", BenchmarkSnapshot._meta.get_field("method_version"))


# To put this statement together takes ten times as long as to run it.
_FITTING = PreparedRows(lambda: _snapshot_rows().union(_norm_rows(), all=True), stored="reports_benchmark_1")


def _cohort(row: Mapping[str, Any]) -> Cohort:
    key, norm = row["key"], row["origin"] == NORM
    known = {name: row[name] for name in FIELDS if name not in ("order", "own")}
    return Cohort(code=f"norm-{row['order']}-{key}" if norm else f"cohort-{key}", **known)


def _own(row: Mapping[str, Any]) -> dict[str, float | None]:
    """What the company brought into a cell, by measure; empty where it is not in it."""
    if row["own"] is None:
        return {}
    own = dict(zip(OWN, row["own"], strict=True))
    pairs = [] if row["key"] == "all" else [pair.split(":", 1) for pair in row["key"].split("+")]
    if any(own[name] != code for name, code in pairs):
        return {}
    return {measure: own[column] for measure, column in COLUMNS.items()}
