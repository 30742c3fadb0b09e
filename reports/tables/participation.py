"""Who answered, who is missing, and what the data therefore do not carry (method D11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.numbers import counted
from reports.wording import SIDES
from scoring.disclosure import Mode

if TYPE_CHECKING:
    from reports.inputs import Leader
    from reports.scorecards import ScoredWave
    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """How many of a side's leaders count, and who is missing, by name and seniority."""

    side: str
    name: str
    asked: int
    counting: int
    counted: str
    missing: tuple[str, ...]
    too_few: tuple[str, ...]
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know before reading on. `code` is the state's name in the page's markup."""

    code: str
    kind: str
    title: str
    text: str


def participation(scored: ScoredWave) -> list[SideLine]:
    """One line a side; people responsible for both only where some were asked; none where nothing counts."""
    if scored.counts_nowhere:
        return []
    return [line for side in SIDES if (line := _line(scored, side)).counted]


def _line(scored: ScoredWave, side: str) -> SideLine:
    leaders = [leader for leader in scored.wave.leaders if leader.side == side]
    counting = len(scored.wave.counting(side))
    names = {leader.id: _called(leader) for leader in leaders}
    return SideLine(
        side=side,
        name=str(SIDES[side]),
        asked=len(leaders),
        counting=counting,
        counted=counted(counting, len(leaders)) if leaders or side != "both" else "",
        missing=tuple(names[each.id] for each in leaders if not (each.submitted or each.excluded)),
        too_few=tuple(
            names[each.id] for each in leaders if each.submitted and not (each.counts or each.excluded)
        ),
        excluded=tuple(names[each.id] for each in leaders if each.excluded),
    )


def _called(leader: Leader) -> str:
    """A leader by name and seniority; by seniority alone in a release, which names nobody."""
    return f"{leader.name} ({leader.seniority_name})" if leader.name else leader.seniority_name


def notices(scored: ScoredWave) -> list[Notice]:
    """What limits the figures of this wave, the strictest first."""
    if scored.counts_nowhere:
        found = [_synthetic(scored), _counts_nowhere(scored.wave.assessment)]
    elif scored.participation_only:
        found = [_synthetic(scored), _not_final(scored.wave.assessment), _participation_only(scored)]
    else:
        found = [
            _synthetic(scored),
            _not_final(scored.wave.assessment),
            _aggregated(scored),
            _basis(scored),
            _too_little(scored),
            _provisional(scored),
        ]
    return [notice for notice in found if notice]


def _synthetic(scored: ScoredWave) -> Notice | None:
    if not scored.wave.assessment.client.synthetic:
        return None
    return Notice(
        code="synthetic",
        kind="warning",
        title=_("Synthetic data."),
        text=_(
            "This company, its people and its figures are invented. They say nothing about any real company."
        ),
    )


def _not_final(assessment: Assessment) -> Notice | None:
    if assessment.state == "closed":
        return None
    deadline = timezone.localtime(assessment.deadline, assessment.zone)
    shown = f"{date_format(deadline, 'j F Y, H:i')} ({assessment.time_zone})"
    return Notice(
        code="not_final",
        kind="warning",
        title=_("Not final."),
        text=_(
            "This wave is open until %(deadline)s or until it is closed. Every further submission changes "
            "the figures."
        )
        % {"deadline": shown},
    )


def _counts_nowhere(assessment: Assessment) -> Notice:
    if assessment.trial:
        return Notice(
            code="trial",
            kind="limit",
            title=_("Trial."),
            text=_(
                "This wave is a trial. Nothing of it is scored, and it counts in no result, no file and no "
                "comparison."
            ),
        )
    return Notice(
        code="withdrawn",
        kind="limit",
        title=_("Withdrawn."),
        text=_("This wave was withdrawn. Nothing of it is scored, and it counts in no comparison."),
    )


def _participation_only(scored: ScoredWave) -> Notice:
    if scored.wave.unsettled:
        return Notice(
            code="until_closed",
            kind="limit",
            title=_("Participation only."),
            text=_(
                "The leaders were promised that their answers are shown in groups. While answers come in, "
                "nothing is shown but who took part: two readings, before and after somebody submits, would "
                "tell what that person said."
            ),
        )
    return Notice(
        code="participation_only",
        kind="limit",
        title=_("Participation only."),
        text=_(
            "The leaders were promised that their answers are shown in groups. Until %(least)s leaders of "
            "each side have answered, nothing is shown but who took part."
        )
        % {"least": scored.method.disclosure.min_group},
    )


def _aggregated(scored: ScoredWave) -> Notice | None:
    if scored.disclosed.mode != Mode.AGGREGATED:
        return None
    return Notice(
        code="aggregated",
        kind="info",
        title=_("Shown in groups."),
        text=_(
            "The leaders were promised that nothing is shown that comes from fewer than %(least)s of one "
            "side. A question that fewer than %(least)s people of a side answered is left out before "
            "scoring, and the page says so instead of showing a number."
        )
        % {"least": scored.method.disclosure.min_group},
    )


def _basis(scored: ScoredWave) -> Notice | None:
    counts = scored.card.counts
    answered, missing = ("sales", "marketing") if counts.sales else ("marketing", "sales")
    sides = {"answered": SIDES[answered], "missing": SIDES[missing]}
    states = {
        "none": (
            _("No results yet."),
            _("No sales or marketing leader has submitted. Joint results need one leader on each side."),
        ),
        "one_sided": (
            _("One-sided."),
            _(
                "Only the side “%(answered)s” has answered. What follows is that side's view alone: "
                "alignment, index, gap and maturity need an answer from the side “%(missing)s” too."
            )
            % sides,
        ),
        "two_people": (
            _("Two people's view."),
            _(
                "One leader on each side has answered. Both can be recognised, and no interval can be "
                "given: read the figures as the opening of a conversation."
            ),
        ),
        "few": (
            _("Few respondents."),
            _(
                "Fewer than three leaders have answered on at least one side, so no interval is given. One "
                "person's answers move the figures visibly."
            ),
        ),
    }
    if scored.card.basis not in states:
        return None
    title, text = states[scored.card.basis]
    return Notice(code=scored.card.basis, kind="limit", title=title, text=text)


def _too_little(scored: ScoredWave) -> Notice | None:
    card = scored.card
    both = card.counts.sales and card.counts.marketing
    if not both or (card.perceived.joint is not None and card.measured.index is not None):
        return None
    return Notice(
        code="too_little",
        kind="limit",
        title=_("Too little data."),
        text=_(
            "Too many questions were left open or answered “don't know”: fewer than %(needed)s of %(all)s "
            "dimensions can be scored for each overall figure. What can be scored is shown."
        )
        % {"needed": scored.method.composite.min_dimensions, "all": len(scored.method.dimensions)},
    )


def _provisional(scored: ScoredWave) -> Notice | None:
    measured = scored.card.measured
    if not measured.provisional or measured.index is None:
        return None
    return Notice(
        code="provisional",
        kind="limit",
        title=_("Provisional."),
        text=_(
            "Outcome figures are missing: at least %(needed)s of the three for revenue and of the three for "
            "pipeline are needed. Until then the index rests on practices and shared facts alone, there is "
            "no matrix, and maturity reaches “Collaborative” at most."
        )
        % {"needed": scored.method.index.min_figures},
    )
