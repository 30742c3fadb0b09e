"""From codes to words: names and sentences for what scoring returns, translated where they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.numbers import counted, signed, whole
from scoring.disclosure import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.method import GapRules

LEVELS = {
    "ambiguous": gettext_lazy("Ambiguous"),
    "collaborative": gettext_lazy("Collaborative"),
    "aligned": gettext_lazy("Aligned"),
}
ZONES = {
    "in_sync": gettext_lazy("In sync"),
    "running_on_stock": gettext_lazy("Running on stock"),
    "leaking": gettext_lazy("Leaking"),
    "out_of_sync": gettext_lazy("Out of sync"),
}
ZONE_FINDINGS = {
    "in_sync": gettext_lazy("Revenue and pipeline both hold"),
    "running_on_stock": gettext_lazy("Revenue holds, but the pipeline behind it is thin"),
    "leaking": gettext_lazy("The pipeline is healthy, but it does not become revenue"),
    "out_of_sync": gettext_lazy("Neither revenue nor pipeline holds"),
}
CLASSES = {
    "disputed": gettext_lazy("Disputed"),
    "blind_spot": gettext_lazy("Blind spot"),
    "hidden_strength": gettext_lazy("Hidden strength"),
    "shared_strength": gettext_lazy("Shared strength"),
    "shared_weakness": gettext_lazy("Shared weakness"),
}
CLASS_MEANINGS = {
    "disputed": gettext_lazy("Sales and marketing rate this area far apart."),
    "blind_spot": gettext_lazy("Leaders rate this area well above what the evidence supports."),
    "hidden_strength": gettext_lazy("The evidence is well above what leaders believe."),
    "shared_strength": gettext_lazy("Belief and evidence lie close together, and the evidence is good."),
    "shared_weakness": gettext_lazy("Belief and evidence lie close together, and the evidence is weak."),
}
AWARENESS = {
    "known_disagreement": gettext_lazy("Known disagreement"),
    "hidden_disagreement": gettext_lazy("Hidden disagreement"),
    "shared_view": gettext_lazy("Shared view"),
    "imagined_disagreement": gettext_lazy("Imagined disagreement"),
}
AWARENESS_MEANINGS = {
    "known_disagreement": gettext_lazy("They disagree, and each side knows it."),
    "hidden_disagreement": gettext_lazy("They disagree, and at least one side does not know it."),
    "shared_view": gettext_lazy("They agree, and each side knows it."),
    "imagined_disagreement": gettext_lazy(
        "They agree, but at least one side expects a conflict that is not there."
    ),
}
GATE_STATES = {
    "passed": gettext_lazy("passed"),
    "failed": gettext_lazy("failed"),
    "not_evidenced": gettext_lazy("not evidenced"),
}
GATE_GROUPS = {
    "foundation": gettext_lazy("Foundations"),
    "markers": gettext_lazy("Markers"),
    "results": gettext_lazy("Results, required"),
    "support": gettext_lazy("Supporting signs"),
}
GATES = {
    "GC1": gettext_lazy("Both sides name the same owner of the customer"),
    "GC2": gettext_lazy("Personas and buying journey are agreed by both teams"),
    "GC3": gettext_lazy("Lead definition, stages and service levels are agreed by both teams"),
    "GC4": gettext_lazy("Both heads review results together every quarter or more often"),
    "GA1": gettext_lazy("Both teams are measured on at least two customer KPIs"),
    "GA2": gettext_lazy("Signed goals include marketing's contribution to pipeline"),
    "GA3": gettext_lazy("Pay of most roles in both teams depends on shared results"),
    "GA4": gettext_lazy("Part of the go-to-market budget is held jointly"),
    "GA5": gettext_lazy("The chief executive is accountable for the customer"),
    "GA6": gettext_lazy("Marketing takes part in live deals every week"),
    "GA7": gettext_lazy("Marketing joins customer meetings every quarter or more often"),
    "GA8": gettext_lazy("Revenue and pipeline results bear it out"),
    "GS1": gettext_lazy("The teams sit near each other or share a daily channel"),
    "GS2": gettext_lazy("Marketing reports booked revenue outside its own team"),
    "GS3": gettext_lazy("Personas and buying journey are tested with customers"),
    "GS4": gettext_lazy("Leaders see the people and skills that are needed"),
    "GS5": gettext_lazy("The teams rarely blame each other"),
}
PATTERNS = {
    "aligned_in_a_vacuum": (
        gettext_lazy("Aligned in a vacuum"),
        gettext_lazy(
            "Hand-overs between the teams are in order, but the view of the customer behind them is not."
        ),
    ),
    "agreement_without_results": (
        gettext_lazy("Agreement without results"),
        gettext_lazy("Leaders believe in their alignment while revenue and pipeline both fall short."),
    ),
    "lead_count_glue": (
        gettext_lazy("Held together by lead counts"),
        gettext_lazy("The teams share measures, but none of them is about the customer."),
    ),
    "hidden_duds": (
        gettext_lazy("Hidden duds"),
        gettext_lazy(
            "Pipeline does not become revenue, and campaigns are not judged by the revenue they win."
        ),
    ),
    "siloed_stack": (
        gettext_lazy("Siloed systems"),
        gettext_lazy(
            "Systems and data are apart, and the teams describe the use of shared messages differently."
        ),
    ),
    "friendly_but_shallow": (
        gettext_lazy("Friendly but shallow"),
        gettext_lazy("Collaboration feels good, but requests and campaigns are not worked through together."),
    ),
}
SIDES = {
    "sales": gettext_lazy("Sales"),
    "marketing": gettext_lazy("Marketing"),
    "both": gettext_lazy("Both functions"),
}
# Why a number is withheld (method D11).
REASONS = {
    Reason.ONE_SIDED: gettext_lazy("needs both sides"),
    Reason.TOO_FEW_FOR_STATISTICS: gettext_lazy("from three people a side"),
    Reason.TOO_FEW_TO_SHOW: gettext_lazy("shown from three people a side"),
    Reason.TOO_FEW_FOR_A_FILE: gettext_lazy("in files from five people in a group"),
}


def headline(
    *, perceived: float, index: float, gap: float, strong_gap: float, provisional: bool
) -> list[str]:
    """Say in one sentence what P, the index and the gap are, in parts: plain, emphasised, plain ...

    `strong_gap` is the size from which a gap counts as a finding (method D8).
    """
    numbers = {"perceived": whole(perceived), "index": whole(index), "gap": signed(gap)}
    if provisional:
        text = _(
            "Leaders rate alignment at |%(perceived)s| of 100; practices and shared facts alone support "
            "|%(index)s|, a provisional gap of |%(gap)s|."
        )
    elif gap >= strong_gap:
        numbers["gap"] = whole(gap)
        text = _(
            "Leaders rate alignment at |%(perceived)s| of 100; what was measured supports |%(index)s|. "
            "Belief runs ahead of evidence by |%(gap)s| points."
        )
    elif gap <= -strong_gap:
        text = _(
            "Leaders rate alignment at |%(perceived)s| of 100; what was measured supports |%(index)s|. "
            "Evidence runs ahead of belief: the gap is |%(gap)s| points."
        )
    else:
        text = _(
            "Leaders rate alignment at |%(perceived)s| of 100, and what was measured supports |%(index)s|. "
            "Belief and evidence lie close together: the gap is |%(gap)s| points."
        )
    return (text % numbers).split("|")


def matrix_finding(zone: str, *, borderline: bool) -> str:
    """Say what the zone means, and that a borderline place is no verdict."""
    finding = str(ZONE_FINDINGS[zone])
    return _("%(finding)s (borderline)") % {"finding": finding} if borderline else finding


def ratings_of(sides: Sequence[str]) -> str:
    """Title of the dumbbells where no gap can be told."""
    if not sides:
        return _("No dimension was rated: only what was measured is shown")
    return _("How each dimension is rated: %(sides)s") % {"sides": named_list(sides)}


def dumbbell_finding(widest: str, gap: float, strong_gap: float) -> str:
    """Name the dimension in which belief and evidence lie furthest apart."""
    values = {"dimension": widest, "gap": signed(gap)}
    if gap >= strong_gap:
        return _("Belief runs furthest ahead of evidence in %(dimension)s: %(gap)s") % values
    if gap <= -strong_gap:
        return _("Evidence runs furthest ahead of belief in %(dimension)s: %(gap)s") % values
    return _("Belief and evidence lie close together in every dimension")


def trend_finding(gaps: Sequence[tuple[str, int]]) -> str:
    """Say what became of the gap from the first wave that has one to the last; waves by name."""
    if len(gaps) < 2:
        return _("Perceived and measured alignment, wave by wave")
    (first, before), (_last, now) = gaps[0], gaps[-1]
    values = {"before": signed(before), "now": signed(now), "wave": first}
    if abs(now) < abs(before):
        return _("The gap has narrowed since %(wave)s: %(before)s then, %(now)s now") % values
    if abs(now) > abs(before):
        return _("The gap has widened since %(wave)s: %(before)s then, %(now)s now") % values
    return _("The gap is as wide as in %(wave)s: %(before)s then, %(now)s now") % values


def spread_finding(answers: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Name the statement on which the answers lie furthest apart."""
    name, steps = max(answers, key=lambda each: max(each[1]) - min(each[1]))
    if max(steps) == min(steps):
        return _("On every statement all chose the same step")
    return _("Answers lie furthest apart, from %(low)s to %(high)s, on “%(statement)s”") % {
        "low": min(steps),
        "high": max(steps),
        "statement": name,
    }


def class_rules(rules: GapRules) -> str:
    """The cut-points of the classes, in the order in which they are tried."""
    return _(
        "The first that fits, of scores before rounding: disputed from %(disputed)s points between the two "
        "sides, from %(small)s while a side has fewer than %(people)s leaders; blind spot from a gap of "
        "%(blind)s; hidden strength from %(hidden)s; shared strength where %(strength)s were measured."
    ) % {
        "disputed": whole(rules.disputed),
        "small": whole(rules.disputed_small),
        "people": rules.small_side,
        "blind": signed(rules.blind_spot),
        "hidden": signed(rules.hidden_strength),
        "strength": whole(rules.strength),
    }


def respondents(sales: int, marketing: int) -> str:
    """The n that stands beside every number."""
    return _("n = %(total)s (%(sales)s sales, %(marketing)s marketing)") % {
        "total": sales + marketing,
        "sales": sales,
        "marketing": marketing,
    }


def held_back(level: str, index_level: str, gate_level: str, next_level: str | None) -> str:
    """Say what keeps the company on its level: the index, the gates, or both."""
    if next_level is None:
        return _("Index and gates both carry the highest level.")
    wanted = {"level": LEVELS[next_level]}
    by_index, by_gates = index_level == level, gate_level == level
    if by_index and by_gates:
        return _("Both the index and the gates below would have to rise for “%(level)s”.") % wanted
    if by_gates:
        return _("The index would carry “%(level)s”; gates that did not pass hold the company back.") % wanted
    if by_index:
        return _("The gates would carry “%(level)s”; the index is too low for it.") % wanted
    return _("“%(level)s” needs outcome figures for revenue and pipeline.") % wanted


def gates_needed(passed: int, needed: int, of: int) -> str:
    """How many gates of a group are needed, and how many passed."""
    return _("%(needed)s needed, %(passed)s passed") % {"needed": counted(needed, of), "passed": passed}


def hidden_disagreements(count: int) -> str:
    """Title of the awareness table: how many disagreements somebody does not know of."""
    if not count:
        return _("Where the two sides disagree, both know it")
    return ngettext(
        "In %(count)s dimension the two sides disagree without both knowing it",
        "In %(count)s dimensions the two sides disagree without both knowing it",
        count,
    ) % {"count": count}


def alike(concordance: float | None, *, unknown: bool) -> str:
    """Say how alike two sides' answers to a fact are; "" where one side gave none.

    The bands are words for a reader, and no number of the method hangs on them.
    """
    if unknown:
        return _("Neither side knows")
    if concordance is None:
        return ""
    if concordance >= 100:
        return _("Everybody says the same")
    if concordance >= 75:
        return _("Nearly the same")
    if concordance >= 50:
        return _("Half alike")
    return _("Little in common") if concordance > 0 else _("Nothing in common")


def named_list(names: Sequence[str]) -> str:
    """Join names: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
