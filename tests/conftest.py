"""Fixtures that every test may use: the real server, Chromium, accessibility and screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import hypothesis
import pytest
from django.db import connection, transaction
from django.utils import translation

from tests import chromium
from tests.server import Server, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
    from pytest_django.fixtures import SettingsWrapper

# The same examples on every machine, and no stop-watch on a busy one.
hypothesis.settings.register_profile("smax", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("smax")

SCREENSHOTS = Path(__file__).parent.parent / "var" / "screenshots"
WIDTHS = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


@pytest.fixture(autouse=True)
def _own_records(settings: SettingsWrapper) -> Iterator[None]:
    """A test's rows go when it ends; what it wrote beside the database must go with them."""
    yield
    for path in settings.RECORDS_DIR.glob("*.jsonl"):
        path.unlink()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page leaves its reader's language behind in the thread, where the next test would find it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_versions() -> Iterator[None]:
    """A process keeps published questionnaires; the next test gives their keys to others."""
    yield
    from surveys.models import instruments  # noqa: PLC0415 - Django has to stand first

    instruments._published.clear()


@pytest.fixture(autouse=True)
def _own_pages() -> Iterator[None]:
    """A process keeps pages of results; the next test makes its own."""
    yield
    from reports.views.remembered import forget_all  # noqa: PLC0415 - Django has to stand first

    forget_all()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let a module's fixtures make rows for all its tests: what a test does is undone, these at the end."""
    # Django closes the connection after each test; the rows would be gone with it.
    with (
        django_db_blocker.unblock(),
        mock.patch.object(connection, "close"),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server for the session: the instrument is loaded, firms are made with `server.manage`."""
    with serve(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; skips where the machine has none."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.ADVICE)
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - slow to load, few tests need it

    expect.set_options(timeout=20_000)  # a busy machine is no fault of the page
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, headless=True, args=list(chromium.FLAGS))
        yield instance
        instance.close()


@pytest.fixture
def profile(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser profile of its own: `profile(width=390, dark=True, javascript=False)`.

    The test fails at its end if a page wrote an error to the console: a refused script or style is one.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is reported with its own address; a missing file with the file's.
        own_answer = message.page and message.location.get("url") == message.page.url
        if message.type == "error" and not own_answer:
            errors.append(f"{message.text} ({message.location.get('url')})")

    def new(*, width: int = 1440, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # axe and screenshots would catch a colour on its way to another
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/Vienna",
        )
        context.set_default_timeout(30_000)
        context.on("console", listen)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Assert that axe finds nothing serious or critical on the page, in light and in dark."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - needs playwright

    axe = Axe()

    def check(page: Page) -> None:
        found = []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for violation in axe.run(page, options=AXE_OPTIONS).response["violations"]:
                if violation["impact"] in {"serious", "critical"}:
                    nodes = [node["html"][:200] for node in violation["nodes"][:3]]
                    found.append((scheme, violation["id"], violation["help"], nodes))
        page.emulate_media(color_scheme=None)
        assert found == [], page.url

    return check


@pytest.fixture
def screenshots() -> Callable[[Page, str], list[Path]]:
    """Keep the whole page, wide and narrow, light and dark: var/screenshots/<name>-<width>-<scheme>.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> list[Path]:
        before = page.viewport_size
        kept = []
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(150)  # charts follow the width and the scheme
                path = SCREENSHOTS / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=path, full_page=True)
                kept.append(path)
        page.emulate_media(color_scheme=None)
        if before:
            page.set_viewport_size(before)
        return kept

    return keep
