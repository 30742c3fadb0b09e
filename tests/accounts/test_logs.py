"""Logs say what happened and never carry a personal link, whoever writes the line."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from django.test import Client as Browser
from structlog.stdlib import ProcessorFormatter

from smax.logs import without_links
from surveys.links import new_secret
from surveys.views import landing
from tests.cast import make_client, make_firm, make_leader, make_wave

SECRET = "Zk3-" + "q_9A" * 10


@pytest.fixture
def logged(monkeypatch):
    """What reaches standard error, as text; `lines()` reads it."""
    handler = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, ProcessorFormatter))
    stream = io.StringIO()
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def link(db):
    """The secret of a live link."""
    return make_leader(make_wave(make_client(make_firm("Ours"))), "sales")[1]


def browser(**options):
    return Browser(raise_request_exception=False, **options)


def test_a_secret_in_these_tests_is_as_long_as_a_real_one():
    assert len(SECRET) >= len(new_secret()[0]) == 43


@pytest.mark.parametrize(
    ("line", "scrubbed"),
    [
        ("Not Found: /s/short/", "Not Found: /s/[link]"),
        ("Not Found: /S/short", "Not Found: /S/[link]"),
        ("https://smax.example.com/s/abc?x=1", "https://smax.example.com/s/[link]?x=1"),
        ('{"path": "/s/abc/", "n": 1}', '{"path": "/s/[link]", "n": 1}'),
        ("/s%2Fabc and /clients/s/", "/s%2F[link] and /clients/s/"),
        (f"Not Found: /s/ {SECRET}", "Not Found: /s/ [secret]"),
        (f"KeyError: '{SECRET}'", "KeyError: '[secret]'"),
        ("/clients/acme/waves/1/results/", "/clients/acme/waves/1/results/"),
        (
            "/survey/123e4567-e89b-12d3-a456-426614174000/cus/",
            "/survey/123e4567-e89b-12d3-a456-426614174000/cus/",
        ),
    ],
)
def test_what_is_blanked(line, scrubbed):
    assert without_links(None, "info", line) == scrubbed


def test_one_json_object_a_line_for_every_kind_of_logger(logged):
    logging.getLogger("some.library").warning("watch %s", "out")
    structlog.get_logger("smax.test").warning("event", count=3)
    first, second = lines(logged)
    assert (first["event"], first["logger"], first["level"]) == ("watch out", "some.library", "warning")
    assert (second["event"], second["count"], second["logger"]) == ("event", 3, "smax.test")


def test_no_value_of_any_type_carries_a_link(logged):
    class Thing:
        def __repr__(self):
            return f"<WSGIRequest: GET '/s/{SECRET}/'>"

    structlog.get_logger("smax.test").warning("event", thing=Thing(), nested={"path": [f"/s/{SECRET}/"]})
    logging.getLogger("some.library").warning("%r %s", Thing(), f"/s/{SECRET}", extra={"request": Thing()})
    assert len(lines(logged)) == 2
    assert SECRET not in logged.getvalue()


def test_no_other_handler_sees_a_record():
    named = [
        logger for logger in logging.Logger.manager.loggerDict.values() if isinstance(logger, logging.Logger)
    ]
    with_handlers = {
        logger.name for logger in named if logger.handlers and logger.name.startswith(("django", "smax"))
    }
    assert with_handlers == set()


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_the_landing_page_is_logged_by_its_route(logged, link, method):
    getattr(browser(), method)(f"/s/{link}/")
    assert [line["route"] for line in lines(logged) if line["event"] == "request"] == ["surveys:landing"]
    assert link not in logged.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/s/{SECRET}/", 404),
        (f"/s/{SECRET}", 301),
        (f"/s/{SECRET}/extra/", 404),
        (f"/s/%20{SECRET}/", 404),
        (f"//s/{SECRET}/", 404),
        (f"/S/{SECRET}/", 404),
        (f"/wrong/{SECRET}/", 404),
        (f"/s/{SECRET}%00/", 400),
        (f"/clients/?next=/s/{SECRET}/", 302),
    ],
)
def test_an_address_that_leads_nowhere(logged, path, status):
    assert browser().get(path).status_code == status
    assert [line["status"] for line in lines(logged) if line["event"] == "request"] == [status]
    assert SECRET not in logged.getvalue()


def test_a_form_without_its_token(logged, link):
    assert browser(enforce_csrf_checks=True).post(f"/s/{link}/", {"consent": "on"}).status_code == 403
    assert {line["logger"] for line in lines(logged)} == {"django.security.csrf", "smax.request"}
    assert link not in logged.getvalue()


def test_a_wrong_host(logged, link):
    assert browser().get(f"/s/{link}/", headers={"host": "evil.example"}).status_code == 400
    assert "django.security.DisallowedHost" in {line["logger"] for line in lines(logged)}
    assert link not in logged.getvalue()


def test_an_exception_that_names_the_link_in_its_message(logged, link, monkeypatch):
    def broken(secret):
        raise ZeroDivisionError(f"no luck with {secret}")

    monkeypatch.setattr(landing, "link_by_secret", broken)
    assert browser().get(f"/s/{link}/").status_code == 500
    error = next(line for line in lines(logged) if line["level"] == "error")
    assert error["exception"].splitlines()[-1] == "ZeroDivisionError: no luck with [secret]"
    assert error["event"] == "Internal Server Error: /s/[link]"
    assert link not in logged.getvalue()
