"""Users, firms and memberships, as the database holds them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from smax.accounts.models import Firm, Membership, User
from tests.cast import make_firm

pytestmark = pytest.mark.django_db


def test_an_address_is_stored_in_lower_case_and_found_in_any():
    user = User.objects.create_user("Ana@Firm.example")
    assert user.email == "ana@firm.example"
    assert User.objects.get_by_natural_key("ANA@firm.EXAMPLE") == user


def test_one_user_per_address_whatever_its_case():
    User.objects.create_user("ana@firm.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@firm.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Ana@firm.example")])  # bulk_create goes past save()


def test_no_password_is_no_way_in():
    assert User.objects.create_user("ana@firm.example").has_usable_password() is False


def test_createsuperuser_makes_an_administrator_without_a_firm(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct-horse-battery-staple")
    call_command("createsuperuser", email="Root@Server.example", interactive=False, verbosity=0)
    user = User.objects.get()
    assert (user.email, user.is_administrator, user.is_staff) == ("root@server.example", True, True)
    assert user.check_password("correct-horse-battery-staple")
    assert not Membership.objects.exists()


def test_an_administrator_is_granted_nothing_in_general():
    user = User.objects.create_superuser("root@server.example")
    assert (user.has_perm("surveys.view_client"), user.has_module_perms("surveys")) == (False, False)


@pytest.mark.parametrize(("role", "owns"), [("owner", True), ("consultant", False)])
def test_who_owns_a_firm(role, owns):
    make_firm("Ours")
    assert Membership.objects.get(role=role).is_owner is owns


def test_an_unknown_role_is_refused_by_the_database():
    firm = Firm.objects.create(name="Ours")
    user = User.objects.create_user("ana@firm.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, firm=firm, role="guest")


def test_nobody_works_for_two_firms():
    make_firm("Ours")
    other = Firm.objects.create(name="Theirs")
    owner = User.objects.get(email="owner@ours.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=owner, firm=other, role="owner")
