"""The quality of the questionnaire as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from reports.benchmarks.figures import SMALLEST
from reports.numbers import local
from reports.quality.figures import RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.models import InstrumentQuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table: what it is of, and its cells; "" in a cell stands for not enough data."""

    name: str
    code: str
    n: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything on the page; `short` says why nothing is shown, "" where something is."""

    short: str
    companies: str
    respondents: str
    statements: tuple[Line, ...]
    dimensions: tuple[Line, ...]
    items: tuple[Line, ...]
    screens: tuple[Line, ...]
    timed: bool
    languages: tuple[Line, ...]
    hidden_languages: int


def tables_of(quality: InstrumentQuality) -> Tables:
    """Put stored figures into words."""
    told = quality.figures
    words = told["words"]
    return Tables(
        short="" if told["enough"] else _too_few(told),
        companies=_about(told["companies"]),
        respondents=_about(told["respondents"]),
        statements=_statements(told["statements"]) if told["statements"] else (),
        dimensions=tuple(
            Line(
                name=words[each["code"].lower()],
                code=each["code"],
                n=_about(each["n"]),
                cells=(*_interval(each["spearman_brown"]), _number(each["icc1"]), _number(each["icc2"])),
            )
            for each in told["dimensions"]
        ),
        items=tuple(_item(each, words[each["code"]]) for each in told["items"]),
        screens=tuple(_screen(each, words[each["code"]]) for each in told["screens"]),
        timed=any(each["quartiles"] for each in told["screens"]),
        languages=tuple(_language(each) for each in told["languages"]),
        hidden_languages=told["languages_offered"] - len(told["languages"]),
    )


def _too_few(told: dict[str, Any]) -> str:
    return _("Not enough data (n = about %(n)s companies, %(needed)s of several firms needed).") % {
        "n": told["companies"],
        "needed": SMALLEST,
    }


def _statements(told: dict[str, Any]) -> tuple[Line, ...]:
    names = {"alpha": _("Cronbach’s alpha"), "omega": _("McDonald’s omega, one factor")}
    return tuple(
        Line(name=name, code=code, n=_about(told["n"]), cells=_interval(told[code]))
        for code, name in names.items()
    )


def _item(told: dict[str, Any], name: str) -> Line:
    cells = _rates(told) if told["enough"] else ("",) * len(RATES)
    return Line(name=name, code=told["code"], n=_about(told["n"]), cells=cells)


def _screen(told: dict[str, Any], name: str) -> Line:
    low, middle, high = told["quartiles"] or (None, None, None)
    cells = (
        ("", "", "")
        if middle is None
        else (
            _clock(middle),
            _("%(low)s to %(high)s") % {"low": _clock(low), "high": _clock(high)},
            _("%(seconds)s s") % {"seconds": told["each"]},
        )
    )
    return Line(name=name, code=told["code"], n=_about(told["n"]), cells=cells)


def _language(told: dict[str, Any]) -> Line:
    name = str(get_language_info(told["code"])["name_translated"])
    companies = _("about %(n)s companies") % {"n": told["companies"]}
    return Line(
        name=f"{name} ({companies})",
        code=told["code"],
        n=_about(told["n"]),
        cells=(*_interval(told["alpha"]), *_interval(told["omega"]), *_rates(told)),
    )


def _rates(told: dict[str, Any]) -> tuple[str, ...]:
    return tuple(_("few") if told[name] is None else f"{told[name]}%" for name in RATES)


def _interval(value: Sequence[float] | None) -> tuple[str, str]:
    if value is None:
        return "", ""
    middle, low, high = (_number(each) for each in value)
    return middle, _("%(low)s to %(high)s") % {"low": low, "high": high}


def _number(value: float | None) -> str:
    return "" if value is None else local(f"{value:.2f}")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


def _about(n: int) -> str:
    return _("about %(n)s") % {"n": n}
