"""Files of waves as somebody of a firm orders them, and a format that is made in no time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext

from reports.exports.formats import FORMATS, Format
from smax.jobs.models import JobRun, every_run
from tests.jobs.worker import work

QUICK = "quick"


def write_quickly(edition: Any, brand: Any, path: Any) -> None:
    """A table of one line: the reader's language, a word in it, and the client's name."""
    line = f"{get_language()},{gettext('Sales')},{edition.scored.wave.assessment.client.name},{bool(brand)}\n"
    path.write_text(line, encoding="utf-8")


def quick(monkeypatch: Any, **changes: Any) -> None:
    """Offer a format that costs nothing."""
    given = {"code": QUICK, "title": "Quick", "text": "Fast.", "ending": "csv", "make": write_quickly}
    monkeypatch.setitem(FORMATS, QUICK, Format(**{**given, **changes}))


def order(browser: Any, **chosen: str) -> Any:
    """Order a file of the first wave of Acme."""
    given = {"code": QUICK, "source": "live", "language": "en", **chosen}
    return browser.post("/clients/acme/waves/1/exports/", given)


def made(browser: Any, **chosen: str) -> JobRun:
    """Order a file, and let the worker do what waits."""
    place = order(browser, **chosen).headers["Location"]
    work()
    return every_run().get(public_id=place.rstrip("/").rpartition("/")[2])
