"""The two errors of the package: bad answers, and a bad method file."""

from __future__ import annotations

_SHOWN = 80


def shown(value: object) -> str:
    """Give `value` as it is named in an error: its repr, cut to a readable length.

    >>> shown(9)
    '9'
    """
    try:
        text = repr(value)
    except ValueError:  # an integer of more than 4,300 digits refuses to become text
        return "an integer too long to print"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def name_of(text: str) -> str:
    r"""Give a key from outside as it stands in an error: itself where that is short and plain.

    >>> name_of("CUS-P1"), name_of("a" + chr(10))
    ('CUS-P1', "'a\\n'")
    """
    return text if len(text) <= _SHOWN and text.isprintable() else shown(text)


class ScoringError(ValueError):
    """Answers, documents or outcomes that cannot be scored.

    Parameters
    ----------
    place
        Where the fault is: assessment, respondent and item, as far as they apply.
    problem
        What is wrong there, with the value.
    """

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


class MethodError(ScoringError):
    """A method file whose weights, curves, thresholds or references are wrong."""
