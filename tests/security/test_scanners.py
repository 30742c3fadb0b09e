"""Mail scanners open every link, and some press every button: nothing is spent, and the person finishes."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.test import Client as Browser

from tests.cast import full_answers, make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent, every_row

pytestmark = pytest.mark.django_db

PREFETCH = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch"}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
CONTROL = re.compile(r"<(?:input|button|textarea|select)\b[^>]*>")
MOST_STEPS = 120


def head(link, **server):
    Browser(**server).head(link)


def five_gets(link, **server):
    for _ in range(5):
        Browser(**server).get(link)


def prefetch(link, **server):
    Browser(headers=PREFETCH, **server).get(link)


def two_addresses(link):
    """Two machines of one scanner, each with the cookies of what it was given, in turns."""
    machines = [Scanner(REMOTE_ADDR=address) for address in ("203.0.113.7", "198.51.100.9")]
    ways = [machine.press_everything(link) for machine in machines]
    for _turn in range(MOST_STEPS):
        for way in ways:
            next(way, None)


def press_everything(link):
    for _step in Scanner().press_everything(link):
        pass


class Scanner:
    """Follows each link and presses each button that it finds, ticking consent, from page to page."""

    def __init__(self, **server):
        self.browser = Browser(
            enforce_csrf_checks=True, headers={"Origin": "http://127.0.0.1:8000"}, **server
        )
        self.pressed = []

    def press_everything(self, link):
        waiting, seen = [("get", link, "")], set()
        while waiting and len(seen) < MOST_STEPS:
            step = waiting.pop(0)
            method, place, body = step
            known = known_by(method, place, body)
            if known in seen:
                continue
            seen.add(known)
            kind = "application/x-www-form-urlencoded"
            answer = self.browser.get(place) if method == "get" else self.browser.post(place, body, kind)
            assert answer.status_code < 500, step
            self.pressed.append((method, place.rstrip("/").rpartition("/")[2], answer.status_code))
            waiting += self.found(place, answer)
            yield step

    def found(self, place, answer):
        if "Location" in answer.headers:
            return [("get", urlsplit(answer.headers["Location"]).path, "")]
        page = answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
        links = [html.unescape(link) for link in re.findall(r'<a\b[^>]* href="([^"]+)"', page)]
        gets = [("get", urlsplit(urljoin(place, link)).path, "") for link in links if ":" not in link]
        return gets + [("post", *one) for one in self.forms(place, page)]

    def forms(self, place, page):
        """Every form with every one of its buttons, as a browser sends it untouched but for the consent."""
        outside = [tag for tag in CONTROL.findall(page) if ' form="answers"' in tag]
        for attributes, inside in FORM.findall(page):
            controls = CONTROL.findall(inside) + (outside if 'id="answers"' in attributes else [])
            fields = [pair for tag in controls for pair in sent_by(tag)]
            buttons = [tag for tag in controls if tag.startswith("<button") and 'type="button"' not in tag]
            action = attribute(attributes, "action") or place
            for button in buttons:
                name = attribute(button, "name")
                pressed = [(name, attribute(button, "value"))] if name else []
                yield action, urlencode(fields + pressed)


def known_by(method, place, body):
    """What tells a step from one taken before: buttons that stand on every screen are pressed on one."""
    button = dict(parse_qsl(body))
    everywhere = button.get("language") or button.get("go", "next")
    return (method, place) if method == "get" or everywhere == "next" else everywhere


def attribute(tag, name):
    found = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def sent_by(tag):
    name, kind = attribute(tag, "name"), attribute(tag, "type")
    if not name or tag.startswith("<button"):
        return
    if kind in {"radio", "checkbox"}:
        if name == "consent" or re.search(r"\bchecked\b", tag):
            yield name, attribute(tag, "value") or "on"
    else:
        yield name, attribute(tag, "value")


def finish(respondent, answers):
    respondent.browser = Browser()
    respondent.enter()
    respondent.answer(answers)
    answer = respondent.post("review/")
    assert answer.headers["Location"] == f"{respondent.place}receipt/"
    assert [(one["number"], one["answers"]) for one in respondent.submissions] == [(1, answers)]


def scan_and_finish(scan, links):
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))
    sides = ["sales", "marketing", "both"]
    people = [Respondent(wave, sides[number % 3], f"Leader {number}") for number in range(links)]
    before = every_row()
    for person in people:
        scan(person.landing)
    assert every_row() == before
    for person in people:
        finish(person, full_answers(wave, person.person.side))


PROFILES = [head, five_gets, prefetch, press_everything, two_addresses]


@pytest.mark.parametrize("scan", PROFILES)
def test_a_scanner_changes_nothing_and_the_person_finishes(scan):
    scan_and_finish(scan, 1)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("scan", PROFILES)
def test_so_it_is_for_two_hundred_links(scan):
    scan_and_finish(scan, 200)


def test_a_scanner_in_the_middle_changes_nothing():
    """Somebody has answered half when the mail is scanned again."""
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))
    ana = Respondent(wave)
    ana.enter()
    answers = full_answers(wave, "sales")
    ana.answer(dict(list(answers.items())[:20]))
    before = every_row()
    press_everything(ana.landing)
    assert every_row() == before
    finish(ana, answers)


def test_the_scanner_does_press_everything():
    """A profile that presses nothing would prove nothing."""
    wave = make_wave(make_client(make_firm("Hartmann"), "Northwind Pumps"))
    ana = Respondent(wave)
    scanner = Scanner()
    steps = list(scanner.press_everything(ana.landing))
    screens = {f"{code}/" for code in ana.codes}
    posted = {place.removeprefix(ana.place) for method, place, _body in steps if method == "post"}
    assert posted >= screens | {ana.landing, "review/", f"{ana.landing}decline/", "/language/"}
    statuses = {place: status for method, place, status in scanner.pressed if method == "post"}
    assert statuses["review"] == 409
