"""Writing notes at the desk: looked at before, never over another's, and read where they belong."""

from __future__ import annotations

import re

import pytest

from reports.models import Note
from reports.sections_list import SECTIONS
from smax.accounts.tenancy import every_firm
from tests.reports.released import guest_of, released
from tests.reports.views.test_doors import let_in
from tests.reports.views.test_plan import text_of
from tests.reports.waves import answered_wave
from tests.security.test_strangers import signed_in

pytestmark = pytest.mark.django_db
WAVE = "/clients/acme/waves/1/"


@pytest.fixture
def wave():
    return answered_wave(3, 3, closed=True)


@pytest.fixture
def desk(wave):
    return signed_in("consultant@ours.example")


def notes():
    with every_firm("a test looks"):
        return list(Note.objects.values_list("section", "text", "revision"))


def write(desk, text, revision=0, section="headline", **more):
    return desk.post(f"{WAVE}notes/{section}/", {"text": text, "revision": revision, **more})


def test_a_note_stands_in_its_section_with_the_firms_name(desk):
    answer = write(desk, "It is **so**.\r\n\r\n- one")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{WAVE}results/#headline")
    assert notes() == [("headline", "It is **so**.\n\n- one", 1)]
    body = desk.get(f"{WAVE}results/").content.decode()
    section = re.search(r'<section[^>]*aria-labelledby="headline".*?</section>', body, re.DOTALL)[0]
    assert "<p>It is <strong>so</strong>.</p>\n<ul>\n<li>one</li>\n</ul>" in section
    assert "The view of Ours" in section
    assert body.count('class="voice"') == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_takes_one(desk, section):
    write(desk, f"On {section}", section=section)
    body = desk.get(f"{WAVE}results/").content.decode()
    found = re.search(rf'<section[^>]*aria-labelledby="{section}">(.*)', body, re.DOTALL)[1]
    assert found.index(f"On {section}") < found.index("</aside>") < found.index(f'/notes/{section}/"')
    assert f"On {section}" in text_of(desk.get(f"{WAVE}notes/"))


def test_an_unknown_section_is_not_there(desk):
    assert desk.get(f"{WAVE}notes/other/").status_code == 404
    assert write(desk, "x", section="other").status_code == 404


def test_a_preview_stores_nothing(desk):
    page = write(desk, "*Soon*", preview="1")
    assert (page.status_code, "<em>Soon</em>" in page.content.decode()) == (200, True)
    assert re.search(r"<textarea[^>]*>\s*\*Soon\*</textarea>", page.content.decode())
    assert notes() == []


def test_two_at_once_see_each_others_text(desk):
    write(desk, "Theirs")
    page = write(desk, "Mine")
    assert page.status_code == 409
    words = text_of(page)
    assert "Somebody wrote here while you did." in words
    assert "Stored now Theirs" in words
    assert "Yours, not saved Mine" in words
    assert 'name="revision" value="1"' in page.content.decode()
    assert notes() == [("headline", "Theirs", 1)]
    assert write(desk, "Both", 1).status_code == 302
    assert notes() == [("headline", "Both", 2)]


def test_a_note_that_somebody_took_away_comes_back_only_knowingly(desk):
    write(desk, "One")
    write(desk, "", 1)
    page = write(desk, "Mine", 1)
    assert (page.status_code, "the note was taken away" in text_of(page)) == (409, True)
    assert notes() == [("headline", "", 2)]
    assert write(desk, "x", 7, section="matrix").status_code == 409


@pytest.mark.parametrize(
    "given", [{"text": "x" * 5001, "revision": "0"}, {"text": "x"}, {"text": "x", "revision": "-1"}]
)
def test_what_is_no_note_is_refused(desk, given):
    page = desk.post(f"{WAVE}notes/headline/", given)
    assert (page.status_code, notes()) == (200, [])
    assert "Please check what you entered" in text_of(page)


def test_the_longest_note_is_taken_whole(desk):
    """Browsers send two characters for a line end, and count one."""
    text = "\n".join("x" * 99 for _line in range(50))
    assert len(text) == 4999
    assert write(desk, text.replace("\n", "\r\n")).status_code == 302
    assert notes() == [("headline", text, 1)]


def test_readers_outside_see_notes_as_released(wave, desk):
    write(desk, "As released")
    released(wave)
    write(desk, "Written later", 1)
    assert "Figures, notes, the plan or the benchmark have changed" in text_of(desk.get(f"{WAVE}release/"))
    guest = let_in(guest_of(wave.client))
    with every_firm("a test looks"):
        public_id = wave.client.guests.get().public_id
    words = text_of(guest.get(f"/shared/{public_id}/1/"))
    assert ("The view of Ours As released" in words, "Written later" in words) == (True, False)


def test_a_list_without_notes_says_so(desk):
    page = text_of(desk.get(f"{WAVE}notes/"))
    assert "No note is written yet." in page
    assert page.count("Add a note") == len(SECTIONS)
