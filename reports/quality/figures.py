"""Figures on the questionnaire: worked out of answers, rounded here once, and nothing of a few.

Of fewer than ten companies nothing is told, nor of languages that beside the others would give fewer than
ten away: the auditor of benchmarks decides. Reliability needs a hundred respondents, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from reports.benchmarks.audit import audit
from reports.benchmarks.figures import (
    QUARTILES,
    SHARE_STEP,
    SMALLEST,
    SMALLEST_GROUP,
    rounded_count,
)
from reports.benchmarks.lattice import EVERYBODY, Place
from reports.numbers import nearest, rounded
from reports.quality.answers import BLANK, NOT_APPLICABLE, NOT_ASKED, UNKNOWN
from reports.quality.reliability import DRAWS, with_interval
from scoring import load_method
from scoring.reliability import intraclass_of_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reports.quality.answers import Answers, Floats, Numbers
    from scoring import Method

    Rows = NDArray[np.bool_]

VERSION = "1"
ENOUGH = 100  # respondents, for reliability
SECONDS_STEP = 5
DIGITS = 2  # of a reliability
# Lists, since PostgreSQL keeps no order of names in JSON.
LISTS = ("dimensions", "items", "screens", "languages")
RATES = {"missing": BLANK, "unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE}


def quality_of(answers: Answers, method_version: str, *, draws: int = DRAWS) -> dict[str, Any]:
    """Everything that is told, by what it is of; None where too few carry it.

    `draws` of the bootstrap behind the intervals.
    """
    method = load_method(method_version)
    cells = _cells(answers)
    kept = audit(cells, answers.firms).kept if answers.companies else ()
    told = {
        "version": VERSION,
        "companies": rounded_count(answers.companies),
        "respondents": rounded_count(len(answers.company)),
        "enough": EVERYBODY in kept,
        "languages_offered": len(cells) - 1,
        "words": answers.words,
    }
    if EVERYBODY not in kept:
        return told | {"statements": None, **{name: [] for name in LISTS}}
    every = np.ones(len(answers.company), dtype=bool)
    return told | {
        "statements": _statements(answers, every, draws),
        "dimensions": _dimensions(answers, method, draws),
        "items": [{"code": item, **_item(answers, place, every)} for place, item in enumerate(answers.items)],
        "screens": [
            {"code": screen, **_screen(answers, place)} for place, screen in enumerate(answers.screens)
        ],
        "languages": [
            {"code": place.codes[0][1], **_language(answers, cells[place], draws)}
            for place in sorted(kept, key=lambda each: each.key)
            if place != EVERYBODY
        ],
    }


def _cells(answers: Answers) -> dict[Place, Rows]:
    """All companies, and those of each language, as the auditor takes them."""
    languages = {
        Place((("language", str(code)),)): answers.languages == code for code in np.unique(answers.languages)
    }
    return {EVERYBODY: np.ones(answers.companies, dtype=bool), **languages}


def _statements(answers: Answers, rows: Rows, draws: int) -> dict[str, Any]:
    table, company = answers.statements[rows], answers.company[rows]
    whole = ~np.isnan(table).any(axis=1)
    told = {"n": rounded_count(int(whole.sum())), "alpha": None, "omega": None}
    if _carry(whole, company):
        told |= {name: _reliability(name, table, company, draws) for name in ("alpha", "omega")}
    return told


def _dimensions(answers: Answers, method: Method, draws: int) -> list[dict[str, Any]]:
    told = []
    columns = list(method.layout.perception_columns)
    for place, dimension in enumerate(method.dimensions):
        own = [columns.index(column) for column in method.layout.dimension_perceptions[place]]
        table, whole = answers.statements[:, own], ~np.isnan(answers.statements[:, own]).any(axis=1)
        enough = _carry(whole, answers.company)
        single, mean = intraclass_of_groups(answers.dimensions[:, place], answers.group)
        told.append(
            {
                "code": dimension.code,
                "n": rounded_count(int(whole.sum())),
                "spearman_brown": _reliability("spearman_brown", table, answers.company, draws)
                if enough
                else None,
                "icc1": _told(single) if enough else None,
                "icc2": _told(mean) if enough else None,
            }
        )
    return told


def _item(answers: Answers, place: int, rows: Rows) -> dict[str, Any]:
    """How many were asked, and the percentage that left it open, did not know, or for whom it is not."""
    statuses = answers.statuses[rows, place]
    asked = statuses != NOT_ASKED
    enough = _companies(answers.company[rows][asked]) >= SMALLEST
    told: dict[str, Any] = {"n": rounded_count(int(asked.sum())), "enough": enough, **dict.fromkeys(RATES)}
    if not enough:
        return told
    return told | {
        name: _share(int((statuses == status).sum()), int(asked.sum())) for name, status in RATES.items()
    }


def _screen(answers: Answers, place: int) -> dict[str, Any]:
    """Quartiles of the seconds on a screen, and the median for one question on it."""
    seconds, known = answers.seconds[:, place], ~np.isnan(answers.seconds[:, place])
    told: dict[str, Any] = {"n": rounded_count(int(known.sum())), "quartiles": None, "each": None}
    if _companies(answers.company[known]) < SMALLEST or np.ptp(seconds[known]) == 0:
        return told
    quartiles = [
        int(nearest(float(value), SECONDS_STEP)) for value in np.percentile(seconds[known], QUARTILES)
    ]
    each = seconds[known] / np.maximum(answers.shown[known, place], 1)
    return told | {"quartiles": quartiles, "each": int(rounded(float(np.median(each))))}


def _language(answers: Answers, members: Rows, draws: int) -> dict[str, Any]:
    rows = members[answers.company]
    asked = answers.statuses[rows] != NOT_ASKED
    rates = {
        name: _share(int((answers.statuses[rows] == status).sum()), int(asked.sum()))
        for name, status in RATES.items()
    }
    # A language is told once ten companies use it; how reliably they answer, once a hundred leaders do.
    return {"companies": rounded_count(int(members.sum())), **_statements(answers, rows, draws), **rates}


def _reliability(name: str, table: Floats, company: Numbers, draws: int) -> list[float] | None:
    found = with_interval(name, table, company, draws=draws)
    return None if found is None else [rounded(value, DIGITS) for value in found]


def _carry(whole: Rows, company: Numbers) -> bool:
    return int(whole.sum()) >= ENOUGH and _companies(company[whole]) >= SMALLEST


def _companies(company: Numbers) -> int:
    return len(np.unique(company))


def _share(count: int, of: int) -> int | None:
    """A percentage to 5; None, "few", where fewer than three people make it, or it rounds to nothing."""
    share = int(nearest(100 * count / of, SHARE_STEP)) if of else 0
    return share if min(count, of - count) >= SMALLEST_GROUP and share else None


def _told(value: float) -> float | None:
    return None if np.isnan(value) else rounded(value, DIGITS)
