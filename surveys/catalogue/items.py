"""What an instrument is made of: dimensions, items, their options, and the screens that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveys.catalogue.answers import (
    DONT_KNOW,
    NOT_APPLICABLE,
    Answer,
    AnswerError,
    checked_code,
    checked_figure,
    checked_set,
    checked_step,
    is_blank,
)

SALES, MARKETING, BOTH = "sales", "marketing", "both"
SIDES = (SALES, MARKETING, BOTH)
ALL = "all"

Texts = Mapping[str, str]
"""One text by language code."""

Segments = Sequence[tuple[str, str]]
"""The assessment's own segments, the options of CUS-F1, as (code, text) in the order shown."""

Labels = Mapping[str, str | None]
"""The owner's words for single options by code; None or an empty text hides the option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer: a step 1-5 or a code, and its text by language."""

    code: int | str
    texts: Texts = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One of the eight areas of the method."""

    code: str
    names: Texts = field(hash=False)
    summaries: Texts = field(hash=False)

    def name(self, language: str) -> str:
        """Return the short name."""
        return self.names[language]

    def summary(self, language: str) -> str:
        """Return one line that says in plain words what the dimension is about."""
        return self.summaries[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question as it is asked of each side.

    ``kind`` is P, K, F, X or O (method C); ``form`` is scale, ladder, ordinal, nominal, set or figure.
    ``dimension`` is None for G0, G1 and the outcomes, ``max_choices`` None outside sets. The options of
    an item ``from_segments`` are the assessment's own; the owner may reword or hide those of one with
    ``owner_labels``.
    """

    id: str
    kind: str
    form: str
    dimension: str | None
    wordings: Mapping[str, Texts] = field(hash=False)
    helps: Texts = field(hash=False)
    choices: tuple[Option, ...] = ()
    apart_choices: tuple[Option, ...] = ()
    scale: str | None = None
    max_choices: int | None = None
    from_segments: bool = False
    owner_labels: bool = False
    units: Texts = field(default_factory=dict, hash=False)
    minimum: float | None = None
    maximum: float | None = None

    @property
    def _codes(self) -> tuple[str, ...]:
        return tuple(str(choice.code) for choice in self.choices)

    def _offered(self, labels: Labels | None) -> tuple[str, ...]:
        if not labels or not self.owner_labels:
            return self._codes
        return tuple(code for code in self._codes if labels.get(code, code))

    @property
    def allows_dk(self) -> bool:
        """Whether "Don't know" stands beside the answers."""
        return any(choice.code == DONT_KNOW for choice in self.apart_choices)

    @property
    def allows_na(self) -> bool:
        """Whether "Does not apply to us" stands beside the answers."""
        return any(choice.code == NOT_APPLICABLE for choice in self.apart_choices)

    def asked_of(self, side: str) -> bool:
        """Tell whether respondents of a side are asked; outcomes are entered by the owner, so of nobody."""
        _known_side(side)
        return self.kind != "O" and (ALL in self.wordings or side in self.wordings)

    def wording(self, side: str, language: str) -> str:
        """Return the question as put to a side; ValueError where the side is not asked."""
        _known_side(side)
        texts = self.wordings.get(side) or self.wordings.get(ALL)
        if texts is None:
            message = f"{self.id} is not asked of {side}"
            raise ValueError(message)
        return texts[language]

    def help(self, language: str) -> str:
        """Return the explanation below the question, empty where none is needed."""
        return self.helps[language] if self.helps else ""

    def unit(self, language: str) -> str:
        """Return the unit of an outcome, empty for all other items."""
        return self.units[language] if self.units else ""

    def apart(self, language: str) -> tuple[tuple[str, str], ...]:
        """Return "Don't know" and "Does not apply to us" where offered, as (code, text)."""
        return tuple((str(choice.code), choice.texts[language]) for choice in self.apart_choices)

    def options(
        self,
        language: str,
        *,
        segments: Segments = (),
        trigger_labels: Labels | None = None,
    ) -> tuple[tuple[int | str, str], ...]:
        """Return the answers to choose from, as (step or code, text), without those that stand apart.

        Parameters
        ----------
        segments
            The assessment's own segments as (code, text).
        trigger_labels
            The owner's words for single codes; None or an empty text hides the option.
        """
        if self.from_segments:
            return tuple(segments)
        labels = (trigger_labels or {}) if self.owner_labels else {}
        texts = (
            (choice.code, labels.get(str(choice.code), choice.texts[language])) for choice in self.choices
        )
        return tuple((code, text) for code, text in texts if text)

    def check(
        self, raw: object, segments: Segments = (), trigger_labels: Labels | None = None
    ) -> Answer | None:
        """Return the value to store for a raw one; None means "not answered".

        Parameters
        ----------
        raw
            A JSON value (3, "ceo", ["a", "b"], "dk") or what a form sent ("3", ["dk"]).
        segments
            The assessment's own segments as (code, text).
        trigger_labels
            The owner's words for single codes; a hidden option is refused like one that does not exist.

        Returns
        -------
        int, str, list of str or None
            A step 1-5, a code, "dk", "na", or the codes of a set in the order of the options.

        Raises
        ------
        AnswerError
            Whatever else was sent, of whatever type and size.
        """
        if self.form == "figure":
            raise AnswerError(self.id, raw, "not_asked")
        if is_blank(raw):
            return None
        apart = tuple(str(choice.code) for choice in self.apart_choices)
        if isinstance(raw, str) and raw in apart:
            return raw
        if raw in (DONT_KNOW, NOT_APPLICABLE):
            raise AnswerError(self.id, raw, "not_offered")
        if self.form in ("scale", "ladder", "ordinal"):
            return checked_step(self.id, raw)
        codes = tuple(code for code, _ in segments) if self.from_segments else self._offered(trigger_labels)
        if self.form == "nominal":
            return checked_code(self.id, raw, codes)
        return checked_set(self.id, raw, codes, maximum=self.max_choices or len(codes), apart=apart)

    def check_figure(self, value: object) -> float:
        """Return an outcome as a finite number within its limits, or raise AnswerError."""
        if self.minimum is None or self.maximum is None:
            raise AnswerError(self.id, value, "wrong_type")
        return checked_figure(self.id, value, self.minimum, self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One page of the survey: a dimension's items (code in lower case), or "predictions"."""

    code: str
    items: tuple[Item, ...]
    names: Texts = field(hash=False)
    summaries: Texts = field(hash=False)

    def name(self, language: str) -> str:
        """Return the heading."""
        return self.names[language]

    def summary(self, language: str) -> str:
        """Return the line below the heading."""
        return self.summaries[language]


def _known_side(side: str) -> None:
    if side not in SIDES:
        message = f"unknown side {side!r}: sales, marketing or both"
        raise ValueError(message)
