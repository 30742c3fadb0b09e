"""Pages for everybody."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from tests.surveys.respondent import every_row, heading, text

pytestmark = pytest.mark.django_db


def test_the_statement_says_what_was_tested_and_what_was_not():
    before = every_row()
    page = Browser().get("/accessibility/")
    assert heading(page) == "Accessibility of this survey"
    said = text(page)
    for part in ("What was tested", "What was not tested", "Nobody who uses a screen reader every day"):
        assert part in said
    assert every_row() == before


def test_every_page_of_the_survey_leads_to_it():
    assert '<a href="/accessibility/">Accessibility</a>' in Browser().get("/s/nonsense/").content.decode()
