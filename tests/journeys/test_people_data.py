"""Somebody asks what a firm knows about them, and to be forgotten: the owner's way, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAGE = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from smax.accounts.audit import acting
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.models import Assessment
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave
firm = make_firm("Forgetful")
with acting(User.objects.get(email="consultant@forgetful.example")):
    wave = make_wave(make_client(firm, "Northwind Pumps"))
    people = [make_leader(wave, *person)[0] for person in (
        ("sales", "Ana Ruiz"), ("marketing", "Tom Okafor"), ("sales", "Ana Lind"), ("marketing", "Jo Marsh"))]
    old = make_wave(make_client(firm, "Helio Health"))
    make_leader(old, "sales", "Kim Berg")
for person in people[:3]:
    with acting(f"participant {person.public_id}"):
        answer_and_submit(person)
with firm_scope(firm):
    wave.client.contacts.create(name="Ana Ruiz", email="ana.ruiz@client.example", position="CMO")
    Assessment.objects.filter(pk=old.pk).update(deadline=timezone.now() - timedelta(days=715))
"""


@pytest.fixture
def look(assert_accessible, screenshots):
    def at(page, name, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_accessible(page)
        screenshots(page, f"people-data-{name}")

    return at


def test_somebody_is_found_copied_out_and_forgotten(server, profile, look):
    server.python("-c", STAGE)
    page = profile()
    sign_in(page, server.base_url, "owner@forgetful.example", "/firm/people-data/")
    look(page, "start", "Personal data")
    expect(page.get_by_text("Identities that go within 30 days")).to_be_visible()
    page.get_by_label("Name or e-mail address").fill("ana")
    page.get_by_role("button", name="Find").click()
    look(page, "found", "Personal data")
    page.get_by_role("link", name="Ana Ruiz").click()
    look(page, "person", "Ana Ruiz")
    with page.expect_download() as copy:
        page.get_by_role("link", name="Copy (JSON)").click()
    assert "ana.ruiz@client.example" in copy.value.path().read_text()

    page.get_by_role("link", name="Erase the identity").click()
    look(page, "erase", "Erase the identity of Ana Ruiz?")
    page.get_by_role("button", name="Erase for good").click()
    look(page, "receipt", "Receipt of an erasure")
    receipt = page.locator(".receipt__number").inner_text()

    page.locator("summary", has_text="Firm").click()
    page.get_by_role("link", name="Audit", exact=True).click()
    look(page, "audit", "Audit trail")
    expect(page.locator("tbody tr").first).to_contain_text("Owner of Forgetful erased identities")
    expect(page.locator("tbody tr").first).to_contain_text(receipt)
    expect(page.get_by_text("Erased person submitted answers in wave 1 of Northwind Pumps")).to_be_visible()
    expect(page.get_by_text("Ana Ruiz")).to_have_count(0)
    page.get_by_label("Act", exact=True).select_option("response.submitted")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto(f"{server.base_url}/firm/people-data/kept/")
    look(page, "kept", "How long identities are kept")
    page.goto(f"{server.base_url}/firm/people-data/erasures/")
    look(page, "erasures", "Erasures")
