"""The input boundary: the same refusal for what one database would take and the other would not."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from smax.boundary import LONGEST_VALUE, InputBoundaryMiddleware

FORM = "application/x-www-form-urlencoded"


def send(method="get", path="/x", body=None, content_type=FORM):
    """The answer of the boundary in front of a view that says "reached"."""
    middleware = InputBoundaryMiddleware(lambda _request: HttpResponse("reached"))
    factory = RequestFactory()
    if method == "get":
        return middleware(factory.get(path))
    return middleware(factory.post(path, body, content_type=content_type))


READABLE = {
    "plain": "plain",
    "lines": "tab%09and%0D%0Aline",
    "signs": "%C3%A9t%C3%A9 %F0%9F%8E%AF",
    "long": "x" * LONGEST_VALUE,
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_readable_text_passes(text):
    assert send("post", body=f"note={text}").content == b"reached"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a%00b", id="nul"),
        pytest.param("a%08b", id="control"),
        pytest.param("a%7Fb", id="delete"),
        pytest.param("a%ED%A0%80b", id="lone-surrogate"),
        pytest.param("a%FFb", id="not-utf8"),
        pytest.param("a%EF%BF%BEb", id="noncharacter"),
    ],
)
def test_unreadable_text_is_refused_and_its_field_named(text):
    for answer in (send("post", body=f"note={text}"), send(path=f"/x?note={text}")):
        assert answer.status_code == 400
        assert "The field “note” holds a character that is not readable text." in answer.content.decode()


def test_an_unreadable_name_is_shown_without_its_signs():
    answer = send("post", body="no%00te=1")
    assert answer.status_code == 400
    assert "The field “no?te” holds" in answer.content.decode()


def test_a_name_is_escaped_and_cut():
    answer = send("post", body=f"%3Cb%3E{'n' * 100}=%00")
    assert f"The field “&lt;b&gt;{'n' * 57}” holds" in answer.content.decode()


def test_an_unreadable_address_is_refused():
    answer = send(path="/x%00y")
    assert answer.status_code == 400
    assert "The address holds a character that is not readable text." in answer.content.decode()


def test_long_text_is_refused_with_its_limit():
    answer = send("post", body=f"note={'x' * (LONGEST_VALUE + 1)}")
    assert answer.status_code == 400
    assert f"The field “note” is too long: at most {LONGEST_VALUE} characters." in answer.content.decode()


def test_a_body_that_is_too_large_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send("post", body="note=" + "x" * 1000)
    assert answer.status_code == 413
    assert "too large for any form of this server" in answer.content.decode()


def test_too_many_fields_are_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    answer = send("post", body="&".join(f"f{number}=1" for number in range(11)))
    assert answer.status_code == 400
    assert "more fields than any form of this server" in answer.content.decode()


def test_a_form_that_cannot_be_read_is_refused():
    answer = send("post", body=b"--x\r\nnonsense", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
    assert "cannot be read as a form" in answer.content.decode()
