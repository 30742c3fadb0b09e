"""What may be shown: numbers that the data or the promise to respondents do not carry are withheld.

Charts, tables, exports and explanations receive only what `withhold` gives them (method D11).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scoring.errors import ScoringError, shown
from scoring.method_file import load_method

if TYPE_CHECKING:
    from scoring.scorecard import DimensionScore, Recommendation, Scorecard


class Mode(StrEnum):
    """What respondents were promised."""

    ATTRIBUTED = "attributed"
    AGGREGATED = "aggregated"


class Reason(StrEnum):
    """Why a number is not shown."""

    ONE_SIDED = "one_sided"  # a side is empty: there is no joint number
    TOO_FEW_FOR_STATISTICS = "too_few_for_statistics"  # an interval or agreement of so few says nothing
    TOO_FEW_TO_SHOW = "too_few_to_show"  # it would tell who said it
    TOO_FEW_FOR_A_FILE = "too_few_for_a_file"  # the same, where it leaves the house


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A scorecard without the numbers that may not be shown.

    Parameters
    ----------
    card
        The scorecard; what is withheld is None in it, or empty.
    withheld
        Reason of each withheld number by its path, such as "dimensions.CUS.perceived_sales". A None
        without a reason is missing, not withheld.
    mode
        The promise it was made under.
    """

    card: Scorecard
    withheld: dict[str, Reason]
    mode: Mode

    def reason(self, path: str) -> Reason | None:
        """Why the number at a path, or what it is part of, is withheld; None where it is not.

        Parameters
        ----------
        path
            Keys joined by points, such as "measured.index".
        """
        parts = path.split(".")
        ways = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((self.withheld[way] for way in ways if way in self.withheld), None)

    def as_dict(self) -> dict[str, Any]:
        """Give the card's dictionary, each withheld number replaced by ``{"withheld": reason}``."""
        plain = self.card.as_dict()
        for path, reason in self.withheld.items():
            *way, last = path.split(".")
            table: Any = plain
            for key in way:
                table = table[int(key)] if isinstance(table, list) else table[key]
            table[last] = {"withheld": reason.value}
        return plain


def withhold(card: Scorecard, mode: str) -> Disclosed:
    """Withhold what may not be shown.

    Parameters
    ----------
    card
        A scorecard as scored.
    mode
        "attributed": respondents agreed to be shown by role. "aggregated": nothing is shown that comes
        from fewer than three respondents of one side.

    Raises
    ------
    ScoringError
        An unknown mode.

    Examples
    --------
    >>> from scoring import Cohort, load_method, score
    >>> person = {"id": "s1", "side": "sales", "level": "c_level", "answers": {"CUS-P1": 5}}
    >>> method = load_method("1")
    >>> given = {"method_version": "1", "respondents": [person]}
    >>> card = score(Cohort.from_interchange([given], method), method)[0]
    >>> withhold(card, "attributed").reason("measured.index")
    <Reason.ONE_SIDED: 'one_sided'>
    """
    if mode not in tuple(Mode):
        raise ScoringError("mode", f"{shown(mode)} is not one of {', '.join(Mode)}")
    least = load_method(card.method_version).disclosure
    hidden = _Hidden()
    card = _without_statistics(card, hidden)
    card = _level_splits(card, least.min_group, hidden)
    if mode == Mode.AGGREGATED:
        card = _aggregated(card, least.min_group, hidden)
    return Disclosed(card=card, withheld=hidden.reasons, mode=Mode(mode))


def leaving(disclosed: Disclosed) -> Disclosed:
    """Withhold more of what may be shown, because it leaves the house.

    Parameters
    ----------
    disclosed
        What may be shown on a page: groups of one seniority must be larger in a file.
    """
    hidden = _Hidden()
    least = load_method(disclosed.card.method_version).disclosure.min_group_export
    card = _level_splits(disclosed.card, least, hidden, Reason.TOO_FEW_FOR_A_FILE)
    return replace(disclosed, card=card, withheld={**hidden.reasons, **disclosed.withheld})


class _Hidden:
    """Hides fields of frozen dataclasses, and keeps the reasons."""

    def __init__(self) -> None:
        self.reasons: dict[str, Reason] = {}

    def hide(self, part: Any, path: str, reason: Reason, *names: str, empty: Any = None) -> Any:
        """Give a copy of a dataclass with these fields emptied."""
        for name in names:
            self.reasons[f"{path}.{name.rstrip('_')}" if path else name.rstrip("_")] = reason
        return replace(part, **dict.fromkeys(names, empty)) if names else part


_JOINT = ("gap", "gap_to_practice", "maturity")
_JOINT_MEASURED = ("operating", "imbalance", "index")
_MAY_BE_ABSENT = ("matrix", "maturity", "intervals", "sensitivity", "agreement")


def _without_statistics(card: Scorecard, hidden: _Hidden) -> Scorecard:
    """Name what too few respondents could not carry; the scorecard has none of it already."""
    if card.basis in ("none", "one_sided"):
        for path in ("perceived.joint", *(f"measured.{name}" for name in _JOINT_MEASURED), *_JOINT):
            hidden.reasons[path] = Reason.ONE_SIDED
        for code in card.dimensions:
            for name in ("perceived", "measured", "level", "gap", "class", "awareness"):
                hidden.reasons[f"dimensions.{code}.{name}"] = Reason.ONE_SIDED
    if card.basis != "groups":
        for path in ("perceived.ci", "intervals"):
            hidden.reasons[path] = Reason.TOO_FEW_FOR_STATISTICS
    return card


def _level_splits(
    card: Scorecard, least: int, hidden: _Hidden, reason: Reason = Reason.TOO_FEW_TO_SHOW
) -> Scorecard:
    """A gap between seniorities needs enough in both groups."""
    vertical, above = card.vertical_gap, card.view_from_above
    for side, n in (("sales", vertical.n_sales), ("marketing", vertical.n_marketing)):
        if 0 < n < least:
            vertical = hidden.hide(vertical, "vertical_gap", reason, side)
            above = tuple(name for name in above if name != side)
    return replace(card, vertical_gap=vertical, view_from_above=above)


def _aggregated(card: Scorecard, least: int, hidden: _Hidden) -> Scorecard:
    counts = card.counts
    if min(counts.sales, counts.marketing) < least:
        return _participation_only(card, hidden)
    card = replace(
        card,
        dimensions={
            code: _dimension(each, f"dimensions.{code}", least, hidden)
            for code, each in card.dimensions.items()
        },
        items={name: _item(each, f"items.{name}", least, hidden) for name, each in card.items.items()},
        perceptions={
            name: _item(each, f"perceptions.{name}", least, hidden) for name, each in card.perceptions.items()
        },
        recommendations=_recommendations(card, least, hidden),
    )
    if 0 < counts.both < least:
        perceived = hidden.hide(card.perceived, "perceived", Reason.TOO_FEW_TO_SHOW, "both")
        card = replace(card, perceived=perceived)
    kpis = card.items.get("DAT-F1")
    if kpis is not None and 0 < min(kpis.n_sales, kpis.n_marketing) < least:
        card = hidden.hide(card, "", Reason.TOO_FEW_TO_SHOW, "shared_kpis", empty=())
    return card


def _participation_only(card: Scorecard, hidden: _Hidden) -> Scorecard:
    """Below the smallest group on a side nothing is shown but who took part."""
    empty: dict[str, Any] = {}
    for each in fields(card):
        if each.name in ("method_version", "basis", "counts"):
            continue
        hidden.reasons = {
            path: reason for path, reason in hidden.reasons.items() if path.split(".")[0] != each.name
        }
        hidden.reasons[each.name] = Reason.TOO_FEW_TO_SHOW
        empty[each.name] = None if each.name in _MAY_BE_ABSENT else _emptied(getattr(card, each.name))
    return replace(card, **empty)


def _emptied(value: Any) -> Any:
    """The same shape without any content."""
    if isinstance(value, dict):
        return {}
    if isinstance(value, tuple):
        return ()
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _emptied(getattr(value, each.name)) for each in fields(value)})
    return type(value)() if isinstance(value, bool | int) else None


def _few(n: int, least: int) -> bool:
    """Tell whether so few stand behind a number that it would tell who they are; nobody has no number."""
    return 0 < n < least


def _dimension(each: DimensionScore, path: str, least: int, hidden: _Hidden) -> DimensionScore:
    sales, marketing = _few(each.n_sales, least), _few(each.n_marketing, least)
    guess_sales = _few(each.n_predictions_sales, least)
    guess_marketing = _few(each.n_predictions_marketing, least)
    conditions = {
        "perceived_sales": sales,
        "perceived_marketing": marketing,
        "perceived_both": _few(each.n_both, least),
        "perceived": sales or marketing,
        "gap": sales or marketing,
        "class_": sales or marketing,
        "predicted_by_sales": guess_sales,
        "predicted_by_marketing": guess_marketing,
        "understanding_sales": guess_sales or marketing,
        "understanding_marketing": guess_marketing or sales,
        "awareness": sales or marketing or guess_sales or guess_marketing,
    }
    names = [name for name, holds in conditions.items() if holds]
    each = hidden.hide(each, path, Reason.TOO_FEW_TO_SHOW, *names)
    if sales or marketing:
        for name, empty in (("class_uncertain", False), ("blind_sides", ()), ("split_sides", ())):
            each = hidden.hide(each, path, Reason.TOO_FEW_TO_SHOW, name, empty=empty)
    return each


def _item(each: Any, path: str, least: int, hidden: _Hidden) -> Any:
    """An item without what comes from too few; its joint score needs enough on each side that spoke."""
    sales, marketing = _few(each.n_sales, least), _few(each.n_marketing, least)
    conditions = {
        "sales": sales,
        "marketing": marketing,
        "both": _few(getattr(each, "n_both", 0), least),
        **dict.fromkeys(("joint", "level", "concordance"), sales or marketing),
    }
    names = [name for name, holds in conditions.items() if holds and hasattr(each, name)]
    each = hidden.hide(each, path, Reason.TOO_FEW_TO_SHOW, *names)
    flags = [name for name in ("unknown_to_both", "uncorroborated") if hasattr(each, name)]
    if sales or marketing:
        each = hidden.hide(each, path, Reason.TOO_FEW_TO_SHOW, *flags, empty=False)
    return each


def _recommendations(card: Scorecard, least: int, hidden: _Hidden) -> tuple[Recommendation, ...]:
    """The evidence of a recommendation is no way round the item it names."""
    result = []
    for number, each in enumerate(card.recommendations):
        path = f"recommendations.{number}"
        triggers = tuple(
            _evidence(trigger, f"{path}.triggers.{place}", card, least, hidden)
            for place, trigger in enumerate(each.triggers)
        )
        targets = tuple(
            _evidence(target, f"{path}.targets.{place}", card, least, hidden)
            for place, target in enumerate(each.targets)
        )
        result.append(replace(each, triggers=triggers, targets=targets))
    return tuple(result)


def _evidence(part: Any, path: str, card: Scorecard, least: int, hidden: _Hidden) -> Any:
    """A trigger or target without the numbers of an item that too few of a side answered."""
    name = part.of.partition(".")[0]
    item: Any = card.items.get(name) or card.perceptions.get(name)
    if item is None or not (_few(item.n_sales, least) or _few(item.n_marketing, least)):
        return part
    names = [field for field in ("now", "sales", "marketing") if hasattr(part, field)]
    return hidden.hide(part, path, Reason.TOO_FEW_TO_SHOW, *names)
