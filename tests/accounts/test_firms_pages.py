"""The administrator's pages: firms come and rest, and nothing of what they know is shown."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from smax.accounts.invitations import Invitation
from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from tests.cast import make_administrator, make_client, make_firm, make_leader, make_wave
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

FIRMS = "/server/firms/"
FIELDS = {"name": "Northgate", "email": "ana@northgate.example"}


@pytest.fixture
def administrator():
    cache.clear()
    browser = Browser()
    browser.force_login(make_administrator())
    confirm(browser)
    return browser


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_empty_server_says_what_a_firm_is(administrator):
    assert "Add the first firm" in text(administrator.get(FIRMS))


def test_a_new_firm_and_the_letter_to_its_owner(administrator):
    assert administrator.post(f"{FIRMS}new/", FIELDS).headers["Location"] == FIRMS
    owner = Membership.objects.get()
    assert (owner.firm.name, owner.user.email, owner.role, owner.user.is_active) == (
        "Northgate", "ana@northgate.example", "owner", False,
    )  # fmt: skip
    with firm_scope(owner.firm):
        assert [letter.recipient for letter in Message.objects.all()] == ["ana@northgate.example"]
    assert "Owner invited" in text(administrator.get(FIRMS))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "OURS"}, "There is a firm named “OURS” already."),
        ({"email": "no-address"}, "Enter a valid email address"),
        ({"email": "owner@ours.example"}, "This address has an account already."),
        ({"email": "administrator@server.example"}, "This address has an account already."),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_made(administrator, fields, reason):
    make_firm("Ours")
    before = Firm.objects.count(), User.objects.count()
    assert reason in text(administrator.post(f"{FIRMS}new/", {**FIELDS, **fields}))
    with every_firm("a test counts"):
        assert (Firm.objects.count(), User.objects.count(), Message.objects.count()) == (*before, 0)


def test_suspending_asks_and_ends_access_at_the_next_request(administrator):
    firm = make_firm("Ours")
    owner = Browser()
    owner.force_login(User.objects.get(email="owner@ours.example"))
    _person, secret = make_leader(make_wave(make_client(firm)), "sales")
    assert "Suspend Ours?" in text(administrator.get(f"{FIRMS}{firm.pk}/suspend/"))
    assert (owner.get("/clients/").status_code, owner.get(f"/s/{secret}/").status_code) == (200, 200)
    administrator.post(f"{FIRMS}{firm.pk}/suspend/")
    assert (owner.get("/clients/").status_code, owner.get(f"/s/{secret}/").status_code) == (404, 404)
    assert "Suspended" in text(administrator.get(FIRMS))
    administrator.post(f"{FIRMS}{firm.pk}/resume/")
    assert (owner.get("/clients/").status_code, owner.get(f"/s/{secret}/").status_code) == (200, 200)
    with every_firm("a test reads"):
        acts = AuditEvent.objects.filter(firm=None, action__startswith="firm.").order_by("sequence")
        assert [act.action for act in acts] == ["firm.suspended", "firm.resumed"]


def test_an_owner_who_has_not_come_is_invited_again(administrator):
    administrator.post(f"{FIRMS}new/", FIELDS)
    firm = Firm.objects.get()
    before = Invitation._base_manager.get().digest
    assert "works no more" in text(administrator.get(f"{FIRMS}{firm.pk}/invite/"))
    administrator.post(f"{FIRMS}{firm.pk}/invite/")
    assert Invitation._base_manager.get().digest != before
    with firm_scope(firm):
        assert Message.objects.count() == 2


def test_a_firm_with_an_owner_has_nobody_to_invite(administrator):
    assert administrator.get(f"{FIRMS}{make_firm('Ours').pk}/invite/").status_code == 404


def test_nothing_a_firm_knows_is_on_the_pages(administrator):
    firm = make_firm("Ours")
    make_leader(make_wave(make_client(firm, "Secret Client")), "sales", "Secret Leader")
    pages = ["", "new/", f"{firm.pk}/suspend/", f"{firm.pk}/resume/"]
    said = " ".join(text(administrator.get(FIRMS + page)) for page in pages)
    assert "Secret" not in said
    assert "owner@ours.example" not in said


@pytest.mark.parametrize("page", ["new/", "1/suspend/", "1/resume/", "1/invite/"])
def test_changes_ask_who_is_there(page):
    browser = Browser()
    browser.force_login(make_administrator())
    assert browser.post(FIRMS + page).headers["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("size", [3, 40])
def test_the_list_asks_as_much_for_many_as_for_few(administrator, size, django_assert_num_queries):
    for number in range(size):
        make_firm(f"Firm{number}")
    with django_assert_num_queries(6):
        administrator.get(FIRMS)
