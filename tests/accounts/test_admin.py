"""The server's administration: for administrators only, and never a way to what firms know."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client as Browser

from smax.accounts.models import Firm, User
from tests.cast import make_administrator, make_client, make_firm

pytestmark = pytest.mark.django_db

PATHS = ["/admin/", "/admin/login/", "/admin/accounts/firm/", "/admin/accounts/user/", "/admin/nothing/"]
PATHS += ["/admin/surveys/instrumentversion/", "/admin/password_change/", "/admin/jsi18n/", "/admin/logout/"]


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def administrator():
    return signed_in(make_administrator())


@pytest.fixture
def firm():
    return make_firm("Ours")


def test_no_row_of_a_firm_is_listed(rf):
    request = rf.get("/admin/")
    request.user = make_administrator()
    listed = {model["object_name"] for app in admin.site.get_app_list(request) for model in app["models"]}
    assert listed == {"Firm", "User", "InstrumentVersion"}


@pytest.mark.parametrize("path", ["/admin/auth/group/", "/admin/account/emailaddress/"])
def test_what_libraries_register_is_shut(administrator, path):
    assert administrator.get(path).status_code in {403, 404}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["owner", "consultant"])
def test_it_is_not_there_for_people_of_a_firm(firm, role, path, method):
    browser = signed_in(User.objects.get(email=f"{role}@ours.example"))
    assert getattr(browser, method)(path).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_an_anonymous_visitor_is_sent_to_the_one_sign_in(path):
    answer = Browser().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={path}")


def test_an_administrator_who_was_shut_out_is_out_at_the_next_request(administrator):
    assert administrator.get("/admin/").status_code == 200
    User.objects.update(is_active=False)
    assert administrator.get("/admin/").headers["Location"] == "/accounts/login/?next=/admin/"


def test_the_admin_has_no_sign_in_of_its_own(administrator):
    assert administrator.get("/admin/login/").headers["Location"] == "/admin/"


def test_a_firm_can_be_renamed_and_suspended(administrator, firm):
    answer = administrator.post(f"/admin/accounts/firm/{firm.pk}/change/", {"name": "Renamed"})
    assert answer.headers["Location"] == "/admin/accounts/firm/"
    assert list(Firm.objects.values_list("name", "is_active")) == [("Renamed", False)]


def test_a_person_can_be_shut_out_and_nothing_else(administrator, firm):
    owner = User.objects.get(email="owner@ours.example")
    before = owner.password
    fields = {"email": "x@y.example", "name": "X", "is_administrator": "on", "password": "x"}
    administrator.post(f"/admin/accounts/user/{owner.pk}/change/", fields)
    owner.refresh_from_db()
    assert (owner.email, owner.name, owner.is_active) == ("owner@ours.example", "Owner of Ours", False)
    assert (owner.is_administrator, owner.password) == (False, before)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/accounts/firm/add/",
        "/admin/accounts/user/add/",
        "/admin/accounts/firm/{firm}/delete/",
        "/admin/surveys/instrumentversion/add/",
    ],
)
def test_nothing_is_made_or_deleted_here(administrator, firm, path):
    assert administrator.get(path.format(firm=firm.pk)).status_code == 403


def test_a_published_questionnaire_can_be_read_and_not_changed(administrator, firm):
    from tests.cast import make_wave  # noqa: PLC0415

    version = make_wave(make_client(firm)).instrument_version
    path = f"/admin/surveys/instrumentversion/{version.pk}/change/"
    assert b'name="_save"' not in administrator.get(path).content
    assert administrator.post(path, {"version": "2"}).status_code == 403


def test_the_administrator_starts_at_the_benchmarks_and_has_no_clients(administrator, firm):
    make_client(firm, "Secret Client")
    assert administrator.get("/").headers["Location"] == "/benchmarks/"
    assert administrator.get("/clients/").status_code == 404
    assert b"Secret Client" not in administrator.get("/admin/accounts/firm/").content
