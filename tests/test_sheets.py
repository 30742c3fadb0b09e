"""A page's look travels in as few files as it can, and they are made of all that people edit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.test import Client

from smax.accounts.models import User
from smax.bootstrap import trimmed
from smax.sheets import BOOTSTRAP, MADE, MEDIA, SHEETS, SheetFinder, made
from tests.reports.waves import answered_wave, results_url

STATIC = Path(__file__).parents[1] / "static"


@pytest.mark.parametrize("name", MADE)
def test_a_file_is_all_of_its_sources_in_their_order(name):
    rest = made(name)
    for source in MADE[name]:
        text = (STATIC / source).read_text("utf-8")
        text = trimmed(text) if source == BOOTSTRAP else text
        before, found, rest = rest.partition(text)
        assert found, source
        media = MEDIA.get(source)
        assert before.strip(" }\n") == (f"@media {media} {{" if media else "").strip(" }\n")
    assert rest.strip() in {"", "}"}


@pytest.mark.parametrize("name", SHEETS)
def test_addresses_in_a_sheet_lead_where_they_led(name):
    found = re.findall(r"url\([\"']?([^)\"']+)", re.sub(r"url\([\"']?data:[^)]*\)", "", made(name)))
    assert all((STATIC / "sheets" / address).resolve().is_file() for address in found), found


def test_what_is_made_is_collected():
    finder = next(each for each in get_finders() if isinstance(each, SheetFinder))
    found = {name: storage.open(name).read().decode() for name, storage in finder.list([])}
    assert found == {name: made(name) for name in MADE}


@pytest.mark.django_db
def test_results_wait_for_one_sheet_and_no_script():
    wave, browser = answered_wave(2, 2), Client()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    page = browser.get(results_url(wave)).content.decode()
    assert re.findall(r'<link rel="stylesheet" href="/?static/([^"]+)"', page) == ["sheets/results.css"]
    (script,) = re.findall(r"<script src[^>]*>", page)
    assert " defer" in script
    assert "scripts/results.js" in script
