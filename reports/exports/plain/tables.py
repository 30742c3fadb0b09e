"""A wave's results as CSV: long, wide, and the codebook of both, in one archive."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from django.utils import translation

from reports.exports.assessments import UNTIL_CLOSED, yes_or_no
from reports.exports.assessments import WITHHELD as REASONS
from reports.exports.marks import Marks
from reports.exports.paths import value_at
from reports.exports.plain.columns import CODE, FLAG, PEOPLE, Column, columns
from reports.exports.plain.peers import BENCHMARKS, peer_columns, peer_values, scored_path, unit_of
from reports.texts import Texts
from scoring.method import SIDES
from smax.csv import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from reports.edition import Edition
    from reports.scorecards import ScoredWave
    from smax.accounts.branding.models import Brand
    from smax.csv import Cell

LONG = ("path", "side", "value", "n", "withheld", "unit")
CODEBOOK = ("column", "meaning", "unit", "lowest", "highest", "section of the method")
MOMENT = (1980, 1, 1, 0, 0, 0)  # of each file in the archive: the same results give the same bytes
READ_ME = """SMAX: the results of one wave as plain tables

long.csv      one row a value: path, side, value, n (people behind it), why it is withheld, unit
wide.csv      one row, one column a value; a withheld value says so in its cell
codebook.csv  what each column means, its unit and range, and the section of docs/method.md that explains it

Text is UTF-8 without a byte order mark. Columns are separated by commas, lines end in CR LF, decimals have a
point, text is quoted, and numbers are not rounded. An empty value without a reason is missing: nobody
answered. Text that a spreadsheet would run begins with an apostrophe.
"""


def make(edition: Edition, _brand: Brand | None, path: Path) -> None:
    """Write an edition's archive."""
    with translation.override("en"):
        scored, known = edition.scored, _known(edition)
        about = _about(edition)
        header = [*about, *(column.path for column in known)]
        wide = [[*about.values(), *(_wide(scored, column) for column in known)]]
        widest, peers = peer_columns(Texts.of(scored.wave.assessment).dimensions()), peer_values(edition)
        header += [column.path for column in widest]
        wide[0] += [_peer(scored, peers, column.path) for column in widest]
        described = _codebook(about, (*known, *widest))
        files = {
            "README.txt": [READ_ME],
            "long.csv": lines(LONG, (*_long(scored, known), *_long_peers(scored, widest, peers))),
            "wide.csv": lines(header, wide),
            "codebook.csv": lines(CODEBOOK, described),
        }
        _pack(path, files)


def _pack(path: Path, files: dict[str, Iterable[str]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, MOMENT), "".join(parts).encode(), compress_type=zipfile.ZIP_DEFLATED
            )


def _known(edition: Edition) -> tuple[Column, ...]:
    texts = Texts.of(edition.scored.wave.assessment)
    items = {item.id: texts.question(item) for item in texts.catalogue.items if item.kind in "PKF"}
    outcomes = {item.id: texts.question(item) for item in texts.catalogue.outcome_items}
    return columns(edition.scored.method, {**texts.dimensions(), **items, **outcomes})


def _about(edition: Edition) -> dict[str, Cell]:
    """Whose results they are: columns of the wide file before its values."""
    wave, marks = edition.scored.wave.assessment, Marks.of(edition)
    return {
        "firm": marks.firm,
        "client": marks.client,
        "wave": wave.number,
        "identity_mode": wave.identity_mode,
        "limits": "; ".join(marks.limits),
        "frozen": yes_or_no(value=edition.release is not None),
        "synthetic": yes_or_no(value=wave.client.synthetic),
        "method_version": edition.scored.card.method_version,
        "instrument_version": str(wave.instrument_version),
    }


_ABOUT = {
    "firm": "The firm that assessed",
    "client": "The company that was assessed",
    "wave": "Number of the wave",
    "identity_mode": "What the leaders were promised: attributed (by role) or aggregated (in groups)",
    "limits": "What limits the figures",
    "frozen": "Whether these are results frozen for a release; live ones may still change",
    "synthetic": "Whether the company is invented",
    "method_version": "Version of the method",
    "instrument_version": "Questionnaire with its version",
}


def _codebook(about: dict[str, Cell], known: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
    for name in about:
        yield (name, _ABOUT[name], "text", "", "", "")
    for column in known:
        unit = column.unit
        yield (column.path, column.meaning, unit.name, unit.low, unit.high, column.section)
    yield (
        "answers.<item>.<side>.<answer>",
        "People of a side who gave an answer; in the long file alone",
        PEOPLE.name,
        0,
        "",
        "What is withheld",
    )
    yield (
        "benchmark.<group>.<measure>.<part>",
        "The same of another group, a norm from elsewhere beginning with norm-; in the long file alone",
        "as above",
        "",
        "",
        BENCHMARKS,
    )


def _long_peers(
    scored: ScoredWave, widest: Sequence[Column], peers: dict[str, Cell]
) -> Iterator[tuple[Cell, ...]]:
    """The widest group whole, and of the others what is published."""
    paths = dict.fromkeys([*(column.path for column in widest), *peers])
    for path in paths:
        value = peers.get(path)
        reason = "" if value is not None else _peers_withheld(scored, path) or ""
        yield (path, "", value, None, reason, unit_of(path))


def _peer(scored: ScoredWave, peers: dict[str, Cell], path: str) -> Cell:
    value = peers.get(path)
    return value if value is not None else _peers_withheld(scored, path)


def _peers_withheld(scored: ScoredWave, path: str) -> str | None:
    """Why a score has no place among others: it is withheld itself."""
    where = scored_path(path)
    return _reason_at(scored, where) or None if where else None


def _long(scored: ScoredWave, known: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
    for column in known:
        value = _value(scored, column)
        reason = _reason(scored, column) if value is None else ""
        unit = column.unit.name
        yield (column.path, column.side, value, _people(scored, column), reason, unit)
    for item, side, answer, number, people in _answers(scored):
        yield (f"answers.{item}.{side}.{answer}", side, number, people, "", PEOPLE.name)


def _wide(scored: ScoredWave, column: Column) -> Cell:
    value = _value(scored, column)
    return value if value is not None else _reason(scored, column) or None


def _reason(scored: ScoredWave, column: Column) -> str:
    """Why a value is withheld; figures as entered go with what they score."""
    return _reason_at(scored, column.path.replace("figures.", "outcomes."))


def _reason_at(scored: ScoredWave, path: str) -> str:
    reason = scored.disclosed.reason(path)
    if reason is None:
        return ""
    return UNTIL_CLOSED if scored.wave.unsettled else REASONS[reason]


def _value(scored: ScoredWave, column: Column) -> Cell:
    """The value of a column: a number, a code, a flag as yes or no; None where it is missing or withheld."""
    if scored.counts_nowhere or _reason(scored, column):
        return None
    part, _point, name = column.path.partition(".")
    value: Any
    if part == "figures":
        value = next((figure.value for figure in scored.wave.outcomes if figure.item == name), None)
    elif part == "patterns":
        value = name in scored.card.patterns
    else:
        value = value_at(scored.card, column.path)
    if column.unit is FLAG:
        return None if value is None else yes_or_no(value=value)
    return ";".join(value) if isinstance(value, tuple) else value


def _people(scored: ScoredWave, column: Column) -> int | None:
    """How many stand behind a value: of its side, or of the two sides where it is joint."""
    if column.unit in (PEOPLE, CODE, FLAG) or not column.side or scored.counts_nowhere:
        return None
    part, _point, rest = column.path.partition(".")
    counts: Any = scored.card.counts
    if part in ("items", "perceptions", "dimensions"):
        counts = value_at(scored.card, f"{part}.{rest.partition('.')[0]}")
    guess = "predictions_" if "predicted" in column.path else ""
    sides = SIDES[:2] if column.side == "joint" else (column.side,)
    prefix = f"n_{guess}" if counts is not scored.card.counts else ""
    return sum(getattr(counts, f"{prefix}{side}") for side in sides) if counts else None


def _answers(scored: ScoredWave) -> Iterator[tuple[str, str, int | str, int, int]]:
    """How many of a side gave each answer, where that may be shown: item, side, answer, people, of."""
    for item, sides in scored.ratings.items():
        for side, given in sides.items():
            for answer, number in given.items():
                yield item, side, answer, number, sum(given.values())
    for item, facts in scored.facts.items():
        for side, answers in facts.items():
            ticked = [code for each in answers for code in (each if isinstance(each, list) else [each])]
            for code in sorted(set(ticked), key=str):
                yield item, side, code, ticked.count(code), len(answers)
