"""Every fault of an instrument file, each naming its place: "CUS-K1: ladder has 4 steps, 5 are needed"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from surveys.catalogue.answers import DONT_KNOW, NOT_APPLICABLE, shown
from surveys.catalogue.items import ALL, MARKETING, SALES, SIDES
from surveys.catalogue.languages import (
    Languages,
    matches,
    of_languages,
    of_reviews,
    of_same_texts,
    of_texts,
)

DIMENSIONS = ("CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL")
OPENING, CLOSING = "G0", "G1"
FORMS_OF_KIND = MappingProxyType(
    {
        "P": ("scale",),
        "K": ("ladder",),
        "F": ("ordinal", "nominal", "set"),
        "X": ("scale",),
        "O": ("figure",),
    }
)
APART_OF_KIND = MappingProxyType(
    {
        "P": (DONT_KNOW, NOT_APPLICABLE),
        "K": (DONT_KNOW,),
        "F": (DONT_KNOW,),
        "X": (DONT_KNOW, NOT_APPLICABLE),
        "O": (),
    }
)
STEPS = 5
MIN_OPTIONS = 2
MIN_SEGMENTS = 6
LARGEST_LIMIT = 1e9

_TOP_KEYS = frozenset(
    {
        "instrument",
        "version",
        "method_version",
        "languages",
        "reviews",
        "scales",
        "apart",
        "dimensions",
        "predictions",
        "items",
    }
)
_KEYS_OF_FORM = MappingProxyType(
    {
        "scale": frozenset({"scale"}),
        "ladder": frozenset({"steps"}),
        "ordinal": frozenset({"steps"}),
        "nominal": frozenset({"options"}),
        "set": frozenset({"options", "max_choices"}),
        "figure": frozenset({"unit", "min", "max"}),
    }
)
_ITEM_KEYS = frozenset({"id", "kind", "form", "wording"})
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,49}")
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}")


def faults_of(data: object) -> tuple[str, ...]:
    """Return all faults of a parsed instrument file, in the order of the file; empty where it is sound."""
    if not isinstance(data, dict):
        return ("instrument: must be an object",)
    return tuple(_of_instrument(data))


def _of_instrument(data: dict[Any, Any]) -> Iterator[str]:
    yield from _of_keys("instrument", data, _TOP_KEYS)
    yield from _of_heading(data)
    language_faults = tuple(of_languages(data["languages"])) if "languages" in data else ()
    yield from language_faults
    known = "languages" in data and not language_faults
    languages = tuple(data["languages"]) if known else None
    if "reviews" in data:
        yield from of_reviews(data["reviews"], languages)
    if "scales" in data:
        yield from _of_scales(data["scales"], languages)
    if "apart" in data:
        yield from _of_group("apart", data["apart"], frozenset(APART_OF_KIND["P"]), languages)
    if "dimensions" in data:
        yield from _of_dimensions(data["dimensions"], languages)
    if "predictions" in data:
        yield from _of_group("predictions", data["predictions"], frozenset({"name", "summary"}), languages)
    if "items" in data:
        yield from _of_items(data["items"], data.get("scales"), languages)


def _of_keys(
    place: str, entry: dict[Any, Any], needed: frozenset[str], optional: frozenset[str] = frozenset()
) -> Iterator[str]:
    for key in sorted(needed - entry.keys()):
        yield f"{place}: {key} is missing"
    for key in entry:
        if key not in needed | optional:
            yield f"{place}: unknown key “{shown(key)}”"


def _of_heading(data: dict[Any, Any]) -> Iterator[str]:
    if "instrument" in data and not matches(_SLUG, data["instrument"]):
        yield f"instrument: the name “{shown(data['instrument'])}” is not a slug"
    for key in ("version", "method_version"):
        if key in data and not matches(_VERSION, data[key]):
            yield f'instrument: {key} “{shown(data[key])}” must be a text such as "1" or "1.2"'


def _of_scales(scales: object, languages: Languages) -> Iterator[str]:
    if not isinstance(scales, dict):
        yield "scales: must be an object of scales"
        return
    for name, steps in scales.items():
        if not matches(_SLUG, name):
            yield f"scales: the name “{shown(name)}” is not a slug"
        yield from _of_steps(f"scale {shown(name)}", "scale", steps, languages)


def _of_group(place: str, group: object, keys: frozenset[str], languages: Languages) -> Iterator[str]:
    if not isinstance(group, dict):
        yield f"{place}: must be an object with {' and '.join(sorted(keys))}"
        return
    yield from _of_keys(place, group, keys)
    for key in sorted(keys & group.keys()):
        yield from of_texts(place, key, group[key], languages)


def _of_dimensions(dimensions: object, languages: Languages) -> Iterator[str]:
    if not isinstance(dimensions, list):
        yield "dimensions: must be a list"
        return
    codes = [entry.get("code") if isinstance(entry, dict) else None for entry in dimensions]
    for place, (code, entry) in enumerate(zip(codes, dimensions, strict=True), start=1):
        if not isinstance(code, str) or code not in DIMENSIONS:
            yield f"dimension {place}: the code “{shown(code)}” is none of {', '.join(DIMENSIONS)}"
            continue
        if code in codes[: place - 1]:
            yield f"dimension {code}: stands twice"
        yield from _of_keys(f"dimension {code}", entry, frozenset({"code", "name", "summary"}))
        for key in ("name", "summary"):
            if key in entry:
                yield from of_texts(f"dimension {code}", key, entry[key], languages)
    for code in DIMENSIONS:
        if code not in codes:
            yield f"dimension {code}: is missing"
    in_order = sorted(DIMENSIONS, key=lambda code: codes.index(code) if code in codes else -1)
    if all(code in codes for code in DIMENSIONS) and tuple(in_order) != DIMENSIONS:
        yield f"dimensions: the order must be {', '.join(DIMENSIONS)}"


def _of_items(items: object, scales: object, languages: Languages) -> Iterator[str]:
    if not isinstance(items, list):
        yield "items: must be a list"
        return
    ids: list[str] = []
    highest = (-1, -1, -1)
    for place, entry in enumerate(items, start=1):
        item_id = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(item_id, str) or not item_id:
            yield f"item {place}: must be an object with an id"
            continue
        yield from _of_item(shown(item_id), entry, scales, languages)
        if item_id in ids:
            yield f"{shown(item_id)}: the id stands twice"
        ids.append(item_id)
        rank = _rank(item_id)
        if rank is not None and rank < highest:
            yield f"{item_id}: out of order"
        highest = max(highest, rank or highest)
    yield from _of_missing_items(set(ids))


def _of_missing_items(ids: set[str]) -> Iterator[str]:
    for item_id in (OPENING, *(f"{code}-X" for code in DIMENSIONS), CLOSING):
        if item_id not in ids:
            yield f"{item_id}: the item is missing"
    for code in DIMENSIONS:
        if not any(re.fullmatch(rf"{code}-[PKF].*", item_id) for item_id in ids):
            yield f"dimension {code}: has no items"


def _rank(item_id: str) -> tuple[int, int, int] | None:
    """Return the place in canonical order: G0, each dimension's P, K, F, then X, G1 and the outcomes."""
    if item_id in (OPENING, CLOSING):
        return (0 if item_id == OPENING else len(DIMENSIONS) + 2, 0, 0)
    if outcome := re.fullmatch(r"O([1-9][0-9]?)", item_id):
        return (len(DIMENSIONS) + 3, 0, int(outcome[1]))
    code, _, rest = item_id.partition("-")
    if code not in DIMENSIONS:
        return None
    if rest == "X":
        return (len(DIMENSIONS) + 1, DIMENSIONS.index(code), 0)
    numbered = re.fullmatch(r"([PKF])([1-9][0-9]?)", rest)
    return (DIMENSIONS.index(code) + 1, "PKF".index(numbered[1]), int(numbered[2])) if numbered else None


def _of_item(place: str, entry: dict[Any, Any], scales: object, languages: Languages) -> Iterator[str]:
    kind, form = entry.get("kind"), entry.get("form")
    if not isinstance(kind, str) or kind not in FORMS_OF_KIND:
        yield f"{place}: unknown kind “{shown(kind)}”, known are {', '.join(FORMS_OF_KIND)}"
        return
    if not isinstance(form, str) or form not in FORMS_OF_KIND[kind]:
        yield f"{place}: unknown form “{shown(form)}”, known for {kind} are {', '.join(FORMS_OF_KIND[kind])}"
        return
    dimensional = kind != "O" and place not in (OPENING, CLOSING)
    needed = _ITEM_KEYS | _KEYS_OF_FORM[form] | ({"dimension"} if dimensional else frozenset())
    optional = frozenset({"help", "owner_labels"} if form == "set" else {"help"})
    yield from _of_keys(place, entry, needed, optional)
    if "dimension" in entry or not dimensional:
        yield from _of_id(place, kind, entry["dimension"] if dimensional else None)
    if "wording" in entry:
        yield from _of_wording(place, kind, entry["wording"], languages)
    if "help" in entry:
        yield from of_texts(place, "help", entry["help"], languages)
    yield from _of_answers(place, form, entry, scales, languages)


def _of_id(place: str, kind: str, dimension: object) -> Iterator[str]:
    if dimension is not None and (not isinstance(dimension, str) or dimension not in DIMENSIONS):
        yield f"{place}: unknown dimension “{shown(dimension)}”"
        return
    kinds = {OPENING: "P", CLOSING: "X"}
    pattern = {"O": r"O[1-9][0-9]?", "X": rf"{dimension}-X"}.get(kind, rf"{dimension}-{kind}[1-9][0-9]?")
    if kinds.get(place) != kind and not re.fullmatch(pattern, place):
        where = f" in dimension {dimension}" if dimension else ""
        yield f"{place}: the id does not fit kind {kind}{where}"


def _of_wording(place: str, kind: str, wording: object, languages: Languages) -> Iterator[str]:
    if not isinstance(wording, dict):
        yield f"{place}: wording must be an object by side"
        return
    sides: tuple[str, ...] = (SALES, MARKETING) if kind == "X" else SIDES
    if kind == "O" or (ALL in wording and kind != "X"):
        sides = (ALL,)
    for side in sides:
        if side in wording:
            yield from of_texts(place, f"wording for {side}", wording[side], languages)
        else:
            yield f"{place}: wording for {side} is missing"
    for side in wording:
        if side not in sides:
            yield f"{place}: wording for “{shown(side)}” has no place here, only {', '.join(sides)}"


def _of_answers(
    place: str, form: str, entry: dict[Any, Any], scales: object, languages: Languages
) -> Iterator[str]:
    if "scale" in entry and form == "scale":
        scale = entry["scale"]
        if not isinstance(scale, str) or not isinstance(scales, dict) or scale not in scales:
            yield f"{place}: unknown scale “{shown(scale)}”"
    if "steps" in entry and form in ("ladder", "ordinal"):
        yield from _of_steps(place, form, entry["steps"], languages)
    if "options" in entry and form in ("nominal", "set"):
        yield from _of_options(place, form, entry["options"], languages)
    if form == "set":
        yield from _of_set(place, entry)
    if form == "figure":
        yield from _of_figure(place, entry, languages)


def _of_steps(place: str, what: str, steps: object, languages: Languages) -> Iterator[str]:
    if not isinstance(steps, list):
        yield f"{place}: the steps must be a list"
        return
    if len(steps) != STEPS:
        yield f"{place}: {what} has {len(steps)} steps, {STEPS} are needed"
    for number, texts in enumerate(steps, start=1):
        yield from of_texts(place, f"step {number}", texts, languages)
    yield from of_same_texts(place, steps)


def _of_options(place: str, form: str, options: object, languages: Languages) -> Iterator[str]:
    if options == "segments" and form == "set":
        return
    if not isinstance(options, list) or len(options) < MIN_OPTIONS:
        yield f"{place}: options must be a list of {MIN_OPTIONS} or more" + (
            ' or "segments"' if form == "set" else ""
        )
        return
    codes: set[str] = set()
    for number, option in enumerate(options, start=1):
        if not isinstance(option, dict):
            yield f"{place}: option {number} must be an object with code and text"
            continue
        yield from _of_keys(f"{place}: option {number}", option, frozenset({"code", "text"}))
        code: Any = option.get("code")
        if not matches(_SLUG, code) or code in APART_OF_KIND["P"]:
            yield f"{place}: option {number} has the code “{shown(code)}”, which is not a free slug"
        elif code in codes:
            yield f"{place}: option code “{code}” stands twice"
        else:
            codes.add(code)
        if "text" in option:
            yield from of_texts(place, f"option {number}", option["text"], languages)
    yield from of_same_texts(place, [option.get("text") for option in options if isinstance(option, dict)])


def _of_set(place: str, entry: dict[Any, Any]) -> Iterator[str]:
    maximum, options = entry.get("max_choices"), entry.get("options")
    number = len(options) if isinstance(options, list) else MIN_SEGMENTS
    if "max_choices" in entry:
        if isinstance(maximum, bool) or not isinstance(maximum, int) or maximum < 1:
            yield f"{place}: max_choices “{shown(maximum)}” must be a whole number from 1"
        elif maximum > number:
            yield f"{place}: max_choices is {shown(maximum)}, but there are {number} options"
    if not isinstance(entry.get("owner_labels", False), bool):
        yield f"{place}: owner_labels must be true or false"


def _of_figure(place: str, entry: dict[Any, Any], languages: Languages) -> Iterator[str]:
    if "unit" in entry:
        yield from of_texts(place, "unit", entry["unit"], languages)
    for key in ("min", "max"):
        if key in entry and not _is_number(entry[key]):
            yield f"{place}: {key} “{shown(entry[key])}” must be a number"
    minimum: Any = entry.get("min")
    maximum: Any = entry.get("max")
    if _is_number(minimum) and _is_number(maximum) and minimum >= maximum:
        yield f"{place}: min {minimum} must be below max {maximum}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_LIMIT
