"""The token of a form is Django's own, made faster."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.middleware.csrf import CSRF_SECRET_LENGTH, _does_token_match

from smax import masking
from smax.masking import form_token

SECRET = "aZ09" * 8


def request(secret=SECRET):
    made = HttpRequest()
    if secret:
        made.META["CSRF_COOKIE"] = secret
    return made


def test_it_matches_the_secret_and_no_other():
    for _ in range(200):
        token = form_token(request())
        assert len(token) == 2 * CSRF_SECRET_LENGTH
        assert _does_token_match(token, SECRET)
        assert not _does_token_match(token, SECRET[::-1])


def test_each_page_has_its_own_and_renews_the_cookie():
    one = request()
    assert len({form_token(one) for _ in range(50)}) == 50
    assert one.META["CSRF_COOKIE_NEEDS_UPDATE"] is True


@pytest.mark.parametrize("without", ["cookie", "luck"])
def test_django_makes_it_where_there_is_no_secret_or_chance_gave_too_little(monkeypatch, without):
    if without == "luck":
        monkeypatch.setattr(masking.secrets, "token_bytes", lambda count: b"\xff" * count)
    asked = request("" if without == "cookie" else SECRET)
    assert _does_token_match(form_token(asked), asked.META["CSRF_COOKIE"])


def test_every_character_is_as_likely_as_any_other():
    first = [form_token(request())[:CSRF_SECRET_LENGTH] for _ in range(400)]
    counts = [sum(mask.count(character) for mask in first) for character in masking.CSRF_ALLOWED_CHARS]
    assert sum(counts) == 400 * CSRF_SECRET_LENGTH
    assert max(counts) < 1.6 * sum(counts) / masking.COUNT
