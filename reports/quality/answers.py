"""What the leaders of a snapshot's companies answered, as arrays without anybody's name or words.

They are read once, when the figures are made; only figures of ten companies and more are ever stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reports.inputs import closed_waves_with_consent, read_seconds, read_waves
from scoring import Cohort, load_method
from scoring.method import SIDES
from scoring.tally import answer_scores, respondent_dimensions
from smax.accounts.tenancy import every_firm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from reports.inputs import Leader, WaveInput
    from reports.models import BenchmarkSnapshot
    from scoring import Method
    from surveys.models import Assessment

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
CHUNK = 500  # waves
DESK = "en"  # the language that administrators and analysts read
NOT_ASKED, ANSWERED, BLANK, UNKNOWN, NOT_APPLICABLE = range(5)
STATUSES = {"dk": UNKNOWN, "na": NOT_APPLICABLE, None: BLANK}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """r respondents of c companies, in the order of companies.

    Parameters
    ----------
    firms, languages
        Shape (c,): the firm that advises a company, and the language of its wave.
    company
        Shape (r,): place of the respondent's company.
    group
        Shape (r,): a number for each company and side.
    statements
        Shape (r, perception items): scores of 0-100, reversed ones turned; NaN where missing, or where an
        aggregated wave leaves an item out because too few of a side answered it.
    dimensions
        Shape (r, dimensions): perceived scores, NaN where missing.
    statuses
        Shape (r, items): `NOT_ASKED` and so on.
    seconds
        Shape (r, screens): NaN where not measured or not shown.
    shown
        Shape (r, screens): questions on it.
    words
        What is asked by item, and what a screen is called, in the language of the desk.
    """

    firms: Numbers
    languages: NDArray[np.str_]
    company: Numbers
    group: Numbers
    statements: Floats
    dimensions: Floats
    items: tuple[str, ...]
    statuses: NDArray[np.int8]
    screens: tuple[str, ...]
    seconds: Floats
    shown: Numbers
    words: dict[str, str]

    @property
    def companies(self) -> int:
        """How many companies."""
        return len(self.firms)


def read_answers(snapshot: BenchmarkSnapshot, *, before: datetime) -> Answers:
    """Read who counts in the newest closed wave of each company of a snapshot that agrees still.

    `before`: waves closed later are too new to be shown to competitors.
    """
    method = load_method(snapshot.method_version)
    parts: list[_Part] = []
    with every_firm("the quality of the questionnaire is that of all firms' waves; only figures leave"):
        waves = closed_waves_with_consent().filter(
            client__in=snapshot.rows.values("client"),
            client__synthetic=snapshot.synthetic,
            closed_at__lte=before,
        )
        newest = _newest(waves.values_list("client_id", "pk"))
        for first in range(0, len(newest), CHUNK):
            chunk = list(waves.filter(pk__in=newest[first : first + CHUNK]))
            parts.append(_part([wave for wave in chunk if _of_method(wave, method)], method))
    return _joined(parts, method)


def _newest(pairs: Iterable[tuple[int, int]]) -> list[int]:
    first: dict[int, int] = {}
    for client, wave in pairs:
        first.setdefault(client, wave)
    return list(first.values())


def _of_method(wave: Assessment, method: Method) -> bool:
    return bool(wave.instrument_version.catalogue.method_version == method.version)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    firms: list[int]
    languages: list[str]
    company: Numbers
    side: Numbers
    statements: Floats
    dimensions: Floats
    rows: list[tuple[dict[str, int], dict[str, tuple[float, int]]]]
    words: dict[str, str]


def _part(assessments: list[Assessment], method: Method) -> _Part:
    waves = [wave for wave in read_waves(assessments) if any(leader.counts for leader in wave.leaders)]
    cohort = Cohort.from_interchange([wave.interchange() for wave in waves], method)
    scores = answer_scores(cohort, method)
    seconds = read_seconds(waves)
    return _Part(
        firms=[wave.assessment.firm_id for wave in waves],
        languages=[wave.assessment.language for wave in waves],
        company=cohort.assessment.astype(np.int64),
        side=cohort.side.astype(np.int64),
        statements=scores[:, method.layout.perception_columns],
        dimensions=respondent_dimensions(scores, method),
        rows=list(_rows(waves, seconds)),
        words=_words(waves),
    )


def _words(waves: list[WaveInput]) -> dict[str, str]:
    words: dict[str, str] = {}
    for catalogue in {
        id(each): each for each in (wave.assessment.instrument_version.catalogue for wave in waves)
    }.values():
        language = DESK if DESK in catalogue.languages else catalogue.languages[0]
        for side in SIDES[::-1]:  # the wording for both functions where there is one
            for screen in catalogue.screens(side):
                words.setdefault(screen.code, screen.name(language))
            for item in catalogue.items_for(side):
                words.setdefault(item.id, item.wording(side, language))
    return words


def _rows(
    waves: list[WaveInput], seconds: dict[Any, dict[str, float]]
) -> Iterator[tuple[dict[str, int], dict[str, tuple[float, int]]]]:
    """Statuses by item, and (seconds, questions) by screen, of everybody who counts.

    In the order of the cohort: by company, side and id. Statuses are counted over all companies alone, so
    that an item which a small side answered is not taken for a blank.
    """
    for wave in waves:
        catalogue = wave.assessment.instrument_version.catalogue
        counting = [leader for leader in wave.leaders if leader.counts]
        for leader in sorted(counting, key=lambda each: (SIDES.index(each.side), each.id)):
            times = seconds.get(leader.public_id, {})
            yield (
                {item.id: _status(leader, item.id) for item in catalogue.items_for(leader.side)},
                {
                    screen.code: (times.get(screen.code, np.nan), len(screen.items))
                    for screen in catalogue.screens(leader.side)
                },
            )


def _status(leader: Leader, item: str) -> int:
    answer = (leader.answers or {}).get(item)
    return STATUSES.get(answer, ANSWERED) if isinstance(answer, str | None) else ANSWERED


def _joined(parts: list[_Part], method: Method) -> Answers:
    starts = np.cumsum([0, *(len(part.firms) for part in parts)])
    company = np.concatenate(
        [np.empty(0, np.int64), *(part.company + start for part, start in zip(parts, starts, strict=False))]
    )
    side = np.concatenate([np.empty(0, np.int64), *(part.side for part in parts)])
    rows = [row for part in parts for row in part.rows]
    items = tuple(dict.fromkeys(item for statuses, _times in rows for item in statuses))
    screens = tuple(dict.fromkeys(screen for _statuses, times in rows for screen in times))
    width, dimensions = len(method.layout.perception_columns), len(method.dimensions)
    return Answers(
        firms=np.array([firm for part in parts for firm in part.firms], dtype=np.int64),
        languages=np.array([name for part in parts for name in part.languages], dtype=np.str_),
        company=company,
        group=company * len(SIDES) + side,
        statements=np.concatenate([np.empty((0, width)), *(part.statements for part in parts)]),
        dimensions=np.concatenate([np.empty((0, dimensions)), *(part.dimensions for part in parts)]),
        items=items,
        statuses=np.array(
            [[statuses.get(item, NOT_ASKED) for item in items] for statuses, _times in rows], dtype=np.int8
        ).reshape(len(rows), len(items)),
        screens=screens,
        seconds=np.array(
            [[times.get(screen, (np.nan, 0))[0] for screen in screens] for _statuses, times in rows]
        ).reshape(len(rows), len(screens)),
        shown=np.array(
            [[times.get(screen, (np.nan, 0))[1] for screen in screens] for _statuses, times in rows],
            dtype=np.int64,
        ).reshape(len(rows), len(screens)),
        words={name: text for part in reversed(parts) for name, text in part.words.items()},
    )
