"""What is recorded of signing in, and of looking at answers."""

from __future__ import annotations

import pytest
import time_machine
from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client as Browser
from django.test import RequestFactory

from smax.accounts.audit import acting, record_once_a_day
from smax.accounts.models import User
from smax.accounts.sign_ins import ACTIONS, recorder
from smax.accounts.tenancy import every_firm
from smax.accounts.trail import AuditEvent
from tests.cast import PASSWORD, make_administrator, make_client, make_firm, make_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    make_firm("Ours")
    return User.objects.get(email="owner@ours.example")


def acts(**tests):
    with every_firm("a test"):
        events = AuditEvent.objects.filter(**tests).order_by("pk")
        return [(event.chain, event.action, event.actor_ref) for event in events]


def sign_in(address, password=PASSWORD):
    return Browser().post("/accounts/login/", {"login": address, "password": password})


def test_a_refused_password_is_recorded_for_a_known_account(owner):
    sign_in("Owner@ours.example", "not-the-password-at-all")
    sign_in("nobody@ours.example", "not-the-password-at-all")
    chain = owner.membership.firm_id
    assert acts(action="account.refused") == [(chain, "account.refused", str(owner.pk))]


def test_factors_are_recorded_with_their_kind(owner):
    factor = Authenticator(user=owner, type="totp", data={})
    for action in ("factor.added", "factor.refused"):
        recorder(action)(sender=Authenticator, user=owner, authenticator=factor)
    with every_firm("a test"):
        events = AuditEvent.objects.filter(action__startswith="factor.").order_by("pk")
        assert [(event.action, event.facts) for event in events] == [
            ("factor.added", {"factor": "totp"}),
            ("factor.refused", {"factor": "totp"}),
        ]


def test_the_signals_of_django_allauth_are_heard(owner):
    assert len(ACTIONS) == 10
    for signal in ACTIONS:
        assert signal.has_listeners()
    request = RequestFactory().get("/")
    request.user, request.session = owner, SessionStore()
    for signal in (password_changed, user_logged_in):
        signal.send(sender=User, request=request, response=None, user=owner)
    chain, ref = owner.membership.firm_id, str(owner.pk)
    assert acts(actor_ref=ref)[-2:] == [(chain, "password.changed", ref), (chain, "account.signed_in", ref)]


def test_an_administrator_stands_in_the_trail_of_the_server():
    administrator = make_administrator()
    sign_in(administrator.email, "not-the-password-at-all")
    assert acts(action="account.refused") == [(0, "account.refused", str(administrator.pk))]


def test_looking_at_answers_is_recorded_once_a_person_wave_and_day(owner):
    client = make_client(owner.membership.firm)
    first, second = make_wave(client), make_wave(client)
    colleague = User.objects.get(email="consultant@ours.example")
    with time_machine.travel("2026-05-04T22:00:00Z", tick=False) as clock:
        for person, wave in ((owner, first), (owner, first), (colleague, first), (owner, second)):
            with acting(person):
                record_once_a_day("answers.seen", on=wave)
        assert len(acts(action="answers.seen")) == 3
        clock.shift(2 * 60 * 60)
        with acting(owner):
            record_once_a_day("answers.seen", on=first)
    assert len(acts(action="answers.seen")) == 4
