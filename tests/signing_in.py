"""Signing in with both steps, in a browser and in Django's test client."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from tests.cast import PASSWORD, totp_code

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from playwright.sync_api import Page

# A code counts once; the server takes that of the period before and after, too.
PERIODS = (0, 1, -1)
_used: defaultdict[str, set[str]] = defaultdict(set)


def fresh_code(email: str) -> str:
    """A code of the cast's authenticator app that was never sent for this person; waits for one."""
    while True:
        late = time.time() % 30 > 20  # soon, the code of the period before counts no more
        for period in PERIODS[:2] if late else PERIODS:
            code = totp_code(periods=period)
            if code not in _used[email]:
                _used[email].add(code)
                return code
        time.sleep(1)


def sign_in(page: Page, base_url: str, email: str, place: str = "/") -> None:
    """Sign somebody of the cast in, in a browser, and go to `place`."""
    page.goto(f"{base_url}/accounts/login/?next={place}")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.fill("input[name=code]", fresh_code(email))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/accounts/" not in address)


def step_in(
    browser: Client, login: str, password: str = PASSWORD, code: str = "", **more: str
) -> HttpResponse:
    """Send the password and then the code, with Django's test client; the answer to the last one sent."""
    answer = browser.post("/accounts/login/", {"login": login, "password": password, **more})
    if answer.headers.get("Location", "").startswith("/accounts/second-factor/authenticate/"):
        answer = browser.post("/accounts/second-factor/authenticate/", {"code": code or totp_code()})
    return answer


def confirm(browser: Client, password: str = PASSWORD) -> None:
    """Say again who is there, as pages that change much ask for."""
    answer = browser.post("/accounts/reauthenticate/", {"password": password})
    assert answer.status_code == 302
