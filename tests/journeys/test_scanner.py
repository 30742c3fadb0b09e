"""A scanner with a whole browser: it runs scripts and presses every button, from two places at once."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from tests.security.http import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SETTLED = 150  # milliseconds in which a script may act after a press
BUTTONS = "button:visible, [type=submit]:visible"
EVERY_ROW = """
import django; django.setup()
import hashlib
from tests.surveys.respondent import every_row
print(hashlib.sha256(repr(every_row()).encode()).hexdigest())
"""


def press_everything(machine, address):
    """Press each button of a page, each in a tab of its own; where the presses led."""
    with tab(machine, address) as (page, _asked):
        count = page.locator(BUTTONS).count()
    led = set()
    for number in range(count):
        with tab(machine, address) as (page, asked):
            for box in page.locator("[name=consent]").all():
                box.check()
            button = page.locator(BUTTONS).nth(number)
            button.evaluate("button => button.click()")  # those off the screen, too
            settle(page, asked)
            led.add(page.url)
    return led


def settle(page, asked):
    """Wait until the page asks for nothing any more: on a busy machine a press takes its time."""
    page.wait_for_timeout(SETTLED)
    while asked:
        page.wait_for_timeout(SETTLED)
    page.wait_for_load_state()


@contextmanager
def tab(machine, address):
    """A page just opened, and what it waits for; one that asks before it is left could be left never."""
    page, asked = machine.new_page(), set()

    def begun(request):
        asked.add(request)

    def over(request):
        asked.discard(request)

    page.on("request", begun)
    page.on("requestfinished", over)
    page.on("requestfailed", over)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    yield page, asked
    page.close()


def finish(server, leader):
    visitor = Visitor(server.base_url)
    assert visitor.post(f"/s/{leader['secret']}/", {"consent": "on"}).status == 302
    place = f"/survey/{leader['public_id']}/"
    for screen in Catalogue.read(SHIPPED).screens("sales"):
        fields = {item.id: "dk" for item in screen.items}
        assert visitor.post(f"{place}{screen.code}/", fields).status == 302
    reply = visitor.post(f"{place}review/", {})
    assert (reply.status, reply.headers["Location"]) == (302, f"{place}receipt/")


def test_a_scanner_that_presses_everything_changes_nothing(server, browser):
    staged = json.loads(server.python("-m", "tests.stage", "Scanner", "sales"))
    before = server.python("-c", EVERY_ROW)
    for leader in staged["leaders"]:
        landing = f"{server.base_url}/s/{leader['secret']}/"
        place = f"{server.base_url}/survey/{leader['public_id']}/"
        machines = [browser.new_context(reduced_motion="reduce") for _place in range(2)]
        for machine in machines:
            assert f"{place}cus/" in press_everything(machine, landing)
        for address in (f"{landing}decline/", f"{place}cus/", f"{place}predictions/", f"{place}review/"):
            led = [press_everything(machine, address) for machine in machines]
            assert led[0] == led[1]
        for machine in machines:
            machine.close()
    assert server.python("-c", EVERY_ROW) == before
    for leader in staged["leaders"]:
        finish(server, leader)
