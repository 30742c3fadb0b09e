"""A page's look travels in as few files as it can, and they are made of all that people edit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.test import Client

from smax.accounts.models import User
from smax.bootstrap import trimmed
from smax.sheets import BOOTSTRAP, MEDIA, SHEETS, SheetFinder, sheet
from tests.reports.waves import answered_wave, results_url

STATIC = Path(__file__).parents[1] / "static"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_all_of_its_sources_in_their_order(name):
    rest = sheet(name)
    for source in SHEETS[name]:
        text = (STATIC / source).read_text("utf-8")
        text = trimmed(text) if source == BOOTSTRAP else text
        before, found, rest = rest.partition(text)
        assert found, source
        media = MEDIA.get(source)
        assert before.strip(" }\n") == (f"@media {media} {{" if media else "").strip(" }\n")
    assert rest.strip() in {"", "}"}


@pytest.mark.parametrize("name", SHEETS)
def test_addresses_in_a_sheet_lead_where_they_led(name):
    found = re.findall(r"url\([\"']?([^)\"']+)", re.sub(r"url\([\"']?data:[^)]*\)", "", sheet(name)))
    assert all((STATIC / "sheets" / address).resolve().is_file() for address in found), found


def test_the_sheets_are_collected():
    finder = next(each for each in get_finders() if isinstance(each, SheetFinder))
    made = {name: storage.open(name).read().decode() for name, storage in finder.list([])}
    assert made == {name: sheet(name) for name in SHEETS}


@pytest.mark.django_db
def test_results_wait_for_two_sheets():
    wave, browser = answered_wave(2, 2), Client()
    browser.force_login(User.objects.get(email="consultant@ours.example"))
    page = browser.get(results_url(wave)).content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="/?static/([^"]+)"([^>]*)>', page)
    assert sheets == [
        ("sheets/desk.css", ""), ("sheets/results.css", ""), ("css/print.css", ' media="print"')
    ]  # fmt: skip
    assert all(" defer" in script for script in re.findall(r"<script src[^>]*>", page))
