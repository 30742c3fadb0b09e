"""The instrument as a whole, read from its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from surveys.catalogue.answers import AnswerError
from surveys.catalogue.faults import APART_OF_KIND, faults_of
from surveys.catalogue.items import SIDES, Dimension, Item, Option, Screen, Texts

PREDICTIONS = "predictions"


class CatalogueError(ValueError):
    """An instrument file with faults; ``faults`` holds all of them, each naming its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A checked instrument: its items in the order asked, and its texts in each language."""

    instrument: str
    version: str
    method_version: str
    languages: tuple[str, ...]
    unreviewed: frozenset[str]
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    _by_id: Mapping[str, Item] = field(hash=False, repr=False, compare=False)
    _asked: Mapping[str, tuple[Item, ...]] = field(hash=False, repr=False, compare=False)
    _screens: Mapping[str, tuple[Screen, ...]] = field(hash=False, repr=False, compare=False)

    @classmethod
    def from_dict(cls, data: object) -> Catalogue:
        """Check everything in the parsed file and build the catalogue, or raise CatalogueError."""
        faults = faults_of(data)
        if faults or not isinstance(data, dict):
            raise CatalogueError(faults)
        items = tuple(_item(entry, data["scales"], data["apart"]) for entry in data["items"])
        dimensions = tuple(
            Dimension(code=entry["code"], names=_texts(entry["name"]), summaries=_texts(entry["summary"]))
            for entry in data["dimensions"]
        )
        predictions = (_texts(data[PREDICTIONS]["name"]), _texts(data[PREDICTIONS]["summary"]))
        screens = {side: _screens(side, items, dimensions, predictions) for side in SIDES}
        return cls(
            instrument=data["instrument"],
            version=data["version"],
            method_version=data["method_version"],
            languages=tuple(data["languages"]),
            unreviewed=frozenset(code for code, review in data["reviews"].items() if review is None),
            dimensions=dimensions,
            items=items,
            _by_id=MappingProxyType({item.id: item for item in items}),
            _asked=MappingProxyType({side: _asked_of(side, items) for side in screens}),
            _screens=MappingProxyType(screens),
        )

    @classmethod
    def read(cls, path: str | Path) -> Catalogue:
        """Read an instrument file (JSON, UTF-8); whatever is wrong with it is a CatalogueError."""
        path = Path(path)
        try:
            data = json.loads(
                path.read_text(encoding="utf-8"),
                object_pairs_hook=_without_doubles,
                parse_constant=_no_constant,
            )
        except OSError as error:
            raise CatalogueError((f"{path.name}: cannot be read ({error.strerror})",)) from error
        except (ValueError, RecursionError) as error:
            raise CatalogueError((f"{path.name}: not valid JSON ({error})",)) from error
        return cls.from_dict(data)

    def reviewed(self, language: str) -> bool:
        """Tell whether a native speaker has signed the texts of a language, or they are the original.

        Raises ValueError for a language that the instrument does not speak.
        """
        if language not in self.languages:
            message = f"unknown language {language!r}: {', '.join(self.languages)}"
            raise ValueError(message)
        return language not in self.unreviewed

    def item(self, item_id: str) -> Item:
        """Return the item of an id; AnswerError "unknown_item" where there is none."""
        try:
            return self._by_id[item_id]
        except KeyError:
            raise AnswerError(item_id, "", "unknown_item") from None

    def items_for(self, side: str) -> tuple[Item, ...]:
        """Return the items asked of a side, in canonical order."""
        try:
            return self._asked[side]
        except KeyError:
            raise _no_side(side) from None

    @property
    def outcome_items(self) -> tuple[Item, ...]:
        """The outcomes that the assessment's owner enters."""
        return tuple(item for item in self.items if item.kind == "O")

    @property
    def ladder_items(self) -> tuple[Item, ...]:
        """The items answered with one of five steps of practice: those that a document can show."""
        return tuple(item for item in self.items if item.form in {"ladder", "ordinal"})

    def screens(self, side: str) -> tuple[Screen, ...]:
        """Return the dimension screens, then the predictions where the side is asked for them."""
        try:
            return self._screens[side]
        except KeyError:
            raise _no_side(side) from None

    def ordered(self, screen: Screen, seed: bytes | str) -> tuple[Item, ...]:
        """Return a screen's items with its P items shuffled (method C), the same for the same seed."""
        salt = seed.encode("utf-8", "surrogatepass") if isinstance(seed, str) else seed
        first = [item for item in screen.items if item.kind == "P" and item.dimension is None]
        perceived = [item for item in screen.items if item.kind == "P" and item.dimension is not None]
        rest = [item for item in screen.items if item.kind != "P"]
        perceived.sort(key=lambda item: hashlib.sha256(salt + b"\0" + item.id.encode()).digest())
        return (*first, *perceived, *rest)


def _asked_of(side: str, items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.asked_of(side))


def _no_side(side: str) -> ValueError:
    return ValueError(f"unknown side {side!r}: sales, marketing or both")


def _texts(texts: Mapping[str, str]) -> Texts:
    return MappingProxyType(dict(texts))


def _item(entry: dict[str, Any], scales: dict[str, Any], apart: dict[str, Any]) -> Item:
    labels = scales[entry["scale"]] if entry["form"] == "scale" else entry.get("steps", ())
    steps = tuple(Option(code=step, texts=_texts(texts)) for step, texts in enumerate(labels, start=1))
    options = entry.get("options", ())
    from_segments = isinstance(options, str)
    coded = () if from_segments else options
    return Item(
        id=entry["id"],
        kind=entry["kind"],
        form=entry["form"],
        dimension=entry.get("dimension"),
        wordings=MappingProxyType({side: _texts(texts) for side, texts in entry["wording"].items()}),
        helps=_texts(entry.get("help", {})),
        choices=steps or tuple(Option(code=each["code"], texts=_texts(each["text"])) for each in coded),
        apart_choices=tuple(
            Option(code=code, texts=_texts(apart[code])) for code in APART_OF_KIND[entry["kind"]]
        ),
        scale=entry.get("scale"),
        max_choices=entry.get("max_choices"),
        from_segments=from_segments,
        owner_labels=entry.get("owner_labels", False),
        units=_texts(entry.get("unit", {})),
        minimum=entry.get("min"),
        maximum=entry.get("max"),
    )


def _screens(
    side: str, items: tuple[Item, ...], dimensions: tuple[Dimension, ...], predictions: tuple[Texts, Texts]
) -> tuple[Screen, ...]:
    asked = [item for item in items if item.asked_of(side)]
    screens = []
    for place, dimension in enumerate(dimensions):
        own = [item for item in asked if item.kind != "X" and item.dimension == dimension.code]
        opening = [item for item in asked if place == 0 and item.kind == "P" and item.dimension is None]
        screens.append(
            Screen(
                code=dimension.code.lower(),
                items=(*opening, *own),
                names=dimension.names,
                summaries=dimension.summaries,
            )
        )
    predicted = tuple(item for item in asked if item.kind == "X")
    if predicted:
        names, summaries = predictions
        screens.append(Screen(code=PREDICTIONS, items=predicted, names=names, summaries=summaries))
    return tuple(screens)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        keys = [key for key, _ in pairs]
        message = f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object"
        raise ValueError(message)
    return entries


def _no_constant(name: str) -> float:
    message = f"{name} is not a number"
    raise ValueError(message)
