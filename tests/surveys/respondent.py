"""A respondent with a browser, and what may be read from a page and from the database."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.test import Client as Browser

from smax.accounts.tenancy import every_firm
from surveys.models import Participant
from tests.cast import make_leader

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from surveys.models import Assessment


class Respondent:
    """One leader of a wave, and a browser that has opened their link."""

    def __init__(
        self, wave: Assessment, side: str = "sales", name: str = "Ana Ruiz", public_id: UUID | None = None
    ) -> None:
        self.person, self.secret = make_leader(wave, side, name)
        if public_id is not None:
            self.person.public_id = public_id
            self.person.save()
        self.landing = f"/s/{self.secret}/"
        self.place = f"/survey/{self.person.public_id}/"
        self.browser = Browser()

    def enter(self, browser: Browser | None = None) -> Browser:
        """Agree, and press Start in this browser or in another one."""
        used = browser or self.browser
        answer = used.post(self.landing, {"consent": "on"})
        assert (answer.status_code, answer.headers["Location"]) == (302, self.place)
        return used

    def get(self, page: str = "") -> HttpResponse:
        return self.browser.get(self.place + page)

    def post(self, page: str, fields: dict[str, Any] | None = None) -> HttpResponse:
        return self.browser.post(self.place + page, fields or {})

    def answer(self, answers: dict[str, Any]) -> None:
        """Send answers screen by screen, as the pages do."""
        for code in self.codes:
            here = {item: value for item, value in answers.items() if item in self.items(code)}
            answer = self.post(f"{code}/", here)
            assert answer.status_code == 302

    @property
    def codes(self) -> list[str]:
        return [screen.code for screen in self.screens]

    @property
    def screens(self) -> Any:
        return self.person.assessment.instrument_version.catalogue.screens(self.person.side)

    def items(self, code: str) -> list[str]:
        return [item.id for screen in self.screens if screen.code == code for item in screen.items]

    @property
    def draft(self) -> dict[str, Any]:
        with every_firm("a test reads"):
            return Participant.objects.get(pk=self.person.pk).response.draft

    @property
    def submissions(self) -> list[dict[str, Any]]:
        with every_firm("a test reads"):
            return list(
                self.person.response.submissions.order_by("number").values("number", "answers", "receipt")
            )


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sessions and messages included."""
    with every_firm("a test compares"):
        return {
            model._meta.db_table: sorted(model._base_manager.values_list(), key=str)
            for model in apps.get_models(include_auto_created=True)
        }


def text(answer: HttpResponse | str) -> str:
    """What a page says: tags taken away, spaces collapsed."""
    page = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def heading(answer: HttpResponse) -> str:
    """The one h1 of a page."""
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return text(found)


def facts(answer: HttpResponse) -> dict[str, str]:
    """The terms of a page's definition lists."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", answer.content.decode(), re.DOTALL)
    return {text(term): text(definition) for term, definition in pairs}


def links(answer: HttpResponse, start: str) -> list[str]:
    """Where a page's links lead that begin with `start`, in the order of the page."""
    return re.findall(rf'href="({re.escape(start)}[^"]*)"', answer.content.decode())


def checked(answer: HttpResponse) -> dict[str, list[str]]:
    """The values marked on a page, by field."""
    marked: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*\bchecked>", answer.content.decode()):
        name, value = re.findall(r' (?:name|value)="([^"]*)"', tag)
        marked.setdefault(name, []).append(value)
    return marked


def hidden(answer: HttpResponse) -> dict[str, str]:
    """The revisions that the page knows: its hidden fields, without the token."""
    return dict(
        re.findall(r'<input type="hidden" name="([^"]*-base)" value="([^"]*)">', answer.content.decode())
    )


def errors(answer: HttpResponse) -> dict[str, str]:
    """The errors beside the fields, by item."""
    found = re.findall(
        r'invalid-feedback[^>]* id="error-([^"]+)">(.*?)</div>', answer.content.decode(), re.DOTALL
    )
    return {name: text(message) for name, message in found}
