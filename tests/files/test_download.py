"""The address of a kept file: fresh, without cookies, and only while its reader works for the firm."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.boundary import LARGEST_BODY, takes_upload
from smax.files.models import StoredFile
from smax.files.services import discard, keep, signed_url
from tests.cast import make_firm
from tests.files.test_kinds import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    return make_firm("Ours")


def reader(firm):
    return User.objects.get(email=f"consultant@{firm.name.lower()}.example")


def address(firm, name="Plan für 2027.pdf", content=b"%PDF-1.7 plan", purpose="evidence"):
    with firm_scope(firm):
        stored = keep(firm=firm, purpose=purpose, upload=ContentFile(content, name))
        return signed_url(stored, reader=reader(firm))


def fetch(path, browser=None):
    """The answer and its content, read to the end: else the file stays open."""
    answer = (browser or Browser()).get(path)
    return answer, b"".join(answer)


def test_a_document_is_handed_out_and_never_shown(firm):
    answer, content = fetch(address(firm))
    assert (answer.status_code, content) == (200, b"%PDF-1.7 plan")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.cookies == {}
    assert "Set-Cookie" not in answer.headers


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=utf-8''Plan%20f%C3%BCr%202027.pdf",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}


def test_a_picture_may_be_shown(firm):
    answer, _content = fetch(address(firm, "board.html", picture("PNG")))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'inline; filename="board.png"'
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_session_is_neither_needed_nor_looked_at(firm):
    path = address(firm)
    browser = Browser()
    browser.force_login(reader(firm))
    with CaptureQueriesContext(connection) as queries:
        answer, _content = fetch(path, browser)
    assert (answer.status_code, answer.cookies) == (200, {})
    assert [query["sql"] for query in queries if "session" in query["sql"]] == []


def test_what_is_kept_fetched_and_deleted_is_in_the_trail(firm):
    path = address(firm)
    b"".join(Browser().head(path))
    fetch(path)
    with firm_scope(firm):
        discard(StoredFile.objects.all())
        events = [
            (event.action, event.actor_kind, event.facts) for event in AuditEvent.objects.order_by("pk")
        ]
    assert events[-3:] == [
        ("file.kept", "system", {"purpose": "evidence", "kind": "pdf", "size": 13}),
        ("file.fetched", "user", {"purpose": "evidence"}),
        ("file.deleted", "system", {"purpose": "evidence"}),
    ]


def test_an_address_is_over_after_some_minutes(firm):
    path = address(firm)
    with time_machine.travel(timezone.now() + timedelta(minutes=9), tick=False):
        assert fetch(path)[0].status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert Browser().get(path).status_code == 404


def test_a_file_is_over_when_its_time_is(firm):
    path = address(firm, "all.csv", b"a,b\n", "export")
    with firm_scope(firm):
        StoredFile.objects.update(expires_at=timezone.now())
    assert Browser().get(path).status_code == 404


@pytest.mark.parametrize(
    "end",
    [
        lambda firm: Membership.objects.filter(user=reader(firm)).delete(),
        lambda firm: User.objects.filter(pk=reader(firm).pk).update(is_active=False),
        lambda firm: Firm.objects.filter(pk=firm.pk).update(is_active=False),
    ],
    ids=["left", "locked", "suspended"],
)
def test_an_address_ends_with_its_readers_access(firm, end):
    path = address(firm)
    end(firm)
    assert Browser().get(path).status_code == 404


def test_an_address_is_of_no_use_after_a_move_to_another_firm(firm):
    path = address(firm)
    theirs = make_firm("Theirs")
    Membership.objects.filter(user=reader(firm)).update(firm=theirs)
    assert Browser().get(path).status_code == 404


def test_an_address_cannot_be_made_up(firm):
    path = address(firm)
    for other in (path[:-6] + "aaaaa/", "/files/x/", f"/files/{'x' * 3000}/", path.replace(":", "", 1)):
        assert Browser().get(other).status_code == 404
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Browser(), method)(path).status_code in {403, 405}


def test_bytes_that_are_gone_are_not_there(firm):
    path = address(firm)
    with firm_scope(firm):
        StoredFile.objects.get().path.unlink()
    assert Browser().get(path).status_code == 404


def test_a_large_body_is_for_forms_that_take_a_file():
    @takes_upload(1000)
    def view(request): ...

    assert view.largest_body == 1000 + LARGEST_BODY
    for path in ("/clients/", "/nowhere/", "/s/abc/"):
        answer = Browser().generic(
            "POST", path, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(LARGEST_BODY + 1)
        )
        assert answer.status_code == 413
