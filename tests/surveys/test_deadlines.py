"""Forty deadlines in six zones: form, page, letter and gate mean the same instant.

Each deadline is written as the client's clocks show it. Clocks that are put forward over it never show it,
and clocks that are put back over it show it twice: then the form refuses it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine

from smax.accounts.tenancy import firm_scope
from surveys.forms.waves import WaveForm
from surveys.letters.occasions import invitation
from surveys.models import Assessment, Response
from tests.cast import make_client, make_firm, make_wave
from tests.surveys.respondent import Respondent
from tests.surveys.test_waves import fields

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
# (zone, clocks forward, clocks back): the wall clock just before it moves.
ZONES = {
    "Europe/Berlin": ("2027-03-28 02:00", "2027-10-31 03:00"),
    "America/New_York": ("2027-03-14 02:00", "2027-11-07 02:00"),
    "America/St_Johns": ("2027-03-14 02:00", "2027-11-07 02:00"),
    "Australia/Sydney": ("2027-10-03 02:00", "2027-04-04 03:00"),
    "Pacific/Auckland": ("2027-09-26 02:00", "2027-04-04 03:00"),
    "Asia/Kathmandu": ("2027-03-28 02:00", "2027-10-31 03:00"),
}
PLAIN = [
    *(f"2027-{month:02d}-15 18:00" for month in range(2, 13)),
    *("2027-12-31 23:59", "2028-01-01 00:00", "2028-02-28 23:59", "2028-02-29 00:00", "2028-02-29 12:00"),
    *("2028-02-29 23:59", "2028-03-01 00:00", "2027-06-21 00:00", "2027-06-21 23:59", "2027-06-30 23:59"),
    *("2027-07-01 00:00", "2028-12-31 23:59", "2027-01-31 08:30"),
]
# Minutes from the hour at which clocks move.
EDGES = (-61, -60, -31, -1, 0, 1, 29, 60)


def walls(zone):
    """Forty times of a wall clock."""
    moves = [datetime.fromisoformat(move) for move in ZONES[zone]]
    edges = [move + timedelta(minutes=minutes) for move in moves for minutes in EDGES]
    return [*(datetime.fromisoformat(text) for text in PLAIN), *edges]


def instants(wall, zone):
    """The instants, in UTC, at which clocks there show that time, looked for by quarters of an hour."""
    middle = wall.replace(tzinfo=UTC)
    tried = (middle + timedelta(minutes=15 * step) for step in range(-4 * 15, 4 * 15 + 1))
    return [moment for moment in tried if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall]


@pytest.fixture
def ana():
    with time_machine.travel(NOW, tick=False):
        wave = make_wave(make_client(make_firm("Ours")))
        leader = Respondent(wave)
        leader.enter()
    return leader


def test_there_are_forty_in_each_of_six_zones():
    assert {zone: len(set(walls(zone))) for zone in ZONES} == dict.fromkeys(ZONES, 40)


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_form_page_letter_and_gate_agree(ana, zone):
    wave, refused = ana.person.assessment, []
    for wall in walls(zone):
        meant = instants(wall, zone)
        with time_machine.travel(NOW, tick=False), firm_scope(wave.firm):
            sent = fields(wave.client, day=wall.date(), time=f"{wall:%H:%M}", zone=zone)
            form = WaveForm(sent, client=wave.client)
            if not form.is_valid():
                refused.append(wall)
                continue
            assert [form.cleaned_data["deadline"]] == meant
            Assessment.objects.filter(pk=wave.pk).update(deadline=meant[0], time_zone=zone)
        assert on_the_page(ana) == (meant[0], zone, f"{wall.day} {wall:%B %Y, %H:%M}")
        assert in_the_letter(ana, meant[0]) == f"{wall:%A}, {wall.day} {wall:%B %Y, %H:%M} ({zone})"
        assert at_the_gate(ana, meant[0]) == {"a second before": 200, "at the deadline": 409}
    assert refused == [wall for wall in walls(zone) if len(instants(wall, zone)) != 1]


def on_the_page(ana):
    """The instant, the zone and the words on the landing page."""
    with time_machine.travel(NOW, tick=False):
        page = ana.browser.get(ana.landing).content.decode()
    found = re.search(r'<time datetime="([^"]+)" data-zone="([^"]+)">[A-Z]\w+, ([^<]+)</time>', page)
    return datetime.fromisoformat(found[1]).astimezone(UTC), found[2], found[3]


def in_the_letter(ana, deadline):
    """The words of the invitation, composed a second before the deadline."""
    about = SimpleNamespace(about_id=ana.person.pk, recipient=ana.person.email)
    with time_machine.travel(deadline - SECOND, tick=False), firm_scope(ana.person.firm):
        return invitation(about).values["deadline"]


def at_the_gate(ana, deadline):
    """How two saves are answered: the pass for both is given a second before the deadline."""
    with time_machine.travel(deadline - SECOND, tick=False):
        ana.enter()
        before = save(ana)
    with time_machine.travel(deadline, tick=False):
        return {"a second before": before, "at the deadline": save(ana)}


def save(ana):
    with firm_scope(ana.person.firm):
        known = Response.objects.get(participant=ana.person).revisions.get("CUS-P1", 0)
    return ana.post("answer/", {"key": "CUS-P1", "value": "4", "base": str(known)}).status_code
