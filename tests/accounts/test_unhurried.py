"""No page waits for a mail server."""

from __future__ import annotations

import time

import pytest
from django.core import mail
from django.test import Client as Browser

from tests.cast import make_firm
from tests.mail.post_office import post_office

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"


@pytest.fixture(autouse=True)
def owner():
    make_firm("Ours")


def ask():
    began = time.monotonic()
    answer = Browser().post(RESET, {"email": "owner@ours.example"})
    return answer.status_code, time.monotonic() - began


def test_a_mail_leaves_with_the_request():
    assert ask()[0] == 302
    assert [letter.to for letter in mail.outbox] == [["owner@ours.example"]]


def test_a_mail_server_that_hangs_or_refuses_changes_nothing_for_the_page(settings):
    with post_office() as office:
        settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = "smax.mail.smtp.BoundedBackend", False
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        ask()  # the first page of a process compiles its templates
        office.greeting = lambda: 3
        status, hanging = ask()
        office.greeting = lambda: "421 Not now"
        assert (status, ask()[0]) == (302, 302)
        assert hanging < 1.5
        time.sleep(3)  # the mail that hung ends before its server does
