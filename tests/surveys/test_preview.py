"""The questionnaire as each side reads it, in each language, with nothing stored."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.test import Client as Browser

from surveys.enums import Side
from tests.cast import make_client, make_firm, make_wave
from tests.surveys.desk import rows, sign_in, text

pytestmark = pytest.mark.django_db
PAGE = "/clients/acme/waves/1/preview/"


@pytest.fixture
def wave():
    return make_wave(
        make_client(make_firm("Ours")), trigger_labels={"regulation": "New MDR rules", "contract_end": None}
    )


@pytest.fixture
def browser(wave):
    return sign_in()


def look(browser, **asked):
    return browser.get(PAGE, asked)


@pytest.mark.parametrize("side", Side.values)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_item_of_a_side_in_every_language(wave, browser, side, language):
    catalogue = wave.instrument_version.catalogue
    seen = {}
    for screen in catalogue.screens(side):
        page = look(browser, side=side, language=language, screen=screen.code)
        assert f'<html lang="{language}"' in page.content.decode()
        for item in screen.items:
            seen[item.id] = " ".join(item.wording(side, language).split()) in text(page)
    assert seen == {item.id: True for item in catalogue.items_for(side)}


def test_what_the_wave_calls_its_events_and_segments(wave, browser):
    words = text(look(browser, side="sales", language="de", screen="cus"))
    assert ("New MDR rules" in words, "Segment A" in words) == (True, True)
    page = look(browser, side="sales", language="en", screen="cus").content.decode()
    offered = re.findall(r'name="CUS-F2" value="(\w+)"', page)
    assert (len(offered), "regulation" in offered, "contract_end" in offered) == (9, True, False)


def test_it_says_that_nothing_is_stored_and_there_is_nothing_to_send(wave, browser):
    before = rows(*apps.get_app_config("surveys").get_models())
    page = look(browser)
    body = page.content.decode()
    assert "Preview: nothing is stored." in text(page)
    main = body[body.index("<main") : body.index("</main>")]
    assert (main.count("<form"), main.count("<button"), "survey.js" in body) == (0, 0, False)
    assert browser.post(PAGE, {"CUS-P1": "4"}).status_code == 405
    assert rows(*apps.get_app_config("surveys").get_models()) == before


@pytest.mark.parametrize(
    "asked",
    [
        {"side": "finance"},
        {"language": "xx"},
        {"screen": "nowhere"},
        {"side": "both", "screen": "predictions"},
    ],
)
def test_what_is_not_there(wave, browser, asked):
    assert look(browser, **asked).status_code == 404


def test_only_for_the_desk(wave):
    assert Browser().get(PAGE).status_code == 302
