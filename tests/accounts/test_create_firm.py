"""`manage.py create_firm`: a firm and its owner, or nothing."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from smax.accounts.models import Firm, Membership, User
from tests.cast import PASSWORD, make_firm

pytestmark = pytest.mark.django_db


def create(capsys, name="Northgate", owner="Ana@Northgate.example"):
    call_command("create_firm", name, owner=owner)
    return capsys.readouterr().out


def test_the_owner_gets_in_by_the_printed_link(capsys, settings):
    said = create(capsys)
    link = re.search(r"within seven days: (\S+)", said)[1]
    assert link.startswith(f"{settings.BASE_URL.origin}/accounts/invitation/")
    membership = Membership.objects.get()
    assert (membership.firm.name, membership.user.email, membership.role) == (
        "Northgate", "ana@northgate.example", "owner",
    )  # fmt: skip
    browser = Browser()
    chosen = {"name": "Ana", "new_password1": PASSWORD, "new_password2": PASSWORD}
    accepted = browser.post(link.removeprefix(settings.BASE_URL.origin), chosen)
    assert accepted.headers["Location"] == "/accounts/login/"
    browser.post("/accounts/login/", {"login": "ana@northgate.example", "password": PASSWORD})
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"


def test_each_link_is_another(capsys):
    first, second = create(capsys), create(capsys, "Southgate", "bo@southgate.example")
    assert first.split()[-1] != second.split()[-1]


@pytest.mark.parametrize(
    ("name", "owner", "reason"),
    [
        ("", "ana@x.example", "name: This field cannot be blank"),
        ("   ", "ana@x.example", "name: This field cannot be blank"),
        ("n" * 121, "ana@x.example", "name: Ensure this value has at most 120 characters"),
        ("OURS", "ana@x.example", "name: There is a firm named “OURS” already"),
        ("New", "no-address", "email: Enter a valid email address"),
        ("New", "OWNER@ours.example", "email: This address has an account already"),
        ("New", f"{'a' * 250}@x.example", "email: Enter a valid email address|at most 254 characters"),
        ("N\x08w", "ana@x.example", "name: 'N\\\\x08w' holds a character"),
        ("N\udce4w", "ana@x.example", "name: 'N\\\\udce4w' holds a character"),
        ("New", "a\udce4@x.example", "owner: 'a\\\\udce4@x.example' holds a character"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_made(name, owner, reason):
    make_firm("Ours")
    before = (Firm.objects.count(), User.objects.count())
    with pytest.raises(CommandError, match=reason):
        call_command("create_firm", name, owner=owner)
    assert (Firm.objects.count(), User.objects.count()) == before
