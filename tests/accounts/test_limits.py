"""Limits of signing in: for an address, for a visitor, and for all processes together."""

from __future__ import annotations

import itertools

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.test import override_settings

from smax.accounts.models import User
from tests.cast import PASSWORD, make_firm

pytestmark = pytest.mark.django_db

OWNER = "owner@ours.example"


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests():
    cache.clear()


@pytest.fixture
def owner():
    make_firm("Ours")
    return User.objects.get(email=OWNER)


NOBODY = itertools.count()


def failures(count, **headers):
    """Fail `count` times, each time for another account; what the last answer was."""
    for n in itertools.islice(NOBODY, count):
        answer = Browser(headers=headers).post(
            "/accounts/login/", {"login": f"nobody{n}@ours.example", "password": "wrong-password-here"}
        )
    return answer.status_code, "Too many failed" in answer.content.decode()


def test_the_limit_of_an_address_counts_over_all_accounts(owner):
    assert failures(10) == (200, False)
    assert failures(1) == (200, True)


def test_a_made_up_forwarding_header_buys_no_more_attempts(owner):
    for n in range(10):
        failures(1, **{"x-forwarded-for": f"203.0.113.{n}"})
    assert failures(1, **{"x-forwarded-for": "203.0.113.99"}) == (200, True)


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_each_visitor_has_limits_of_their_own(owner):
    for _attempt in range(11):
        failures(1, **{"x-forwarded-for": "198.51.100.1"})
    assert failures(1, **{"x-forwarded-for": "198.51.100.1"}) == (200, True)
    assert failures(1, **{"x-forwarded-for": "198.51.100.2"}) == (200, False)


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_what_a_visitor_sends_before_the_proxy_is_not_believed(owner):
    for n in range(10):
        failures(1, **{"x-forwarded-for": f"203.0.113.{n}, 198.51.100.1"})
    assert failures(1, **{"x-forwarded-for": "203.0.113.99, 198.51.100.1"}) == (200, True)


def test_limits_live_in_the_database_for_all_processes(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_the_admin_has_no_limitless_door_of_its_own(owner):
    answer = Browser().post("/admin/login/", {"username": OWNER, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/login/"
