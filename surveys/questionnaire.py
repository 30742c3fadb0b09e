"""One participant's questionnaire: what is asked of them, in which words, and how far they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from surveys.drafts import Draft
from surveys.pace import estimate, minutes_left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.catalogue import Catalogue, Item, Screen
    from surveys.catalogue.items import Labels, Segments
    from surveys.models import Participant

REVIEW = "review"
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One screen of the way: a dimension, the predictions, or the review, which asks nothing."""

    code: str
    number: int
    name: str
    items: tuple[Item, ...]
    open_items: tuple[Item, ...]

    @property
    def asked(self) -> int:
        """Questions on the screen."""
        return len(self.items)

    @property
    def answered(self) -> int:
        """Questions with an answer, "don't know" included."""
        return self.asked - len(self.open_items)

    @property
    def state(self) -> str:
        """Say `done`, `part` or `todo`."""
        if not self.answered:
            return "todo"
        return "part" if self.open_items else "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredItem:
    """A question and its answer in words, None where there is none yet."""

    id: str
    wording: str
    answer: str | None


class Wording:
    """What one side is asked in one wave, in the language of the request. No person is in it."""

    def __init__(
        self, catalogue: Catalogue, *, side: str, segments: Segments, trigger_labels: Labels
    ) -> None:
        self.catalogue = catalogue
        self.side = side
        self.segments = segments
        self.trigger_labels = trigger_labels
        self.language = spoken(catalogue)
        self.screens = catalogue.screens(side)
        self.codes = (*(screen.code for screen in self.screens), REVIEW)
        self.asked = sum(len(screen.items) for screen in self.screens)

    @property
    def minutes(self) -> int:
        """How long the whole takes, about."""
        return math.ceil(estimate(item for screen in self.screens for item in screen.items) / 60)

    def screen(self, code: str) -> Screen | None:
        """Find a screen by its code."""
        return next((screen for screen in self.screens if screen.code == code), None)

    def wording(self, item: Item) -> str:
        """The question as put to this side."""
        return item.wording(self.side, self.language)

    def choices(self, item: Item) -> list[tuple[str, str]]:
        """Every answer offered as (value sent, text), those that stand apart from the scale last."""
        options = item.options(self.language, segments=self.segments, trigger_labels=self.trigger_labels)
        return [(str(code), text) for code, text in (*options, *item.apart(self.language))]

    def in_words(self, item: Item, answer: Any) -> str:
        """A stored answer as the person read it."""
        texts = dict(self.choices(item))
        codes = answer if isinstance(answer, list) else [answer]
        return ", ".join(texts[str(code)] for code in codes)


class Questionnaire(Wording):
    """What one participant is asked, with the draft of their answers."""

    def __init__(self, participant: Participant, *, reopened: bool = False) -> None:
        assessment = participant.assessment
        catalogue = assessment.instrument_version.catalogue
        super().__init__(
            catalogue,
            side=participant.side,
            segments=assessment.segment_options,
            trigger_labels=assessment.trigger_labels,
        )
        self.participant = participant
        self.reopened = reopened

    @property
    def notice(self) -> str:
        """Say that earlier answers still count where they were opened again; else nothing."""
        return render_to_string("surveys/survey/_reopened.html") if self.reopened else ""

    @property
    def draft(self) -> Mapping[str, Any]:
        """The answers stored so far, read anew after each save."""
        return self.participant.response.draft

    @property
    def stored(self) -> Draft:
        """All that is stored so far: answers, comments, notes, their revisions and the time spent."""
        return Draft.of(self.participant.response)

    def base(self, key: str) -> int:
        """The revision of the last change of an answer, a comment or a note; 0 for none."""
        return self.participant.response.revisions.get(key, 0)

    @property
    def answered(self) -> int:
        """Questions with an answer, "don't know" included."""
        draft = self.draft
        return len([item for screen in self.screens for item in screen.items if item.id in draft])

    def seconds(self, screen: Screen) -> int:
        """How long a screen was looked at so far, where a script counted."""
        return self.participant.response.seconds.get(screen.code, 0)

    @property
    def minutes_left(self) -> int:
        """How long the open questions take, about, at this person's pace."""
        return minutes_left(self.screens, self.draft, self.participant.response.seconds)

    @property
    def progress(self) -> str:
        """How far they are, in words."""
        counts = {"answered": self.answered, "asked": self.asked}
        minutes = self.minutes_left
        if not minutes:
            return _("%(answered)s of %(asked)s answered") % counts
        words = ngettext(
            "%(answered)s of %(asked)s answered, about %(minutes)s minute left",
            "%(answered)s of %(asked)s answered, about %(minutes)s minutes left",
            minutes,
        )
        return words % {**counts, "minutes": minutes}

    @property
    def steps(self) -> tuple[Step, ...]:
        """The way from the first screen to the review."""
        screens = [
            Step(
                code=screen.code,
                number=number,
                name=screen.name(self.language),
                items=screen.items,
                open_items=tuple(item for item in self.ordered(screen) if item.id not in self.draft),
            )
            for number, screen in enumerate(self.screens, start=1)
        ]
        review = Step(code=REVIEW, number=len(screens) + 1, name=_("Review"), items=(), open_items=())
        return (*screens, review)

    @property
    def first_open(self) -> Step | None:
        """The first screen with a question that has no answer yet."""
        return next((step for step in self.steps if step.open_items), None)

    def ordered(self, screen: Screen) -> tuple[Item, ...]:
        """A screen's items in the order this participant sees them: always the same, by their public id."""
        return self.catalogue.ordered(screen, self.participant.public_id.bytes)

    @staticmethod
    def slot(_name: str, text: object) -> object:
        """What a page shows at a place that differs between people; see surveys.pieces."""
        return text

    def review(self) -> list[tuple[Step, list[AnsweredItem]]]:
        """Every screen with its questions and answers, in the order shown."""
        return [
            (step, [self._answered_item(item) for item in self.ordered(screen)])
            for step, screen in zip(self.steps, self.screens, strict=False)
        ]

    def _answered_item(self, item: Item) -> AnsweredItem:
        answer = self.draft.get(item.id)
        words = None if answer is None else self.in_words(item, answer)
        return AnsweredItem(id=item.id, wording=self.wording(item), answer=words)


def spoken(catalogue: Catalogue) -> str:
    """The language of the request where the instrument speaks it, else English."""
    language = (get_language() or "").partition("-")[0]
    return language if language in catalogue.languages else FALLBACK_LANGUAGE
