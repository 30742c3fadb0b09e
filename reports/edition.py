"""A wave's results with all that was said of them: what a page, a file and a slide are made from.

Live, it is read from the rows; released, from what was frozen (`reports.frozen`). The same code shows both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reports.benchmarks.reading import benchmark_of
from reports.beside import Beside
from reports.decisions import Decisions, TargetLine
from reports.inputs import earlier_waves
from reports.scorecards import ScoredWave, tried_waves
from reports.written import PlanLine, Written

if TYPE_CHECKING:
    from reports.benchmarks.standing import Benchmark
    from reports.models import Release
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything that may be shown of one wave.

    Parameters
    ----------
    scored
        The wave's results, without what is withheld.
    earlier
        The client's closed waves before it, the oldest first, without their answers.
    release
        What it was frozen as; None where it is live.
    target
        What is to be reached, as set in this wave or in an earlier one; None where nothing is.
    agreed
        By item the answer that the two sides agreed on in a meeting, in the form of an answer to it. It
        stands beside what was answered, and moves no score.
    notes
        The consultant's words by section, in Markdown (see `reports.markdown`).
    plan, earlier_plan
        The wave's joint plan, and that of the newest wave before it that has one: what became of it shows
        in this wave's scores.
    benchmark
        The published cohorts that the company is held against; None where none was kept, or none was read.
    """

    scored: ScoredWave
    earlier: tuple[ScoredWave, ...] = ()
    release: Release | None = None
    target: TargetLine | None = None
    agreed: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    plan: tuple[PlanLine, ...] = ()
    earlier_plan: tuple[PlanLine, ...] = ()
    benchmark: Benchmark | None = None


def live_edition(wave: Assessment, *, statistics: bool = True) -> Edition:
    """Read and score a wave with the waves before it, and what was decided and written: four queries.

    Without `statistics` there are no intervals, no sensitivity and no benchmark, and one query less: for
    pages that show scores alone.
    """
    waves = [*earlier_waves(wave), wave]
    beside = Beside.of(waves)
    decisions, written = Decisions.of(waves, beside), Written.of(waves, beside)
    (*earlier, scored), tried = tried_waves(
        waves, decisions.cases(waves), statistics=statistics, beside=beside
    )
    return Edition(
        scored=scored,
        earlier=tuple(each.without_answers() for each in earlier),
        target=decisions.target(waves, tried),
        agreed=decisions.agreed,
        notes=written.notes,
        plan=written.plan,
        earlier_plan=written.earlier_plan,
        benchmark=benchmark_of(scored) if statistics else None,
    )
