"""What every answer carries, and whose firm a request is served for."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from smax.accounts.middleware import FirmMiddleware
from smax.accounts.models import User
from smax.accounts.tenancy import OutsideFirmScopeError
from surveys.models import Client
from tests.cast import make_administrator, make_client, make_firm

pytestmark = pytest.mark.django_db


def seen_by(user):
    """The firm that a request is served for, and the clients it sees there; or the refusal to look."""
    seen = {}

    def view(request):
        seen["firm"] = request.firm
        try:
            seen["clients"] = sorted(client.name for client in Client.objects.all())
        except OutsideFirmScopeError:
            seen["clients"] = "refused"
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    FirmMiddleware(view)(request)
    return seen["firm"], seen["clients"]


@pytest.fixture
def firms():
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    make_client(ours, "Our Client")
    make_client(theirs, "Their Client")
    return ours, theirs


@pytest.mark.parametrize("role", ["owner", "consultant"])
def test_people_of_a_firm_see_its_rows_and_no_others(firms, role):
    assert seen_by(User.objects.get(email=f"{role}@ours.example")) == (firms[0], ["Our Client"])


def test_nobody_else_has_a_firm(firms):
    alone = User.objects.create_user("alone@nowhere.example")
    assert [seen_by(user) for user in (AnonymousUser(), alone)] == [(None, "refused")] * 2


def test_an_administrator_has_no_firm_even_with_a_membership(firms):
    owner = User.objects.get(email="owner@ours.example")
    owner.is_administrator = True
    assert seen_by(make_administrator()) == (None, "refused")
    assert seen_by(owner) == (None, "refused")


def test_a_suspended_firm_is_out_at_the_next_request(firms):
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    assert browser.get("/clients/").status_code == 200
    firms[0].is_active = False
    firms[0].save()
    assert browser.get("/clients/").status_code == 404


def test_the_scope_ends_with_the_request_even_after_an_error(firms):
    def view(_request):
        raise ZeroDivisionError

    request = RequestFactory().get("/")
    request.user = User.objects.get(email="owner@ours.example")
    with pytest.raises(ZeroDivisionError):
        FirmMiddleware(view)(request)
    with pytest.raises(OutsideFirmScopeError):
        Client.objects.count()


@pytest.mark.parametrize("path", ["/accounts/login/", "/clients/", "/nothing-here/", "/x%00"])
def test_every_answer_is_private_and_under_the_policy(path):
    headers = Browser().get(path).headers
    assert headers["Cache-Control"] in {
        "no-store, private",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
