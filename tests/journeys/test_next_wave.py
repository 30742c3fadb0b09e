"""The consultant's way from a finished wave to the next one, wide and narrow, with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEED = """
import sys
import django; django.setup()
from smax.accounts.tenancy import firm_scope
from surveys.services.waves import close_wave
from tests.cast import make_client, make_firm, make_leader, make_wave
wave = make_wave(make_client(make_firm(sys.argv[1]), "Acme"))
for side, name in (("sales", "Ana Ruiz"), ("marketing", "Ben Moss"), ("both", "Cleo Hart")):
    make_leader(wave, side, name)
with firm_scope(wave.firm):
    close_wave(assessment=wave)
"""
LIST = (
    "name\temail\tside\tseniority\nDana Wu\tdana@acme.example\tVertrieb\tDirektorin\nNobody\tno\tsales\tvp\n"
)


@pytest.fixture(params=[(1440, True), (390, False)], ids=["wide", "narrow-without-scripts"])
def desk(request, server, profile):
    """A consultant's browser on the page of the client; every page of it is looked at."""
    width, script = request.param
    firm = f"Next{width}"
    server.python("-c", SEED, firm)
    page = profile(width=width, javascript=script)
    sign_in(page, server.base_url, f"consultant@{firm.lower()}.example")
    page.goto(f"{server.base_url}/clients/acme/")
    return page


def test_from_a_finished_wave_to_the_next(desk, assert_accessible, screenshots):
    def look(name):
        wide = desk.viewport_size["width"]
        assert desk.evaluate("document.documentElement.scrollWidth") <= wide
        if wide > 1000:
            assert_accessible(desk)
            screenshots(desk, name)

    keep_a_contact(desk, look)
    open_the_next_wave(desk, look)
    ask_again(desk, look)
    add_a_list(desk, look)
    preview(desk, look)
    put_one_right_and_remove_one(desk, look)
    leave_one_out(desk, look)


def heading(desk, words):
    expect(desk.get_by_role("heading", level=1)).to_have_text(words)


def press(desk, name):
    desk.get_by_role("button", name=name).click()


def follow(desk, name):
    desk.get_by_role("link", name=name).first.click()


def keep_a_contact(desk, look):
    follow(desk, "Add a contact")
    desk.fill("[name=name]", "Ingrid Solberg")
    desk.fill("[name=email]", "ingrid@acme.example")
    look("desk-contact-form")
    press(desk, "Save the contact")
    heading(desk, "Acme")
    expect(desk.get_by_text("ingrid@acme.example")).to_be_visible()
    look("desk-client")


def open_the_next_wave(desk, look):
    follow(desk, "Open the next wave")
    desk.fill("[name=deadline_date]", "2027-06-30")
    desk.get_by_text("Events that make buyers look").click()
    desk.fill("[name=words-growth]", "A spin-off")
    desk.check("[name=hide-other]")
    desk.select_option("[name=rhythm]", "180")
    look("desk-wave-settings")
    press(desk, "Open the wave")


def ask_again(desk, look):
    heading(desk, "Whom do you ask again?")
    desk.get_by_label("Ask Cleo Hart again").uncheck()
    desk.get_by_label("Side of Ben Moss").select_option("both")
    look("desk-ask-again")
    press(desk, "Add the ticked leaders")
    heading(desk, "Wave 2")
    expect(desk.get_by_text("2 leaders are added.")).to_be_visible()


def add_a_list(desk, look):
    follow(desk, "Add leaders from a list")
    desk.fill("[name=pasted]", LIST)
    look("desk-import")
    press(desk, "Look at the rows")
    heading(desk, "1 leader can be added")
    expect(desk.get_by_text("“no” is no e-mail address.")).to_be_visible()
    look("desk-import-rows")
    with desk.expect_download() as file:
        press(desk, "Download the other rows (CSV)")
    assert file.value.suggested_filename == "leaders-to-correct.csv"
    press(desk, "Add 1 leader")
    heading(desk, "Wave 2")


def preview(desk, look):
    follow(desk, "Preview the questionnaire")
    follow(desk, "Marketing")
    follow(desk, "Deutsch")
    heading(desk, "Kundenausrichtung")
    expect(desk.get_by_text("A spin-off")).to_be_visible()
    desk.get_by_label("A spin-off").check()
    look("desk-preview")
    follow(desk, "Back to the wave")


def put_one_right_and_remove_one(desk, look):
    follow(desk, "Dana Wu")
    desk.check("[name=side][value=both]")
    look("desk-person")
    press(desk, "Save")
    expect(desk.get_by_text("What is known of Dana Wu is saved.")).to_be_visible()
    follow(desk, "Dana Wu")
    follow(desk, "Remove from the wave")
    heading(desk, "Remove Dana Wu from the wave?")
    look("desk-remove-person")
    press(desk, "Remove from the wave")
    expect(desk.get_by_text("Dana Wu is no longer asked.")).to_be_visible()


def leave_one_out(desk, look):
    follow(desk, "Ana Ruiz")
    follow(desk, "Leave the answers out, with a reason")
    desk.fill("[name=reason]", "Left the company")
    look("desk-exclude")
    press(desk, "Leave the answers out")
    expect(desk.get_by_text("The answers of Ana Ruiz are left out.")).to_be_visible()
