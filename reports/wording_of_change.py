"""What is said of a change between two waves: findings, movers, verdicts and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.numbers import points, signed
from reports.wording import trend_finding
from scoring.change import NOT_RELIABLE, RELIABLE

if TYPE_CHECKING:
    from scoring.change import Difference

MOVERS = {
    "measured": gettext_lazy("Measured"),
    "sales": gettext_lazy("Sales"),
    "marketing": gettext_lazy("Marketing"),
}
# What stands in the way of comparing, by the code of `scoring.change`: what it is, and what follows.
WARNINGS = {
    "instrument_version": (
        gettext_lazy("Another questionnaire."),
        gettext_lazy(
            "The two waves were asked with different versions of the questionnaire. A change can come from "
            "the wording alone."
        ),
    ),
    "provisional": (
        gettext_lazy("Outcomes in one wave alone."),
        gettext_lazy(
            "One index counts revenue and pipeline and the other does not, so their difference is no change "
            "of the company. Compare the dimensions instead."
        ),
    ),
    "one_sided": (
        gettext_lazy("A side is missing."),
        gettext_lazy("In one of the waves a side did not answer: joint scores and gaps have no change."),
    ),
    "few_respondents": (
        gettext_lazy("Few respondents."),
        gettext_lazy(
            "In one of the waves fewer than three people answered on a side. One person more or less can "
            "make the whole difference."
        ),
    ),
}
NOT_TESTED_BECAUSE = {
    "few": gettext_lazy("Not tested: a test needs three people a side in both waves."),
    "provisional": gettext_lazy("Not tested: one index counts outcomes, the other does not."),
    "no_interval": gettext_lazy("Not tested: one of the two scores has no interval."),
}


def change_finding(wave: str, gap: Difference, verdict: str) -> str:
    """Say in one sentence what became of the gap, and whether that is more than chance."""
    before, after = points(gap.before), points(gap.after)
    if before is None or after is None:
        return _("Since %(wave)s there is no change of the gap to tell") % {"wave": wave}
    told = trend_finding([(wave, before), ("", after)])
    if verdict == RELIABLE:
        return f"{told}. " + _("That is more than chance alone would make likely.")
    if verdict == NOT_RELIABLE:
        return f"{told}. " + _("That is no reliable change: it may be chance.")
    return f"{told}."


def mover(code: str, value: float) -> str:
    """Say what a side, or what was measured, did to a gap; `value` is in points of the gap."""
    share = points(value)
    if not share:
        return str(_STILL[code])
    return str((_UP if share > 0 else _DOWN)[code]) % {"points": signed(share)}


_STILL = {
    "measured": gettext_lazy("What was measured hardly moved the gap."),
    "sales": gettext_lazy("Sales hardly moved the gap."),
    "marketing": gettext_lazy("Marketing hardly moved the gap."),
}
_UP = {
    "measured": gettext_lazy("What was measured fell, which moves the gap by %(points)s."),
    "sales": gettext_lazy("Sales rates alignment higher, which moves the gap by %(points)s."),
    "marketing": gettext_lazy("Marketing rates alignment higher, which moves the gap by %(points)s."),
}
_DOWN = {
    "measured": gettext_lazy("What was measured rose, which moves the gap by %(points)s."),
    "sales": gettext_lazy("Sales rates alignment lower, which moves the gap by %(points)s."),
    "marketing": gettext_lazy("Marketing rates alignment lower, which moves the gap by %(points)s."),
}


def tested(verdict: str, z: str) -> str:
    """The outcome of a test with the z behind it."""
    if verdict == RELIABLE:
        return _("Reliable change (z = %(z)s)") % {"z": z}
    return _("No reliable change (z = %(z)s)") % {"z": z}


def not_tested(reason: str) -> str:
    """Why a change was not tested."""
    return str(NOT_TESTED_BECAUSE[reason])
