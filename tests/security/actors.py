"""A browser for everybody who might look at the world: people with an account, and readers without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser

from reports.readers import give_cookie
from smax.accounts.colleagues import remove
from smax.accounts.models import Membership
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.links import secret_of
from surveys.models import Assignment
from surveys.services.people import renew_link
from tests.cast import make_person

if TYPE_CHECKING:
    from reports.models import Guest, ShareLink
    from smax.accounts.models import User
    from surveys.models import Participant
    from tests.security.world import Side


def actors(ours: Side, theirs: Side) -> dict[str, Browser]:
    """A browser for each of them."""
    firm = ours.firm
    for name, client in (("assigned", ours.client), ("unassigned", ours.other)):
        member = Membership.objects.create(
            user=make_person(f"{name}@ours.example"), firm=firm, role="consultant", all_clients=False
        )
        with firm_scope(firm):
            Assignment(client=client, membership=member).save()
    for name, factor in (("without factor", False), ("removed", True), ("deactivated", True)):
        user = make_person(f"{name.replace(' ', '-')}@ours.example", factor=factor)
        Membership.objects.create(user=user, firm=firm, role="owner")
    members = firm.memberships.select_related("user").order_by("pk")
    people = {role: members.filter(role=role)[0].user for role in Membership.Role.values}
    by_address = {
        each.user.email.partition("@")[0].replace("-", " "): each.user
        for each in members.filter(user__email__endswith="@ours.example")
    }
    stranger = theirs.owner
    administrator = make_person("administrator@x.example")
    administrator.is_administrator = True
    administrator.save()
    signed_in = {**people, **by_address, "foreign": stranger, "administrator": administrator}
    browsers = {name: _signed_in(user) for name, user in signed_in.items()}
    remove(membership=by_address["removed"].membership)
    type(stranger).objects.filter(pk=by_address["deactivated"].pk).update(is_active=False)
    return {"anonymous": Browser(), **browsers, **_readers(ours, theirs)}


def _signed_in(user: User) -> Browser:
    """Signed in a moment ago: nobody is asked for a password again before they are refused."""
    browser, request = Browser(), HttpRequest()
    browser.force_login(user)
    request.session = browser.session
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] += 3600
    request.session.save()
    return browser


def _readers(ours: Side, theirs: Side) -> dict[str, Browser]:
    """Browsers of people without an account: guests, holders of a share link, respondents."""
    sales = ours.people["sales"]
    revoked = _started(sales)
    with firm_scope(ours.firm):
        renew_link(participant=sales, replaced=sales.links.get(revoked_at=None).pk)
    return {
        "guest": _with_cookie("guest", ours.guest),
        "guest of another client": _with_cookie("guest", ours.other_guest),
        "share holder": _with_cookie("share", ours.share),
        "expired share": _with_cookie("share", ours.expired),
        "respondent": _started(sales),
        "paired": _started(ours.people["marketing"]),
        "foreign respondent": _started(theirs.people["sales"]),
        "revoked link": revoked,
    }


def _with_cookie(kind: str, row: Guest | ShareLink) -> Browser:
    answer, browser = HttpResponse(), Browser()
    give_cookie(HttpRequest(), answer, kind, row)
    browser.cookies.update(answer.cookies)
    return browser


def _started(person: Participant) -> Browser:
    browser = Browser()
    with every_firm("a test finds a link"):
        secret = secret_of(person.links.get(revoked_at=None))
    answer = browser.post(f"/s/{secret}/", {"consent": "on"})
    assert answer.status_code == 302
    return browser
