"""Lines of a CSV file with their numbers, and what a single cell may hold."""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.figures import HIGHEST, LOWEST, SMALLEST
from reports.benchmarks.lattice import ONE_WAY, TWO_WAY
from reports.benchmarks.measures import MEASURES
from reports.norms.faults import refuse
from surveys.enums import PROFILE_CHOICES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reports.norms.faults import Faults

MOST_ROWS = 300_000  # all cohorts there can be, with every measure and every edge, are fewer
MOST_COLUMNS = 30
# ASCII digits alone, and few: no exponents, no infinities, no digits of other scripts.
NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?")
COUNT = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number, and its cells by column."""

    file: str
    number: int
    cells: Mapping[str, str]


def lines_of(
    file: str,
    content: Iterable[bytes],
    *,
    needed: Collection[str],
    known: Collection[str],
    delimiter: str = ",",
) -> Iterator[Line]:
    """Read lines under a header that names the columns needed, and no unknown one. NormFault otherwise."""
    reader = csv.reader(_decoded(file, content), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        _check_header(file, header, needed, known)
        for count, cells in enumerate(reader):
            if count == MOST_ROWS:
                raise refuse(file, _("There are more than %(most)s lines.") % {"most": MOST_ROWS})
            if len(cells) != len(header):
                raise refuse(
                    file,
                    _("The header names %(header)s columns, and this line has %(cells)s.")
                    % {"header": len(header), "cells": len(cells)},
                    line=reader.line_num,
                )
            yield Line(file, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        reason = _("A quotation mark stands in a wrong place, or a cell is far too long.")
        raise refuse(file, reason, line=reader.line_num) from error


def _decoded(file: str, content: Iterable[bytes]) -> Iterator[str]:
    # A line at a time: where something is no UTF-8, its line is known.
    for number, line in enumerate(content, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            reason = _("This is no text in UTF-8. Save the file as CSV in UTF-8.")
            raise refuse(file, reason, line=number) from error


def _check_header(file: str, header: Sequence[str], needed: Collection[str], known: Collection[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise refuse(file, _("There are more than %(most)s columns.") % {"most": MOST_COLUMNS}, line=1)
    for name in header:
        if name not in known:
            raise refuse(file, _("No column of this name is known here."), line=1, value=name or " ")
        if header.count(name) > 1:
            raise refuse(file, _("The header names this column twice."), line=1, column=name)
    for name in needed:
        if name not in header:
            raise refuse(file, _("This column is missing in the header."), line=1, column=name)


class Reader:
    """Reads typed cells of lines; what cannot stand is added to the faults, and is None."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def complain(self, line: Line, column: str, reason: str) -> None:
        """Add a fault of a cell."""
        self.faults.add(line.file, reason, line=line.number, column=column, value=line.cells.get(column, ""))

    def agrees(self, line: Line, said: Mapping[str, str]) -> bool:
        """Whether the columns that a line has say the same as is said of the whole file."""
        wrong = [column for column, value in said.items() if line.cells.get(column, value) != value]
        for column in wrong:
            self.complain(
                line, column, _("is not what is said of the file: %(said)s.") % {"said": said[column]}
            )
        return not wrong

    def one_of(self, line: Line, column: str, offered: Collection[str], what: str) -> str | None:
        """One of the codes that are known; a formula is none of them."""
        if line.cells[column] in offered:
            return line.cells[column]
        self.complain(line, column, what)
        return None

    def cohort(self, line: Line) -> str | None:
        """A key of the lattice."""
        return self.one_of(line, "cohort", KEYS, _("is no cohort of this server."))

    def measure(self, line: Line) -> str | None:
        """A measure of the method."""
        return self.one_of(line, "measure", MEASURES, _("is no measure of this server."))

    def number(
        self, line: Line, column: str, *, least: float = LOWEST, most: float = HIGHEST
    ) -> float | None:
        """A number of points."""
        text = line.cells[column]
        if not NUMBER.fullmatch(text):
            self.complain(line, column, _("is no number such as 62.5."))
        elif not least <= float(text) <= most:
            self.complain(
                line, column, _("is not between %(least)g and %(most)g.") % {"least": least, "most": most}
            )
        else:
            return float(text)
        return None

    def count(self, line: Line, column: str, *, least: int = 0) -> int | None:
        """A number of companies."""
        text = line.cells[column]
        if not COUNT.fullmatch(text):
            self.complain(line, column, _("is no whole number of companies."))
        elif int(text) < least:
            self.complain(
                line, column, _("is fewer than %(least)s: no smaller group is shown.") % {"least": least}
            )
        else:
            return int(text)
        return None

    def companies(self, line: Line, column: str) -> int | None:
        """How many companies a published figure is of."""
        return self.count(line, column, least=SMALLEST)


def _keys() -> Iterator[str]:
    yield "all"
    for table in (*((name,) for name in ONE_WAY), *TWO_WAY):
        for codes in itertools.product(*(PROFILE_CHOICES[name].values for name in table)):
            yield "+".join(f"{name}:{code}" for name, code in zip(table, codes, strict=True))


KEYS = frozenset(_keys())
"""Every cohort that can be published, over the profiles that clients can have."""
