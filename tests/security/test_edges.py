"""What reaches the server before, or beside, its forms."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from smax.boundary import LARGEST_BODY
from tests.cast import make_administrator, make_client, make_firm

SECRET = "k" * 43


def send(server, method, path, headers):
    parts = urlsplit(server.base_url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Security-Policy"), answer.read().decode()
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("charset", ["zlib", "undefined", "rot13", "hex", "idna", "nonsense"])
def test_a_charset_that_is_none_reaches_our_own_pages(server, charset):
    for kind in ("text/html", "multipart/form-data; boundary=x"):
        headers = {"Content-Type": f"{kind}; charset={charset}"}
        status, policy, _body = send(server, "GET", f"/s/{SECRET}/?lang=de", headers)
        assert (status, policy is None) == (404, False)
    assert SECRET not in server.log.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/clients/", "/accounts/login/", f"/s/{SECRET}/"])
def test_a_cookie_that_no_database_takes_is_as_good_as_none(server, path):
    plain = send(server, "GET", path, {})
    nasty = send(server, "GET", path, {"Cookie": 'session="\\000abcdefghij"; language="\\000"'})
    assert nasty[:2] == plain[:2]


@pytest.mark.django_db
def test_a_body_that_is_announced_too_large_is_not_read():
    answer = Browser().generic(
        "POST", "/s/abc/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(LARGEST_BODY + 1)
    )
    assert answer.status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["foo", "x y", "?x=1", "#", "", "//evil.example/", "https://evil.example/", "/\\evil.example"]
)
def test_a_language_leads_nowhere_else(back):
    answer = Browser().post("/language/", {"language": "de", "next": back})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.django_db
def test_a_refusal_does_not_speak_the_last_readers_language():
    browser = Browser()
    browser.get("/accessibility/", headers={"accept-language": "de"})
    answer = Browser().get("/clients/?x=%00")
    assert (answer.status_code, 'lang="en"' in answer.content.decode()) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("user", "password__startswith=argon2"),
        ("user", "email__regex=(("),
        ("firm", "clients=1"),
        ("firm", "clients__isnull=0"),
    ],
)
def test_an_administrator_cannot_ask_the_address(model, query):
    firm = make_firm("Ours")
    make_client(firm)
    browser = Browser()
    browser.force_login(make_administrator())
    answer = browser.get(f"/admin/accounts/{model}/?{query}")
    assert (answer.status_code, b"Ours" in answer.content) == (400, False)


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "account_confirm_email"])
def test_an_address_cannot_be_changed_unverified(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
