"""The study in words: what is asked, what the original study said, how it is tested, and what came out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the six: what is asked, what the original study said and where, and how it is tested here.

    `effect` is the caption of the estimates and `of` the head of what they are of. `answer` is a
    sentence with the places value, low and high, for findings of one estimate.
    """

    ask: str
    original: str
    source: str
    test: str
    effect: str
    of: str = gettext_lazy("Score")
    answer: str = ""


QUESTIONS = {
    "belief": Question(
        ask=gettext_lazy("Do leaders believe their teams to be more aligned than they are?"),
        original=gettext_lazy(
            "About nine in ten leaders believed that their teams are aligned, some of them with poor results."
        ),
        source=gettext_lazy("Drift; LinkedIn; Demand Gen Report; Diginomica (2019)"),
        test=gettext_lazy(
            "Perceived alignment less SMAX index in each company; paired t test. Supported if the interval "
            "lies above zero and the difference is 15 points or more."
        ),
        effect=gettext_lazy("Perceived less measured, points"),
        answer=gettext_lazy(
            "Perceived alignment differs from the measured index by %(value)s points on average (95%% "
            "interval %(low)s to %(high)s)."
        ),
    ),
    "practices": Question(
        ask=gettext_lazy("What do leaders do that laggards do not?"),
        original=gettext_lazy(
            "Leaders plan together and in person, tell customer stories together, sit near each other, "
            "share measures of customers and take marketing to customers each quarter or more often."
        ),
        source=gettext_lazy("Drift (2019)"),
        test=gettext_lazy(
            "Companies with revenue and pipeline scores of 60 or more, less those with both below 60; "
            "Welch’s t test for each of 30 practices and facts, p corrected by Holm’s method. A practice "
            "tells them apart if corrected p is below 0.05 and the difference is 10 points or more. "
            "Supported if three of the five that the original study names do."
        ),
        effect=gettext_lazy("Leaders less laggards, points"),
        of=gettext_lazy("Practice or fact"),
    ),
    "measures": Question(
        ask=gettext_lazy("Do companies do better whose teams share measures of customers?"),
        original=gettext_lazy(
            "Leaders share mostly measures of customers, such as retention and satisfaction. Laggards share "
            "measures, too, but counts of leads and pipeline."
        ),
        source=gettext_lazy("Drift; Diginomica (2019)"),
        test=gettext_lazy(
            "Outcomes of companies that share a measure of customers, less outcomes of those that share "
            "none; Welch’s t test. Supported if the interval lies above zero and the difference is 5 points "
            "or more. A snapshot does not hold which measures are shared: sharing counts of leads alone "
            "cannot be told from sharing nothing."
        ),
        effect=gettext_lazy("Difference in outcomes, points"),
        answer=gettext_lazy(
            "Outcomes of companies that share a measure of customers differ by %(value)s points from those "
            "of the others (95%% interval %(low)s to %(high)s)."
        ),
    ),
    "stack": Question(
        ask=gettext_lazy(
            "Do shared technology and data, and messages that are used, go with better outcomes?"
        ),
        original=gettext_lazy(
            "Among laggards technology and data are chosen by one team without the other, and what "
            "marketing writes for sales is rarely used."
        ),
        source=gettext_lazy("Drift (2019)"),
        test=gettext_lazy(
            "Outcomes over the mean of two practices (systems and data, DAT-K1; use of agreed messages, "
            "CAP-F1); least squares with robust errors (HC3). Supported if the interval lies above zero and "
            "50 points of practice go with 5 points of outcomes or more."
        ),
        effect=gettext_lazy("Outcomes for 50 points of practice"),
        answer=gettext_lazy(
            "50 points more in these practices go with a difference of %(value)s points in outcomes (95%% "
            "interval %(low)s to %(high)s)."
        ),
    ),
    "one_boss": Question(
        ask=gettext_lazy("Does it make no difference whether both teams report to one executive?"),
        original=gettext_lazy(
            "Reporting to one executive, such as a chief revenue officer, made no difference."
        ),
        source=gettext_lazy("Drift (2019)"),
        test=gettext_lazy(
            "Companies whose two heads report to one revenue officer or another shared head, less those "
            "whose heads report to different executives; two one-sided tests (TOST) with a margin of 7.5 "
            "points either way. Supported if the 90% intervals of operating score and of outcomes both lie "
            "within the margin. A difference that is merely not significant would not do."
        ),
        effect=gettext_lazy("One boss less two, points (90% interval)"),
    ),
    "impact": Question(
        ask=gettext_lazy("Does the same alignment have another impact by industry and by size?"),
        original=gettext_lazy("The same alignment had different impact by industry and by size of company."),
        source=gettext_lazy("Drift (2019)"),
        test=gettext_lazy(
            "Outcomes over operating score, one line an industry or size; least squares with robust errors "
            "(HC3), test that all slopes are equal, p corrected by Holm’s method. Supported if it is below "
            "0.05 and the steepest slope exceeds the flattest by 2 points or more. Only cohorts of ten "
            "companies or more that the snapshot publishes take part."
        ),
        effect=gettext_lazy("Outcomes for 10 points of operating score"),
        of=gettext_lazy("Industry or number of employees"),
    ),
}

VERDICTS = {
    "supported": gettext_lazy("Supported"),
    "not_supported": gettext_lazy("Not supported"),
    "not_enough": gettext_lazy("Not enough data"),
}
TAGS = {"supported": "passed", "not_supported": "neutral", "not_enough": "not_evidenced"}
"""The shape that a verdict's tag takes."""

SCORES = {
    "gap": gettext_lazy("Perceived less measured alignment"),
    "operating": gettext_lazy("Operating score (A)"),
    "outcomes": gettext_lazy("Outcomes (O)"),
}

ITEMS = {
    "CUS-K1": gettext_lazy("Marketing joins customer meetings"),
    "CUS-K2": gettext_lazy("Personas and map of the buying journey"),
    "CUS-F1": gettext_lazy("Top target segments"),
    "CUS-F2": gettext_lazy("Events that make buyers look"),
    "STR-K1": gettext_lazy("Goals signed by both heads"),
    "STR-F1": gettext_lazy("First growth priority"),
    "CAP-K1": gettext_lazy("What a request for content states"),
    "CAP-F1": gettext_lazy("Outreach with agreed messages"),
    "CAP-F2": gettext_lazy("Weakest capabilities"),
    "ORG-K1": gettext_lazy("Pay on the same results"),
    "ORG-K2": gettext_lazy("Budget decided jointly"),
    "ORG-F1": gettext_lazy("One owner of the customer"),
    "CAD-K1": gettext_lazy("Demand planned together, live"),
    "CAD-K2": gettext_lazy("Reviews lead to actions"),
    "CAD-F1": gettext_lazy("Joint reviews of results"),
    "DAT-K1": gettext_lazy("Shared systems and data"),
    "DAT-K2": gettext_lazy("Campaigns judged by won revenue"),
    "DAT-K3": gettext_lazy("Marketing reports revenue and customers"),
    "DAT-F1": gettext_lazy("Shared measures of customers"),
    "FLW-K1": gettext_lazy("Lead definition, stages and service levels"),
    "FLW-K2": gettext_lazy("Leads returned with reasons"),
    "FLW-F1": gettext_lazy("Leads worked in the agreed time"),
    "COL-K1": gettext_lazy("Marketing in live deals"),
    "COL-K2": gettext_lazy("Teams sit or meet near each other"),
    "COL-K3": gettext_lazy("Customer stories told together"),
}


def item_name(code: str) -> str:
    """What a practice or fact is called, or agreement on a fact."""
    if code.startswith("c("):
        return _("Agreement on: %(fact)s") % {"fact": ITEMS[code[2:-1]]}
    return str(ITEMS[code])
