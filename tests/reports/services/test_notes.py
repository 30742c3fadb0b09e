"""Writing notes: stored once, and never over words that somebody else wrote meanwhile."""

from __future__ import annotations

import pytest

from reports.models import Note
from reports.services.notes import save_note
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from tests.cast import make_client, make_firm, make_wave
from tests.reports.released import owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    wave = make_wave(make_client(make_firm("Ours")))
    with firm_scope(wave.firm):
        yield wave


def write(wave, text, known, section="headline"):
    return save_note(assessment=wave, section=section, text=text, known=known, by=owner_of(wave))


def stored(wave, section="headline"):
    return list(Note.objects.filter(assessment=wave, section=section).values_list("text", "revision"))


def acts():
    events = AuditEvent.objects.filter(action__startswith="note.").order_by("sequence")
    return list(events.values_list("action", "facts"))


def test_a_note_is_written_changed_and_taken_away(wave):
    assert write(wave, "One", 0)
    assert write(wave, "Two", 1)
    assert stored(wave) == [("Two", 2)]
    assert write(wave, "", 2)
    assert stored(wave) == [("", 3)]
    assert write(wave, "Three", 3)
    assert stored(wave) == [("Three", 4)]
    assert acts() == [
        ("note.written", {"section": "headline", "revision": 1}),
        ("note.written", {"section": "headline", "revision": 2}),
        ("note.removed", {"section": "headline", "revision": 3}),
        ("note.written", {"section": "headline", "revision": 4}),
    ]


@pytest.mark.parametrize("known", [0, 1, 3, 99])
def test_whoever_did_not_know_what_stands_there_replaces_nothing(wave, known):
    write(wave, "One", 0)
    write(wave, "Two", 1)
    assert write(wave, "Mine", known) is False
    assert stored(wave) == [("Two", 2)]
    assert len(acts()) == 2


def test_taking_away_what_is_not_there_writes_nothing(wave):
    assert write(wave, "", 0)
    assert (stored(wave), acts()) == ([], [])
    write(wave, "One", 0)
    assert write(wave, "", 0) is False


def test_sections_do_not_touch_each_other(wave):
    write(wave, "One", 0)
    assert write(wave, "Two", 0, section="matrix")
    assert (stored(wave), stored(wave, "matrix")) == ([("One", 1)], [("Two", 1)])
