"""What is wrong with a norm file, each fault with its place and what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_FAULTS = 50
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault; line, column and value are None or "" where it is of the file as a whole."""

    file: str
    reason: str
    line: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        """Name the place, what stands there, and why it cannot: for the command's output."""
        place = [self.file]
        if self.line is not None:
            place.append(_("line %(line)s") % {"line": self.line})
        if self.column:
            place.append(_("column %(column)s") % {"column": self.column})
        value = f" “{self.value}”" if self.value else ""
        return f"{', '.join(place)}:{value} {self.reason}"


class NormFault(Exception):  # noqa: N818 - faults of the file, not of the program
    """Why a norm file cannot be imported; nothing of it was kept. `more` counts faults beyond the list."""

    def __init__(self, faults: tuple[Fault, ...], more: int = 0) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        self.more = more


@dataclass(slots=True)
class Faults:
    """Collects faults, so that whoever mends a file sees all of them at once."""

    found: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(
        self, file: str, reason: str, *, line: int | None = None, column: str = "", value: str = ""
    ) -> None:
        """Keep a fault, or count it where many are known already."""
        if len(self.found) == MOST_FAULTS:
            self.more += 1
            return
        told = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
        self.found.append(Fault(file=file, reason=reason, line=line, column=column, value=told))

    def stop_at_any(self) -> None:
        """Raise NormFault where there are faults."""
        if self.found:
            raise NormFault(tuple(self.found), self.more)


def refuse(
    file: str, reason: str, *, line: int | None = None, column: str = "", value: str = ""
) -> NormFault:
    """Make the error of one fault that ends the reading."""
    faults = Faults()
    faults.add(file, reason, line=line, column=column, value=value)
    return NormFault(tuple(faults.found))
