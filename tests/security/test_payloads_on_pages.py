"""Names, segments, events, periods, remarks and evidence that would run, on every page of a wave: none does.

Notes and plans have their own tests (tests.security.test_payloads), files theirs.
"""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.utils import timezone

from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.models import Assessment, Client, Document, OutcomeFigure, Participant
from surveys.services.answers import save_answers, submit
from tests.cast import AGREEMENTS, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.test_small_groups import pages
from tests.reports.waves import finish
from tests.security.payloads import live, payloads, shown
from tests.signing_in import confirm

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

ROUND = 100
SHORT, MIDDLE = 60, 120  # the longest period, and the longest name
AREAS = ("CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL")
LADDERS = ("CUS-K1", "CUS-K2", "STR-K1", "CAP-K1", "CAP-F1", "ORG-K1", "ORG-K2", "CAD-K1", "CAD-K2", "CAD-F1")
EVENTS = ("regulation", "growth", "new_executive", "cost_pressure", "failed_tool", "competitor", "expansion")


class Texts:
    """Hands out each text of a round once, one that fits; then the first ones again."""

    def __init__(self, texts):
        self.all = sorted(texts, key=len)
        self.left = list(self.all)

    def next(self, longest=1000):
        fitting = [text for text in self.left if len(text) <= longest] or self.all[:1]
        text = fitting[-1] if longest > MIDDLE else fitting[0]
        if text in self.left:
            self.left.remove(text)
        return text


def planted(texts):
    """A closed wave whose every text is one of a round's; remarks take what is left over."""
    client = make_client(make_firm("Ours"))
    wave = make_wave(client)
    for side in ("sales", "marketing"):
        for place in range(2):
            _submitted(wave, side, place, texts)
    finish(wave)
    owner = User.objects.get(email="owner@ours.example")
    with firm_scope(wave.firm):
        for figure in OutcomeFigure.objects.filter(assessment=wave):
            OutcomeFigure.objects.filter(pk=figure.pk).update(period=texts.next(SHORT))
        for person in Participant.objects.filter(assessment=wave):
            Participant.objects.filter(pk=person.pk).update(name=texts.next(MIDDLE))
        for item in LADDERS:
            Document(
                assessment=wave, item=item, step=3, note=texts.next(), seen_by=owner, seen_at=timezone.now()
            ).save()
        Client.objects.filter(pk=client.pk).update(name=texts.next(MIDDLE))
        Assessment.objects.filter(pk=wave.pk).update(
            segments=[{"code": code, "text": texts.next(MIDDLE)} for code in "abcdef"],
            trigger_labels={code: texts.next(MIDDLE) for code in EVENTS},
        )
    return wave


def _submitted(wave, side, place, texts):
    person, _secret = make_leader(wave, side, f"{side} {place}")
    with firm_scope(wave.firm):
        response = person.response
        given = full_answers(wave, side, step=1 + place)
        save_answers(response=response, given=given, agreement=AGREEMENTS["attributed"])
        response.comments = {area: {"text": texts.next(), "show": True} for area in AREAS}
        response.notes = {item: texts.next() for item in LADDERS[:6]}
        response.save(update_fields=["comments", "notes"])
        submit(response=response)


def check(number):
    texts = Texts(payloads(300)[number * ROUND : (number + 1) * ROUND])
    wave = planted(texts)
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    seen = pages(browser, wave, None)
    for path in ("/clients/", "/clients/acme/"):
        seen[path] = browser.get(path).content.decode()
    assert {name: found for name, page in seen.items() if (found := live(page))} == {}
    assert len(shown(" ".join(seen.values()))) > 80


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_nothing_that_was_typed_runs_on_a_page(number):
    check(number)
