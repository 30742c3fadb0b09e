"""What studies by others found: context for a reader, never a yardstick for the client's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFigure:
    """A finding by others, whom it is of, and where it was read."""

    says: str
    of: str
    source: str


def context_figures() -> list[ContextFigure]:
    """Give the findings of others; figures that reports quote from one another say so."""
    found = (
        (
            _("About 90% of leaders believed their two teams aligned, some of them with poor results."),
            _("350 executives (some accounts: 350 of each function), companies from 25 million dollars"),
            _("SMAX study, LeadMD with Drift, 2019; Drift and LinkedIn Marketing blogs"),
        ),
        (
            _("Whether both functions report to one executive made no difference."),
            _("the same executives"),
            _("SMAX study, LeadMD with Drift, 2019; Drift blog"),
        ),
        (
            _("61% of sales leaders said that leads are always followed up; of marketing leaders, 30%."),
            _("527 respondents, 2017"),
            _("LeanData survey"),
        ),
        (
            _("82% of top executives called their teams aligned; 65% of those below saw them apart."),
            _("respondents of a survey, 2024; quoted from reports on it"),
            _("Forrester"),
        ),
        (
            _("8 in 100 called the alignment of the two teams tight."),
            _("66 respondents, 2013"),
            _("Forrester"),
        ),
        (
            _("Alignment went together with each of eight outcomes."),
            _("821 respondents"),
            _("Peterson, Gordon and Krishnan"),
        ),
        (
            _("Where the two heads saw the strategy alike there was less conflict; conflict cost results."),
            _("132 companies, both heads asked, 2010"),
            _("Avlonitis and others"),
        ),
        (
            _("Growth of 32% where the relationship was well kept, a decline of 7% where it was neglected."),
            _("not stated where we read it"),
            _("Aberdeen, quoted by J. Matin and in an ion interactive column"),
        ),
    )
    return [ContextFigure(says=says, of=of, source=source) for says, of, source in found]
