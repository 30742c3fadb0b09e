"""What the deployment check says of mail."""

from __future__ import annotations

import pytest

from smax.env import BaseURL
from smax.mail.checks import mail_is_set_up

ABROAD = BaseURL("https://smax.example.com", "smax.example.com", secure=True)
HERE = BaseURL("http://127.0.0.1:8000", "127.0.0.1", secure=False)


@pytest.mark.parametrize(
    ("base", "demo", "host", "ids"),
    [
        (ABROAD, False, "smtp.example.com", []),
        (HERE, False, "smtp.example.com", ["smax.mail.W001"]),
        (ABROAD, True, "smtp.example.com", ["smax.mail.W002"]),
        (ABROAD, False, "localhost", ["smax.mail.W003"]),
        (HERE, False, "127.0.0.1", ["smax.mail.W001", "smax.mail.W003"]),
    ],
)
def test_what_is_missing_is_named(settings, base, demo, host, ids):
    settings.BASE_URL, settings.DEMO, settings.EMAIL_HOST = base, demo, host
    assert [found.id for found in mail_is_set_up()] == ids
