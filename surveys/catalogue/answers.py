"""From a raw value (JSON or form text) to the stored answer, or an error that names item and value."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

DONT_KNOW = "dk"
NOT_APPLICABLE = "na"
NONE = "none"
RESERVED = frozenset({DONT_KNOW, NOT_APPLICABLE, NONE})
"""Codes with a meaning of their own; a client's own segments may not be called so."""

Answer = int | str | list[str]

SHOWN_CHARACTERS = 60
_SHOWN_INTEGER_BITS = 64
_STEPS = MappingProxyType({"1": 1, "2": 2, "3": 3, "4": 4, "5": 5})
_UNSAFE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def gettext_noop(text: str) -> str:
    """Mark a text for makemessages, which goes by the name alone; this module stays free of Django."""
    return text


REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unknown_item": gettext_noop("There is no such question."),
        "not_asked": gettext_noop("This is not a question with an answer to choose."),
        "unknown_step": gettext_noop("The answer must be one of the steps 1 to 5."),
        "unknown_code": gettext_noop("The answer must be one of the options offered."),
        "not_offered": gettext_noop("This answer is not offered here."),
        "too_many": gettext_noop("Choose at most %(maximum)s."),
        "double": gettext_noop("Each option can be chosen only once."),
        "not_alone": gettext_noop("“%(answer)s” cannot be combined with another answer."),
        "wrong_type": gettext_noop("The answer has the wrong form."),
        "out_of_range": gettext_noop("The figure must be between %(minimum)s and %(maximum)s."),
    }
)
"""Why a value was refused, by code; to translate: ``_(REASONS[error.code]) % error.params``."""


class AnswerError(ValueError):
    """A value that an item does not take.

    Attributes
    ----------
    item_id, value : str
        What was answered, and with which value; both cut to 60 characters and fit to be shown.
    code : str
        A key of ``REASONS``.
    params : dict
        What the reason's placeholders stand for.
    reason : str
        The reason in plain English.
    """

    def __init__(self, item_id: object, value: object, code: str, **params: object) -> None:
        self.item_id = shown(item_id)
        self.value = shown(value)
        self.code = code
        self.params = params
        self.reason = REASONS[code] % params
        super().__init__(f"{self.item_id}: “{self.value}” was refused. {self.reason}")


def shown(value: object) -> str:
    """Return any value as at most 60 printable characters, whatever its size and depth."""
    if isinstance(value, list | tuple):
        return _cut(", ".join(_plain(part) for part in value[:SHOWN_CHARACTERS]))
    return _cut(_plain(value))


def _plain(value: object) -> str:
    if isinstance(value, str):
        head = value[: SHOWN_CHARACTERS + 1]
        return "".join("\ufffd" if unicodedata.category(sign) in _UNSAFE else sign for sign in head)
    # The text of a huge integer is slow, and an error of its own above 4,300 digits.
    if isinstance(value, int) and value.bit_length() > _SHOWN_INTEGER_BITS:
        return "a very large number"
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    return f"a value of type {type(value).__name__}"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def is_blank(raw: object) -> bool:
    """Tell whether the value means "not answered": None, an empty text or an empty list."""
    return raw is None or (isinstance(raw, str | list | tuple) and not raw)


def checked_step(item_id: str, raw: object) -> int:
    """Return the step 1-5 given as an integer or as one of the texts "1" to "5"."""
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise AnswerError(item_id, raw, "wrong_type")
    step = _STEPS.get(raw) if isinstance(raw, str) else raw
    if step is None or step not in _STEPS.values():
        raise AnswerError(item_id, raw, "unknown_step")
    return step


def checked_code(item_id: str, raw: object, codes: tuple[str, ...]) -> str:
    """Return the one code chosen."""
    if not isinstance(raw, str):
        raise AnswerError(item_id, raw, "wrong_type")
    if raw not in codes:
        raise AnswerError(item_id, raw, "unknown_code")
    return raw


def checked_set(
    item_id: str, raw: object, codes: tuple[str, ...], *, maximum: int, apart: tuple[str, ...]
) -> str | list[str]:
    """Return the codes chosen in the order of the options, or the answer that stands apart from them."""
    if not isinstance(raw, list | tuple):
        raise AnswerError(item_id, raw, "wrong_type")
    if len(raw) > len(codes) + len(apart):
        raise AnswerError(item_id, raw, "too_many", maximum=maximum)
    chosen = [checked_code(item_id, part, codes + apart) for part in raw]
    if len(set(chosen)) < len(chosen):
        raise AnswerError(item_id, raw, "double")
    alone = next((code for code in (*apart, NONE) if code in chosen), None)
    if alone is not None and len(chosen) > 1:
        raise AnswerError(item_id, raw, "not_alone", answer=alone)
    if len(chosen) > maximum:
        raise AnswerError(item_id, raw, "too_many", maximum=maximum)
    return alone if alone in apart else [code for code in codes if code in chosen]


def checked_figure(item_id: str, value: object, minimum: float, maximum: float) -> float:
    """Return a finite number within the limits, both included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError(item_id, value, "wrong_type")
    if (isinstance(value, float) and not math.isfinite(value)) or not minimum <= value <= maximum:
        raise AnswerError(item_id, value, "out_of_range", minimum=minimum, maximum=maximum)
    return float(value)
