"""Screens joined from pieces.

To render one screen with crispy-forms costs more than everything else that a request does. All that differs
between two people on the same screen of the same wave is small: which options are ticked, the revisions of
the answers, texts of their own, how far they are. So a screen is rendered once with marks in those places,
the slots, and cut at the marks; a page is then the pieces joined, with the person's state in between.

A template puts whatever differs between people through `Questionnaire.slot`, or through an attribute that
Blank marks too, and never asks about it with `{% if %}`. `state_of` says what stands in the slots.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from smax.masking import form_token
from surveys.drafts import COMMENT, NOTE
from surveys.forms.questionnaire import ScreenForm
from surveys.forms.remarks import BASE, CHECKED, OPEN, SHOW, remarks_on
from surveys.questionnaire import REVIEW, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smax.accounts.models import Firm
    from surveys.catalogue import Catalogue, Item, Screen
    from surveys.drafts import Draft
    from surveys.models import Participant
    from surveys.questionnaire import Questionnaire

# About 40 KB each.
MOST_SCREENS = 512
ITEMS = "items"
TICK = CHECKED.encode()


class Marks:
    """Gives each slot a mark that no text around it holds: a UUID, so that it can be one in a URL."""

    def __init__(self, texts: Iterable[str]) -> None:
        known = "\n".join(texts).lower()
        self._prefix = next(start for start in iter(_random_prefix, "") if start not in known)
        self._names: list[str] = []

    def __getitem__(self, name: str) -> str:
        """Return a new mark for a slot."""
        self._names.append(name)
        return f"{self._prefix}{len(self._names):012x}"

    def cut(self, html: str) -> Pieces:
        """Cut a page, or a part of one, at its marks."""
        parts = re.split(f"{self._prefix}([0-9a-f]{{12}})", html)
        names = [self._names[int(number, 16) - 1] for number in parts[1::2]]
        return Pieces(
            [part.encode() for part in parts], tuple(zip(range(1, len(parts), 2), names, strict=True))
        )


def _random_prefix() -> str:
    return str(uuid4())[:24]


@dataclass(frozen=True, slots=True)
class Pieces:
    """Fixed HTML with open slots: (place in `parts`, name)."""

    parts: list[bytes]
    slots: tuple[tuple[int, str], ...]

    def fill(self, state: Mapping[str, bytes]) -> bytes:
        """Join; what the state does not name stays empty."""
        parts = self.parts.copy()
        for place, name in self.slots:
            parts[place] = state.get(name, b"")
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Sender:
    """What a page shows of the firm that asks."""

    name: str
    brand_digest: str
    has_logo: bool

    @classmethod
    def of(cls, firm: Firm) -> Sender:
        """The firm as its brand shows it."""
        return cls(str(firm), firm.brand_digest, firm.has_logo)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that a screen shows besides a person's state. Its pieces are made from it and from nothing else."""

    digest: str
    side: str
    language: str
    screen: str
    segments: tuple[tuple[str, str], ...]
    trigger_labels: tuple[tuple[str, str | None], ...]
    identity_mode: str
    firm: Sender
    client: str
    number: int
    trial: bool
    demo: bool
    languages: tuple[tuple[str, str], ...]
    unreviewed: bool
    catalogue: Catalogue = field(compare=False, repr=False)

    @classmethod
    def of(cls, request: HttpRequest, participant: Participant, screen: Screen) -> Setting:
        """The setting of a participant's screen, in the language of the request."""
        wave = participant.assessment
        return cls(
            digest=wave.instrument_version.digest,
            side=participant.side,
            language=get_language() or "",
            screen=screen.code,
            segments=tuple(wave.segment_options),
            trigger_labels=tuple(wave.trigger_labels.items()),
            identity_mode=wave.identity_mode,
            firm=Sender.of(participant.firm),
            client=wave.client.name,
            number=wave.number,
            trial=wave.trial,
            demo=settings.DEMO,
            languages=tuple(getattr(request, "languages", ())),
            unreviewed=getattr(request, "unreviewed", False),
            catalogue=wave.instrument_version.catalogue,
        )


class Blank(Wording):
    """A questionnaire without a person: marks stand where their state goes."""

    draft: Mapping[str, Any] = {}

    def __init__(self, setting: Setting) -> None:
        labels = dict(setting.trigger_labels)
        super().__init__(
            setting.catalogue, side=setting.side, segments=setting.segments, trigger_labels=labels
        )
        own = (text or "" for _code, text in (*setting.segments, *setting.trigger_labels))
        texts = (str(setting.firm), setting.client, *own)
        self.marks = Marks(texts)
        self.progress = self.marks["progress"]
        self.notice = self.marks["notice"]
        self.stored = SimpleNamespace(value=lambda _key: None)
        public_id = UUID(self.marks["participant"])
        # Not the request of whoever asks first: nothing of theirs can get into what all others see.
        self.request = HttpRequest()
        self.request.path = reverse("surveys:screen", args=[public_id, setting.screen])
        self.request.languages = setting.languages
        self.request.unreviewed = setting.unreviewed
        self.participant = SimpleNamespace(
            public_id=public_id,
            firm=setting.firm,
            assessment=SimpleNamespace(
                client=setting.client,
                number=setting.number,
                trial=setting.trial,
                identity_mode=setting.identity_mode,
            ),
        )

    @property
    def steps(self) -> list[SimpleNamespace]:
        """The way from the first screen to the review."""
        names = [(screen.code, screen.name(self.language), len(screen.items)) for screen in self.screens]
        return [
            SimpleNamespace(
                code=code,
                number=number,
                name=name,
                asked=asked,
                answered=self.marks[f"answered-{code}"],
                state=self.marks[f"state-{code}"],
            )
            for number, (code, name, asked) in enumerate([*names, (REVIEW, _("Review"), 0)], start=1)
        ]

    def ordered(self, screen: Screen) -> tuple[Item, ...]:
        """A screen's items as the instrument orders them."""
        return screen.items

    def base(self, _key: str) -> int:
        """No revision."""
        return 0

    def seconds(self, _screen: Screen) -> int:
        """No time."""
        return 0

    def slot(self, name: str, _text: object) -> str:
        """Mark the place."""
        return self.marks[name]


def screen_page(request: HttpRequest, questionnaire: Questionnaire, screen: Screen) -> bytes:
    """The page of a screen as it is opened, without errors."""
    participant = questionnaire.participant
    frame, fields = _pieces(Setting.of(request, participant, screen))
    state = state_of(questionnaire, screen)
    names = [name for item in questionnaire.ordered(screen) for name in (item.id, NOTE + item.id)]
    names += [key for key in remarks_on(screen) if key.startswith(COMMENT)]
    state[ITEMS] = b"".join(fields[name].fill(state) for name in names if name in fields)
    state["csrf"] = form_token(request).encode()
    state["participant"] = str(participant.public_id).encode()
    return frame.fill(state)


def state_of(questionnaire: Questionnaire, screen: Screen) -> dict[str, bytes]:
    """What stands in a screen's slots, as HTML; what is not named is empty."""
    draft = questionnaire.stored
    state = _progress(questionnaire, draft)
    state["notice"] = conditional_escape(questionnaire.notice).encode()
    state["seconds"] = b"%d" % questionnaire.seconds(screen)
    for item in screen.items:
        answer = draft.answers.get(item.id)
        if answer is not None:
            codes = answer if isinstance(answer, list) else [answer]
            state.update((f"{item.id}={code}", TICK) for code in codes)
        state[item.id + BASE] = b"%d" % draft.base(item.id)
    for key in remarks_on(screen):
        said = draft.value(key)
        state[key + BASE] = b"%d" % draft.base(key)
        if said:
            state[key + "-open"] = OPEN.encode()
            state[key] = escape(said["text"] if isinstance(said, dict) else said).encode()
            state[key + SHOW] = TICK if isinstance(said, dict) and said["show"] else b""
    return state


def _progress(questionnaire: Questionnaire, draft: Draft) -> dict[str, bytes]:
    state = {f"answered-{REVIEW}": b"0", f"state-{REVIEW}": b"todo"}
    for screen in questionnaire.screens:
        answered = len([item for item in screen.items if item.id in draft.answers])
        state[f"answered-{screen.code}"] = b"%d" % answered
        part = b"part" if answered < len(screen.items) else b"done"
        state[f"state-{screen.code}"] = part if answered else b"todo"
    state["progress"] = escape(questionnaire.progress).encode()
    return state


@lru_cache(maxsize=MOST_SCREENS)
def _pieces(setting: Setting) -> tuple[Pieces, dict[str, Pieces]]:
    """A screen in pieces: what stands around the fields, and each field by its name."""
    with override(setting.language):
        blank = Blank(setting)
        screen = blank.screen(setting.screen)
        form = ScreenForm(None, questionnaire=blank, screen=screen)
        fields = {name: blank.marks.cut(form.rendered(name)) for name in form.fields}
        context = {
            "participant": blank.participant,
            "questionnaire": blank,
            "form": form,
            "here": setting.screen,
            "items": blank.marks[ITEMS],
            "csrf_token": blank.marks["csrf"],
        }
        frame = render_to_string("surveys/survey/screen.html", context, blank.request)
        return blank.marks.cut(frame), fields
