"""A stranger on every URL: not yours looks exactly like not there."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser
from django.urls import reverse

from reports.models import Guest, PlanAction, ShareLink
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.services.evidence import keep_document
from surveys.services.plans import plan_wave
from tests.cast import answer_and_submit, make_administrator, make_client, make_firm, make_leader, make_wave
from tests.reports.released import bare_release, guest_of, share_of
from tests.security.routes import POLICY, all_routes, our_routes
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
# Before a commit the two verbs that pages send; the whole run tries all.
BY_METHODS = pytest.mark.parametrize(
    "methods",
    [["get", "post"], pytest.param(METHODS, marks=pytest.mark.slow)],
    ids=["usual-verbs", "every-verb"],
)
MISSING = {
    "slug": "no-such-client",
    "number": 9999,
    "public_id": uuid.UUID(int=0),
    "secret": "x" * 43,
    "contact": 9999,
    "letter": 9999,
    "occasion": "invitation",
    "language": "de",
    "item": "CUS-K1",
    "chart": "dimensions",
    "action": 9999,
    "section": "headline",
    "snapshot": 9999,
    "norm": 9999,
    "flag": "no_such_flag",
}
NO_ROW_OF_THEIRS = ("letter", "occasion", "language", "item", "chart", "section", "snapshot", "norm", "flag")
# A verb that nobody may use is refused before anything is looked up.
NOT_THERE = {(method, status): 404 for method in METHODS for status in range(100, 600)} | {
    (method, 405): 405 for method in METHODS if method not in {"get", "head"}
}
DESK = [name for name, policy in POLICY.items() if policy == "desk"]
# Nothing is wrong with the answers of these people: the matrix opens these pages, with flags that stand.
OF_A_FLAG = {"reports:dismiss_flag", "reports:restore_flag"}
READERS = {"reports:revoke_guest": Guest, "reports:invite_again": Guest, "reports:revoke_share": ShareLink}
RESPONDENT = [name for name, policy in POLICY.items() if policy == "respondent"]


@pytest.fixture(scope="module")
def theirs(shared_rows):
    """A firm with a client, its contact and plan, a wave and an answered pair."""
    firm = make_firm("Theirs")
    client = make_client(firm, "Secret Client")
    wave = make_wave(client, own_profile=True)
    with firm_scope(firm):
        client.contacts.create(name="Secret Client's own")
        plan = ContentFile(b"%PDF-1.7 Secret Client", "plan.pdf")
        seer = firm.memberships.get(role="consultant").user
        keep_document(assessment=wave, item="CUS-K1", step=3, note="Seen", seen_by=seer, upload=plan)
        plan_wave(client=client, due_on=wave.deadline.date(), rhythm=180)
        action = PlanAction(assessment=wave, place=1, text="Secret Client's own", method_version="1", since=1)
        action.save()
    people = [make_leader(wave, side) for side in ("sales", "marketing")]
    for person, _secret in people:
        answer_and_submit(person)
    guest_of(client)
    share_of(bare_release(wave))
    return client, wave, people


def address(name, client=None, wave=None, person=None, secret=None):
    """The URL of a route for these objects, or for ones that do not exist."""
    with every_firm("a test looks for a row"):
        reader = READERS[name].objects.get() if client and name in READERS else person
        contact = client.contacts.get().pk if client else MISSING["contact"]
        action = wave.plan_actions.get().pk if wave else MISSING["action"]
    values = {
        "slug": client.slug if client else MISSING["slug"],
        "number": wave.number if wave else MISSING["number"],
        "public_id": reader.public_id if reader else MISSING["public_id"],
        "secret": secret or MISSING["secret"],
        "screen": "cus",
        "contact": contact,
        "action": action,
        "person": f"contact-{contact}",
        "form": "json",
        "receipt": "0000-0000-0000",
        "member": client.firm.memberships.get(role="consultant").pk if client else 999_999,
        "firm": client.firm_id if client else 999_999,
        **{key: MISSING[key] for key in NO_ROW_OF_THEIRS},
    }
    route = dict(all_routes())[name]
    wanted = re.findall(r"<\w+:(\w+)>", route)
    return reverse(name, kwargs={key: values[key] for key in wanted})


def signed_in(email):
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


def opened(secret):
    """A browser in which a link was started."""
    browser = Browser()
    started = browser.post(f"/s/{secret}/", {"consent": "on"})
    assert started.status_code == 302
    return browser


def seen(response):
    """Status, place and body, without what differs at each request."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)
    return response.status_code, response.headers.get("Location"), body


def test_every_route_has_a_policy():
    assert sorted(our_routes()) == sorted(POLICY)


@BY_METHODS
@pytest.mark.parametrize("name", DESK)
def test_another_firm_sees_nothing(theirs, name, methods):
    client, wave, people = theirs
    make_firm("Ours")
    for browser in (signed_in("owner@ours.example"), signed_in("consultant@ours.example")):
        for method in methods:
            there = getattr(browser, method)(address(name, client, wave, people[0][0]))
            missing = getattr(browser, method)(address(name))
            if "<" in dict(all_routes())[name]:
                assert (method, there.status_code) == (method, NOT_THERE[method, there.status_code])
                assert seen(there) == seen(missing)
            assert b"Secret Client" not in there.content


@pytest.mark.slow
@pytest.mark.parametrize("name", DESK)
def test_an_administrator_has_no_way_to_a_firm(theirs, name):
    client, wave, people = theirs
    make_administrator()
    browser = signed_in("administrator@server.example")
    for method in METHODS:
        there = getattr(browser, method)(address(name, client, wave, people[0][0]))
        assert (method, there.status_code) == (method, NOT_THERE[method, there.status_code])
        assert b"Secret Client" not in there.content


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [n for n, policy in POLICY.items() if policy in {"desk", "owner", "administrator"}]
)
def test_nobody_in_particular_is_sent_to_sign_in_whether_it_exists_or_not(theirs, name):
    client, wave, people = theirs
    for method in METHODS:
        there = getattr(Browser(), method)(address(name, client, wave, people[0][0]))
        missing = getattr(Browser(), method)(address(name))
        assert (there.status_code, missing.status_code) == (302, 302)
        assert there.headers["Location"].partition("?")[0] == missing.headers["Location"].partition("?")[0]


@BY_METHODS
@pytest.mark.parametrize("name", RESPONDENT)
def test_a_questionnaire_is_there_for_its_own_participant_only(theirs, name, methods):
    client, wave, ((sales, _secret), (_marketing, other_secret)) = theirs
    for browser in (Browser(), opened(other_secret), signed_in("owner@theirs.example")):
        for method in methods:
            there = getattr(browser, method)(address(name, client, wave, sales))
            missing = getattr(browser, method)(address(name))
            assert (method, there.status_code) == (method, NOT_THERE[method, there.status_code])
            assert seen(there) == seen(missing)


@pytest.mark.parametrize("name", RESPONDENT)
def test_the_own_participant_does_get_in(theirs, name):
    client, wave, ((sales, secret), _other) = theirs
    assert opened(secret).get(address(name, client, wave, sales)).status_code in {200, 302}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in DESK if name not in OF_A_FLAG])
def test_the_own_consultant_does_get_in(theirs, name):
    client, wave, people = theirs
    answer = signed_in("consultant@theirs.example").get(address(name, client, wave, people[0][0]))
    assert answer.status_code in {200, 302, 405}


@pytest.mark.parametrize(
    ("email", "name", "status"),
    [
        ("owner@theirs.example", "reports:firm_export", 200),
        ("consultant@theirs.example", "reports:firm_export", 404),
        ("administrator@server.example", "reports:firm_export", 404),
        ("owner@theirs.example", "reports:benchmarks", 200),
        ("consultant@theirs.example", "reports:benchmark_export", 404),
        ("administrator@server.example", "reports:benchmarks", 200),
        ("administrator@server.example", "reports:benchmark_export", 200),
    ],
)
def test_exports_are_for_those_who_may(theirs, email, name, status):
    make_administrator()
    browser = signed_in(email)
    confirm(browser)
    assert browser.get(reverse(name)).status_code == status


@pytest.mark.parametrize("method", METHODS)
def test_a_link_that_is_none_says_so(method, db):
    answer = getattr(Browser(), method)(f"/s/{'x' * 43}/")
    assert answer.status_code in ({404} if method in {"get", "head", "post"} else {404, 405})


def test_the_admin_is_not_there_for_a_firm(theirs):
    assert signed_in("owner@theirs.example").get("/admin/").status_code == 404
    assert signed_in("owner@theirs.example").get("/admin/accounts/user/").status_code == 404
