"""Faults of an instrument's languages: which there are, who has reviewed each, and holes in the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from surveys.catalogue.answers import shown

MAX_CHARACTERS = 1000
ORIGINAL = "original"
"""In the place of a review: the language in which the instrument was written."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and halves of others

Languages = tuple[str, ...] | None
"""The languages that every text must have; None where the list of languages is itself at fault."""


def of_languages(languages: object) -> Iterator[str]:
    """Yield the faults of the list of language codes."""
    if not isinstance(languages, list) or not languages:
        yield "languages: must be a list with at least one language code"
        return
    for place, code in enumerate(languages):
        if not matches(_LANGUAGE, code):
            yield f"languages: “{shown(code)}” is not a language code"
        elif code in languages[:place]:
            yield f"languages: “{code}” stands twice"


def of_reviews(reviews: object, languages: Languages) -> Iterator[str]:
    """Yield the faults of who signed which language: null, "original", or {"by": name, "on": ISO date}."""
    if not isinstance(reviews, dict):
        yield "reviews: must be an object by language"
        return
    for language in languages or ():
        if language not in reviews:
            yield f"reviews: {language} is missing"
    for language, review in reviews.items():
        if languages is not None and language not in languages:
            yield f"reviews: unknown language “{shown(language)}”"
        elif fault := _fault_of_review(review):
            yield f"reviews: {shown(language)} {fault}"
    originals = [language for language, review in reviews.items() if review == ORIGINAL]
    if len(originals) != 1:
        yield f"reviews: {len(originals)} languages are the original, 1 is needed"


def _fault_of_review(review: Any) -> str:
    if review is None or review == ORIGINAL:
        return ""
    if not isinstance(review, dict) or review.keys() != {"by", "on"}:
        return 'must be null, "original", or an object with by and on'
    if fault := _fault_of_text(review["by"]):
        return f"by {fault}"
    return "" if _is_date(review["on"]) else f"on “{shown(review['on'])}” must be a date such as 2026-01-31"


def _is_date(value: object) -> bool:
    if not matches(_DATE, value):
        return False
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def of_texts(place: str, what: str, texts: object, languages: Languages) -> Iterator[str]:
    """Yield each language that a text lacks, and what is wrong with the texts there are."""
    if not isinstance(texts, dict):
        yield f"{place}: {what} must be texts by language"
        return
    for language in languages or ():
        if language not in texts:
            yield f"{place}: {what} has no text in {language}"
    for language, text in texts.items():
        if languages is not None and language not in languages:
            yield f"{place}: {what} has a text in the unknown language “{shown(language)}”"
        elif fault := _fault_of_text(text):
            yield f"{place}: {what} in {shown(language)} {fault}"


def of_same_texts(place: str, maps: list[Any]) -> Iterator[str]:
    """Yield each text that stands for two answers: nobody could tell them apart."""
    seen: set[tuple[str, str]] = set()
    for texts in maps:
        if not isinstance(texts, dict):
            continue
        for language, text in texts.items():
            if not isinstance(text, str) or not isinstance(language, str):
                continue
            if (language, text) in seen:
                yield f"{place}: two answers read “{shown(text)}” in {shown(language)}"
            seen.add((language, text))


def _fault_of_text(text: object) -> str:
    if not isinstance(text, str):
        return "must be a text"
    if not text.strip():
        return "is empty"
    if len(text) > MAX_CHARACTERS:
        return f"has {len(text)} characters, {MAX_CHARACTERS} are allowed"
    if _NO_TEXT.search(text):
        return "holds a control character or half a character"
    return ""


def matches(pattern: re.Pattern[str], value: object) -> bool:
    """Tell whether the value is a text of the pattern, all of it."""
    return isinstance(value, str) and pattern.fullmatch(value) is not None
