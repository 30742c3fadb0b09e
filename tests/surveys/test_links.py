"""The secrets of personal links, and the cookie that stands for an opened one."""

from __future__ import annotations

import base64
import hmac
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from surveys.links import (
    COOKIE_AGE,
    SALT,
    Agreement,
    Pass,
    cookie_name,
    digest_of,
    give_pass,
    new_secret,
    read_pass,
    secret_of,
)
from surveys.models import PersonalLink

ANA = UUID("11111111-1111-4111-8111-111111111111")
BEN = UUID("22222222-2222-4222-8222-222222222222")
AGREED = Agreement(datetime(2026, 11, 22, 14, 2, tzinfo=UTC), "attributed-1", "en")


def cookie_of(given, public_id=ANA):
    answer = HttpResponse()
    give_pass(answer, public_id=public_id, given=given)
    return answer.cookies[cookie_name(public_id)]


def request_with(cookies):
    request = RequestFactory().get("/")
    request.COOKIES = cookies
    return request


def test_a_secret_has_256_bits_and_comes_once():
    secrets = {new_secret()[0] for _ in range(100)}
    assert {len(secret) for secret in secrets} == {43}  # 32 bytes in base64 without padding
    assert len(secrets) == 100


class TestWorkingASecretOut:
    """A letter carries the link though no table holds it."""

    @pytest.fixture
    def made(self):
        secret, nonce = new_secret()
        return secret, PersonalLink(digest=digest_of(secret), nonce=nonce)

    def test_the_stored_number_and_the_servers_key_give_it(self, made):
        secret, link = made
        assert secret_of(link) == secret
        assert secret not in str(link.nonce) + link.digest

    def test_a_retired_key_still_gives_it_while_it_is_a_fallback(self, made, settings):
        secret, link = made
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
        assert secret_of(link) == secret
        settings.SECRET_KEY_FALLBACKS = []
        assert secret_of(link) is None

    def test_the_key_that_signs_cookies_is_another_one(self, made, settings):
        secret, link = made
        plain = hmac.new(settings.SECRET_KEY.encode(), link.nonce, "sha256").digest()
        assert base64.urlsafe_b64encode(plain).decode().rstrip("=") != secret

    def test_a_link_from_before_there_were_numbers_stays_a_secret(self, made):
        _secret, link = made
        link.nonce = None
        assert secret_of(link) is None

    def test_a_revoked_link_is_not_shown_again(self, made):
        _secret, link = made
        link.revoked_at = AGREED.given_at
        assert secret_of(link) is None


def test_the_digest_is_sha256():
    # printf abc | sha256sum
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("given", [Pass(7, AGREED), Pass(7, None)], ids=["agreed-now", "agreed-before"])
def test_a_pass_reads_back_as_it_was_given(given):
    cookies = {cookie_name(ANA): cookie_of(given).value}
    assert read_pass(request_with(cookies), ANA) == given


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites():
    cookie = cookie_of(Pass(7, AGREED))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 14 * 24 * 60 * 60


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param("nonsense", id="no-signature"),
        pytest.param(signing.dumps({"link": 7}, salt="another salt"), id="signed-for-something-else"),
        pytest.param(signing.dumps({"link": 7}, salt=SALT, key="k" * 60), id="signed-with-another-key"),
        pytest.param(cookie_of(Pass(7, None)).value[:-1], id="cut"),
    ],
)
def test_a_forged_pass_is_none(value):
    assert read_pass(request_with({cookie_name(ANA): value}), ANA) is None


def test_no_pass_is_none():
    assert read_pass(request_with({}), ANA) is None


def test_a_pass_is_for_one_participant():
    cookies = {cookie_name(ANA): cookie_of(Pass(7, None)).value}
    assert read_pass(request_with(cookies), BEN) is None


def test_a_pass_ends_after_two_weeks(monkeypatch):
    request = request_with({cookie_name(ANA): cookie_of(Pass(7, None)).value})
    now = time.time()
    for after, known in ((COOKIE_AGE - 5, Pass(7, None)), (COOKIE_AGE + 5, None)):
        monkeypatch.setattr(signing.time, "time", lambda after=after: now + after)
        assert read_pass(request, ANA) == known


def test_a_pass_that_was_read_before_ends_with_its_key(settings):
    request = request_with({cookie_name(ANA): cookie_of(Pass(7, None)).value})
    assert read_pass(request, ANA) == Pass(7, None)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [settings.SECRET_KEY]
    assert read_pass(request, ANA) == Pass(7, None)
    settings.SECRET_KEY_FALLBACKS = []
    assert read_pass(request, ANA) is None
