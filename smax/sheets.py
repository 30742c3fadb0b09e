"""The style sheets and scripts that pages load: put together from files of static when those are collected.

A browser shows nothing before it has all sheets of a page, and whatever else the page asks for at once holds
them up; so each kind of page has one sheet, and the results page one script. The sources stay apart, and are
what people edit. Of Bootstrap's sheet only what pages can use goes in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone

from smax.bootstrap import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

BOOTSTRAP = "vendor/bootstrap/bootstrap.min.css"
CORE = (
    BOOTSTRAP,
    "css/tokens.css",
    "css/dark.css",
    "css/base.css",
    "css/components.css",
)
DESK = (*CORE, "css/desk.css")
PRINT = "css/print.css"
SHEETS = {
    "sheets/plain.css": (*CORE, PRINT),
    "sheets/desk.css": (*DESK, PRINT),
    "sheets/survey.css": (*CORE, "css/survey.css", PRINT),
    "sheets/results.css": (
        *DESK,
        *("css/results.css", "css/charts.css", "css/compared.css", "css/sharing.css", "css/plan.css"),
        PRINT,
    ),
}
SCRIPTS = {"scripts/results.js": ("js/contents.js", "js/chart_picture.js", "js/results.js")}
MADE = SHEETS | SCRIPTS
MEDIA = {"css/dark.css": "screen and (prefers-color-scheme: dark)", PRINT: "print"}


def made(name: str) -> str:
    """Put a sheet or a script together; addresses in it are as in its sources, one folder deep."""
    return "\n".join(_source(source) for source in MADE[name])


def _source(name: str) -> str:
    text = Path(settings.BASE_DIR, "static", name).read_text("utf-8")
    if name == BOOTSTRAP:
        return trimmed(text)
    return f"@media {MEDIA[name]} {{\n{text}}}" if name in MEDIA else text


class _Made(Storage):
    """Makes a file when it is opened."""

    def _open(self, name: str, _mode: str = "rb") -> ContentFile:
        return ContentFile(made(name).encode())

    def path(self, name: str) -> str:
        """What collectstatic prints of a file."""
        return name

    def get_modified_time(self, _name: str) -> datetime:
        """Now, so that what was collected before is never taken for it."""
        return timezone.now()


class SheetFinder(BaseFinder):
    """Gives what is made to collectstatic."""

    def check(self, **_options: Any) -> list[Any]:
        """Find nothing wrong: a source that is missing stops collectstatic."""
        return []

    def find(self, _path: str, *_all: Any, **_options: Any) -> list[str]:
        """Nothing is served from here: only what was collected."""
        return []

    def list(self, _ignored: Any) -> Iterator[tuple[str, _Made]]:
        """Every file, with the storage that has it."""
        yield from ((name, _Made()) for name in MADE)
