"""What the method's recommendations say: the action and its first step, in words (method E).

Each rests on a source that the method names; the words are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Advice:
    """One rule of the method in words."""

    action: str | Promise
    first_step: str | Promise


RECONCILE = _(
    "Reconcile the two answers first: both heads say what they based theirs on, and agree on what is true "
    "today."
)
# What stands for these words in scorecards and plans.
RECONCILE_FIRST = "reconcile"
OWNERS = {
    "both_heads": _("Heads of sales and marketing"),
    "marketing_head": _("Head of marketing"),
    "sales_head": _("Head of sales"),
    "ceo": _("Chief executive"),
    "revenue_operations": _("Revenue operations"),
}
SOURCES = {
    "apollo": _("Apollo"),
    "crandell": _("Crandell"),
    "drift": _("Drift"),
    "ion": _("ion"),
    "matin": _("Matin"),
}
ADVICE = {
    "REC-00": Advice(
        _("Spend one hour together on what each side believes beside what was measured."),
        _("Invite both heads, show this page, and agree on the facts before talking about remedies."),
    ),
    "REC-CUS-1": Advice(
        _("Take marketers along to customers every quarter, and write up what was heard together."),
        _("Choose three visits of the coming quarter, and three questions that both sides will ask."),
    ),
    "REC-CUS-2": Advice(
        _("Draw one buying journey with its personas together, and test it with customers."),
        _("Book half a day for a first joint draft, and eight to twelve customers who will look at it."),
    ),
    "REC-CUS-3": Advice(
        _("Agree on the events that make a buyer look for help, and say them in the buyers' own words."),
        _("Go through the last twenty deals won and lost together, and list what set each of them off."),
    ),
    "REC-CUS-4": Advice(
        _("Put the ideal customer on one page that both sides sign."),
        _(
            "Each head writes down company traits, people involved and the result they buy for; compare the "
            "two, then hold the page against reviews and what customers say."
        ),
    ),
    "REC-STR-1": Advice(
        _("Sign joint goals for new business, expansion and churn, with marketing's contribution stated."),
        _("Lay both sets of goals side by side, and check whether sales targets are fair by territory."),
    ),
    "REC-STR-2": Advice(
        _("Hold a strategy day before targets are fixed: from the top down and from the field up."),
        _("Name the date, and ask each territory and each campaign owner for their own estimate first."),
    ),
    "REC-CAP-1": Advice(
        _("Let sales ask for content with a short form, and look back at what was used."),
        _("Write the form: buyer, stage, objection, proof. Look at what was used after 60 days."),
    ),
    "REC-CAP-2": Advice(
        _("Write outreach together with the people who sell best, and retire what nobody uses."),
        _("Pick two top sellers in each segment for a first joint message, and start logging what is used."),
    ),
    "REC-CAP-3": Advice(
        _("Map the skills both teams need, and decide for each: build, hire or buy in."),
        _("Let each head mark the twelve capability areas as strong, weak or missing; discuss differences."),
    ),
    "REC-ORG-1": Advice(
        _(
            "Name one owner of the customer, at the level of the chief executive, and bring what is known of "
            "customers into the strategic plan."
        ),
        _("The chief executive decides and tells both teams on the same day."),
    ),
    "REC-ORG-2": Advice(
        _("Tie a part of every marketing role's pay to revenue and customers, and the reverse for sales."),
        _("List which roles in either team are paid on shared results today, and choose the next two."),
    ),
    "REC-ORG-3": Advice(
        _("Win the chief financial officer as champion, and hold one budget line jointly."),
        _("Propose one small line both heads answer for, with the result it will be judged by."),
    ),
    "REC-CAD-1": Advice(
        _("Plan every quarter in person with each head of a territory, marketing at the table."),
        _("Put each territory's next planning meeting into both calendars, with marketing as a speaker."),
    ),
    "REC-CAD-2": Advice(
        _("Review results together every month, with a log of actions and somebody who owns the analysis."),
        _("Name the owner, and open the next review with what became of the last actions."),
    ),
    "REC-DAT-1": Advice(
        _("Replace targets on lead counts by two customer measures that both teams share."),
        _("Choose two of bookings, lifetime value, churn, renewals and satisfaction, and define both."),
    ),
    "REC-DAT-2": Advice(
        _("Rank last year's campaigns by revenue won for their cost, together, and move money accordingly."),
        _("Build the list from closed deals, and decide together about the bottom fifth."),
    ),
    "REC-DAT-3": Advice(
        _("Work from one system of record, with a say for both sides in tools and fields."),
        _("List where the two teams keep the same fact twice, and decide which copy counts."),
    ),
    "REC-DAT-4": Advice(
        _("Report only revenue, pipeline, renewals and satisfaction outside the marketing team."),
        _("Take every other figure out of the next report to management, and see who misses it."),
    ),
    "REC-FLW-1": Advice(
        _("Write down what a lead is, what moves it a stage on, and what each side owes the other."),
        _("Take ten recent leads, and let both sides say for each which stage it was in and why."),
    ),
    "REC-FLW-2": Advice(
        _("Measure follow-up from the system, and hand leads back with a reason."),
        _("Pull last month's times to first contact, and go through the refused leads together."),
    ),
    "REC-FLW-3": Advice(
        _("Hand new customers over with a script and a plan for the first 90 days."),
        _("Write the hand-over for the next five customers, and open renewals with the results they got."),
    ),
    "REC-COL-1": Advice(
        _("Give marketing a fixed place each week in demos, presentations or calls."),
        _("Choose the slot, and the two people who take it for the first month."),
    ),
    "REC-COL-2": Advice(
        _("Try mixed groups or one daily channel. That sitting together helps by itself is not shown."),
        _("Start with one segment for eight weeks, and decide beforehand what would count as success."),
    ),
    "REC-COL-3": Advice(
        _("Write one customer story a month together."),
        _("Choose the first customer, and one writer from each side."),
    ),
    "REC-COL-4": Advice(
        _("Ask why instead of who: the company made its number, or it did not."),
        _("Look at the last miss together, and write down causes without names."),
    ),
}
