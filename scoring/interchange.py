"""Reading and writing the interchange form: one assessment, or a list of them, as JSON (method G)."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.cohort import MAX_CODES, TICKED, TICKED_UNKNOWN, Cohort
from scoring.errors import ScoringError, name_of, shown
from scoring.method import (
    CODE_ABSENT,
    CODE_DONT_KNOW,
    CODE_NOT_APPLICABLE,
    DONT_KNOW,
    NOT_APPLICABLE,
    SIDES,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.method import Item, Method

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,200}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RESERVED = (DONT_KNOW, NOT_APPLICABLE)
# "about" says in a file whose answers they are, and is not read.
_ASSESSMENT_KEYS = ("method_version", "profile", "respondents", "documents", "outcomes", "about")
_RESPONDENT_KEYS = ("id", "side", "level", "answers")


def parse(text: str) -> Any:
    """Parse JSON; unlike `json.loads` alone it refuses a key given twice.

    Raises
    ------
    ScoringError
        The text is not JSON, too deep, or names a key twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique)
    except ScoringError:
        raise
    except ValueError as error:
        raise ScoringError("input", f"not valid JSON: {error}") from None
    except RecursionError:
        raise ScoringError("input", "not valid JSON: nested too deeply") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ScoringError("input", f"the key {shown(twice)} appears twice in one object")
    return table


def method_versions(assessments: Sequence[Any]) -> list[str]:
    """Give the method version each assessment asks for.

    Raises
    ------
    ScoringError
        An assessment is not an object, or its version is not text.
    """
    versions = []
    for number, assessment in enumerate(assessments):
        place = _place(number, assessments)
        _mapping(assessment, place or "input")
        version = assessment.get("method_version")
        if not isinstance(version, str):
            raise ScoringError(f"{place}method_version", f"{shown(version)} is not a version")
        versions.append(version)
    return versions


def read_assessments(assessments: Sequence[Any], method: Method) -> Cohort:
    """Read assessments into a cohort; see `Cohort.from_interchange`."""
    for version in method_versions(assessments):
        if version != method.version:
            raise ScoringError("method_version", f"{shown(version)} is not this method's {method.version!r}")
    reader = _Reader(method)
    for number, assessment in enumerate(assessments):
        reader.read(assessment, number, _place(number, assessments))
    return reader.cohort()


def _place(number: int, assessments: Sequence[Any]) -> str:
    return f"assessment {number + 1}, " if len(assessments) > 1 else ""


def _mapping(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScoringError(place.rstrip(", "), f"{shown(value)} is not an object")
    return value


def _known_keys(table: dict[str, Any], known: Sequence[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise ScoringError(place.rstrip(", ") or "input", f"the key {shown(key)} is unknown")


class _Reader:
    """Collects rows while assessments are read, then makes the arrays."""

    def __init__(self, method: Method) -> None:
        layout = method.layout
        self.method = method
        self.coded = {item: column for column, item in enumerate(layout.coded)}
        self.sets = {item: column for column, item in enumerate(layout.sets)}
        self.ladders = {item: column for column, item in enumerate(layout.ladders)}
        self.figures = {curve.item: column for column, curve in enumerate(method.outcomes)}
        self.profile = dict(method.profile)
        self.code_numbers = {
            item.id: {code: number for number, code in enumerate(item.codes)} for item in method.items
        }
        self.rows: list[tuple[int, int, int, str]] = []  # assessment, side, seniority, id
        self.code_rows: list[list[int]] = []
        self.tick_rows: list[list[int]] = []
        self.document_rows: list[list[int]] = []
        self.figure_rows: list[list[float]] = []
        self.sponsors: list[int] = []
        self.own_codes: dict[str, dict[str, int]] = {}

    def read(self, assessment: dict[str, Any], number: int, place: str) -> None:
        _known_keys(assessment, _ASSESSMENT_KEYS, place)
        if not isinstance(assessment.get("respondents"), list):
            raise ScoringError(f"{place}respondents", f"{shown(assessment.get('respondents'))} is not a list")
        self.read_profile(_mapping(assessment.get("profile", {}), f"{place}profile"), place)
        self.read_documents(_mapping(assessment.get("documents", {}), f"{place}documents"), place)
        self.read_outcomes(_mapping(assessment.get("outcomes", {}), f"{place}outcomes"), place)
        self.own_codes = {}
        seen: set[str] = set()
        for position, respondent in enumerate(assessment["respondents"]):
            self.read_respondent(respondent, number, f"{place}respondent {position + 1}", place, seen)

    def read_profile(self, profile: dict[str, Any], place: str) -> None:
        _known_keys(profile, (*self.profile, "attrition_pct"), f"{place}profile")
        for key, value in profile.items():
            where = f"{place}profile, {key}"
            if value is None:
                continue
            if key == "attrition_pct":
                _number(value, where)
                continue
            codes = value if key == "headwinds" else [value]
            if not isinstance(codes, list):
                raise ScoringError(where, f"{shown(value)} is not a list of codes")
            for code in codes:
                if not isinstance(code, str) or code not in self.profile[key]:
                    raise ScoringError(where, f"{shown(code)} is unknown")
        sponsor = profile.get("sponsor")
        self.sponsors.append(CODE_ABSENT if sponsor is None else self.profile["sponsor"].index(sponsor))

    def read_documents(self, documents: dict[str, Any], place: str) -> None:
        row = [CODE_ABSENT] * len(self.ladders)
        for item, step in documents.items():
            where = f"{place}documents, {name_of(item)}"
            if item not in self.ladders:
                raise ScoringError(where, f"{shown(item)} is not an item that a document can show")
            row[self.ladders[item]] = self.step(step, where)
        self.document_rows.append(row)

    def read_outcomes(self, outcomes: dict[str, Any], place: str) -> None:
        row = [math.nan] * len(self.figures)
        for item, figure in outcomes.items():
            where = f"{place}outcomes, {name_of(item)}"
            if item not in self.figures:
                raise ScoringError(where, f"{shown(item)} is not an outcome")
            row[self.figures[item]] = _number(figure, where)
        self.figure_rows.append(row)

    def read_respondent(self, entry: object, number: int, where: str, place: str, seen: set[str]) -> None:
        respondent = _mapping(entry, where)
        name = respondent.get("id")
        # A lone surrogate, which JSON can spell, can be neither printed nor stored.
        if not isinstance(name, str) or not name or _SURROGATE.search(name):
            raise ScoringError(f"{where}, id", f"{shown(name)} is not a name")
        who = f"{place}respondent {shown(name)}"
        if name in seen:
            raise ScoringError(who, "two respondents have this id")
        seen.add(name)
        _known_keys(respondent, _RESPONDENT_KEYS, who)
        side, level = respondent.get("side"), respondent.get("level")
        if not isinstance(side, str) or side not in SIDES:
            raise ScoringError(f"{who}, side", f"{shown(side)} is not one of {', '.join(SIDES)}")
        levels = self.method.seniority.codes
        if level is not None and (not isinstance(level, str) or level not in levels):
            raise ScoringError(f"{who}, level", f"{shown(level)} is not one of {', '.join(levels)}")
        self.read_answers(_mapping(respondent.get("answers"), f"{who}, answers"), who)
        seniority = CODE_ABSENT if level is None else levels.index(level)
        self.rows.append((number, SIDES.index(side), seniority, name))

    def read_answers(self, answers: dict[str, Any], who: str) -> None:
        codes, ticks = [CODE_ABSENT] * len(self.coded), [0] * len(self.sets)
        for item_id, answer in answers.items():
            where = f"{who}, item {name_of(item_id)}"
            if item_id in self.coded:
                codes[self.coded[item_id]] = self.code(self.method.by_id[item_id], answer, where)
            elif item_id in self.sets:
                ticks[self.sets[item_id]] = self.ticks(self.method.by_id[item_id], answer, where)
            elif item_id not in self.method.by_id:
                raise ScoringError(where, "no item has this id")
        self.code_rows.append(codes)
        self.tick_rows.append(ticks)

    def code(self, item: Item, answer: object, where: str) -> int:
        if answer == DONT_KNOW:
            return CODE_DONT_KNOW
        if answer == NOT_APPLICABLE:
            return CODE_NOT_APPLICABLE
        if item.kind is not Kind.NOMINAL:
            return self.step(answer, where)
        if not isinstance(answer, str) or answer not in item.codes:
            raise ScoringError(where, f"{shown(answer)} is not one of {', '.join(item.codes)}")
        return self.code_numbers[item.id][answer] + 1

    def step(self, answer: object, where: str) -> int:
        last = len(self.method.step_scores)
        # True == 1 in Python, and 4.0 == 4: only an integer is a step.
        if type(answer) is not int or not 1 <= answer <= last:
            raise ScoringError(where, f"{shown(answer)} is not a step from 1 to {last}")
        return answer

    def ticks(self, item: Item, answer: object, where: str) -> int:
        if answer in (DONT_KNOW, NOT_APPLICABLE):
            return TICKED | TICKED_UNKNOWN
        if not isinstance(answer, list):
            raise ScoringError(where, f"{shown(answer)} is not a list of codes")
        if item.empty is not None and answer == [item.empty]:
            return TICKED
        bits = 0
        for code in answer:
            bit = 1 << self.tick_number(item, code, where)
            if bits & bit:
                raise ScoringError(where, f"{shown(code)} is ticked twice")
            bits |= bit
        if len(answer) > item.at_most:
            raise ScoringError(where, f"{shown(answer)} holds more than {item.at_most} codes")
        return TICKED | bits

    def tick_number(self, item: Item, code: object, where: str) -> int:
        if item.empty is not None and code == item.empty:
            raise ScoringError(where, f"{shown(code)} stands beside other codes")
        if not isinstance(code, str):
            raise ScoringError(where, f"{shown(code)} is not a code")
        if item.codes:
            if code not in self.code_numbers[item.id]:
                raise ScoringError(where, f"{shown(code)} is not one of {', '.join(item.codes)}")
            return self.code_numbers[item.id][code]
        if code in _RESERVED or not _SLUG.fullmatch(code):
            raise ScoringError(where, f"{shown(code)} is not a slug")
        own = self.own_codes.setdefault(item.id, {})
        number = own.setdefault(code, len(own))
        if number >= MAX_CODES:
            raise ScoringError(where, f"{shown(code)}: more than {MAX_CODES} codes in one assessment")
        return number

    def cohort(self) -> Cohort:
        order = sorted(range(len(self.rows)), key=lambda row: (*self.rows[row][:2], self.rows[row][3]))
        rows = [self.rows[row] for row in order]
        count = len(self.figure_rows)
        return Cohort(
            codes=_table([self.code_rows[row] for row in order], len(self.coded), np.int8),
            ticks=_table([self.tick_rows[row] for row in order], len(self.sets), np.int64),
            assessment=np.array([row[0] for row in rows], dtype=np.int64),
            side=np.array([row[1] for row in rows], dtype=np.int8),
            seniority=np.array([row[2] for row in rows], dtype=np.int8),
            documents=_table(self.document_rows, len(self.ladders), np.int8),
            figures=_table(self.figure_rows, len(self.figures), np.float64),
            sponsor=np.array(self.sponsors, dtype=np.int8).reshape(count),
            ids=tuple(row[3] for row in rows),
        )


def _table(rows: list[Any], columns: int, kind: type[Any]) -> Any:
    return np.array(rows, dtype=kind).reshape(len(rows), columns)


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScoringError(place, f"{shown(value)} is not a number")
    try:
        number = float(value)
    except OverflowError:
        raise ScoringError(place, f"{shown(value)} is too large") from None
    if not math.isfinite(number):
        raise ScoringError(place, f"{shown(value)} is not a finite number")
    return number
