"""Who is answered what, on every route: the whole matrix of tests.security.matrix, and what it finds."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse

from smax.accounts.tenancy import every_firm, firm_scope
from smax.bootstrap import USED
from smax.mail.composing import composed
from smax.mail.models import Message
from tests.security.matrix import LET_IN, METHODS, NO_ROW, OPEN, Case, seen, undone, value_of, writes
from tests.security.routes import LIBRARY_POLICY, POLICY, all_routes
from tests.security.world import NAMES, SCOPES, scope_of
from tests.test_bootstrap import NAMES as CLASSES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROUTES = [*POLICY, *LIBRARY_POLICY]


@pytest.mark.parametrize("route", ROUTES)
def test_each_actor_is_answered_as_the_policy_says(matrix, route):
    assert list(matrix.deviations(route)) == []


@pytest.mark.parametrize("route", ROUTES)
def test_so_is_everybody_with_every_verb(matrix, route):
    assert list(matrix.deviations(route, all_of_them=True)) == []


def test_every_route_has_a_policy():
    named = {name for name, _route in all_routes() if not name.endswith(":None")}
    assert named == POLICY.keys() | LIBRARY_POLICY.keys()


def test_the_firm_finds_all_its_own_words(matrix):
    """What is never found anywhere would prove nothing by not being found elsewhere."""
    shown = set()
    for route in POLICY:
        place = "own" if set(matrix.names(route)) - set(NO_ROW) else "none"
        for actor in ("owner", "respondent", "guest", "share holder"):
            case = Case(route=route, method="get", actor=actor, object=place)
            answer, _written, _logged = matrix.ask(case)
            shown |= matrix.world.flock.found(answer.body.decode(errors="replace"))
    shown |= matrix.world.flock.found(*(text for _letter, text in letters(matrix.world.sides["a"])))
    planted = {text: each for text, each in matrix.world.flock.planted.items() if each.firm == "a"}
    columns = {each.column for each in planted.values()}
    assert len(columns) >= 30
    assert columns - {planted[text].column for text in shown if text in planted} == set()


def test_no_page_has_a_class_that_its_sheet_has_lost(matrix):
    """Classes that code puts together are seen here (see tests/test_bootstrap.py for those written out)."""
    written, pages = set(), 0
    for route in ROUTES:
        place = "own" if set(matrix.names(route)) - set(NO_ROW) else "none"
        for actor in ("owner", "respondent", "guest", "share holder", "anonymous"):
            answer, _written, _logged = matrix.ask(Case(route=route, method="get", actor=actor, object=place))
            page = answer.body.decode(errors="replace")
            if "/sheets/" in page:
                pages += 1
                written |= set(" ".join(re.findall(r'\sclass="([^"]*)"', page)).split())
    assert pages > 200
    assert (written & CLASSES) - USED == set()


def letters(side):
    """Every letter of a firm as it would leave now, with its row."""
    with firm_scope(side.firm):
        for letter in Message.objects.all():
            mail = composed(letter)
            if hasattr(mail, "body"):
                yield letter, " ".join([mail.message().as_string(), mail.body, mail.alternatives[0].content])


@pytest.mark.parametrize("letter", ["a", "b"])
def test_letters_hold_nobody_elses_words(matrix, letter):
    side, flock = matrix.world.sides[letter], matrix.world.flock
    sent = list(letters(side))
    for row, text in sent:
        with every_firm("a test looks up what a letter is about"):
            about = apps.get_model(row.about_kind)._base_manager.get(pk=row.about_id)
            own = {(letter, SCOPES["firm"]), (letter, scope_of(about, side))}
        for canary in flock.found(text):
            planted = flock.planted[canary]
            assert (planted.firm, planted.scope) in own or planted.column in NAMES, (row.occasion, planted)
            assert planted.firm == letter
    assert len(sent) >= 3


def test_an_expired_share_opens_nothing(matrix):
    expired = matrix.world.sides["a"].expired.public_id
    browser = matrix.world.actors["expired share"]
    missing = browser.get(reverse("reports:share_page", args=["00000000-0000-0000-0000-000000000000"]))
    there = browser.get(reverse("reports:share_page", args=[expired]))
    assert (there.status_code, seen_alike(there, missing)) == (404, True)


def seen_alike(first, second):
    for answer in (first, second):
        answer.body = answer.content
    return seen(first, first.request["PATH_INFO"]) == seen(second, second.request["PATH_INFO"])


# Addresses with several rows in them

NESTED = [
    route
    for route, pattern in all_routes()
    if route in POLICY and pattern.count("<") - sum(f":{name}>" in pattern for name in NO_ROW) > 1
]


@pytest.mark.parametrize("route", NESTED)
def test_rows_that_do_not_belong_together_are_not_there(matrix, route):
    ours, theirs = matrix.world.sides["a"], matrix.world.sides["b"]
    names = matrix.names(route)
    choices = {name: {value_of(side, route, name) for side in (ours, theirs)} for name in names}
    if "slug" in choices:
        choices["slug"].add(ours.other.slug)
    own = {name: value_of(ours, route, name) for name in names}
    case = Case(route=route, method="get", actor="owner", object="missing")
    if matrix.policy[route] == "guest":
        case = Case(route=route, method="get", actor="guest", object="missing")
        own["number"], choices["number"] = None, {2, 3}
    browser = matrix.world.actors[case.actor]
    tried = 0
    for method in ("get", "post"):
        missing = getattr(browser, method)(matrix.path(case))
        for mix in product(*choices.values()):
            values = dict(zip(names, mix, strict=True))
            if values == own or _one_of_the_other_client(values, ours, names):
                continue
            with undone():
                there = getattr(browser, method)(reverse(route, kwargs=values))
            assert there.status_code == missing.status_code
            assert there.status_code in {404, 405}
            assert seen_alike(there, missing), values
            tried += 1
    assert tried


def _one_of_the_other_client(values, ours, names):
    """The other client has a wave 1 of its own."""
    rows = set(names) - set(NO_ROW) - {"slug", "number"}
    return values.get("slug") == ours.other.slug and values.get("number") == 1 and not rows


# Forms without their token

EXEMPT = {"mail:stop": "the signed address is all that counts: mail programs post there by themselves"}


def someone_who_may(matrix, route):
    place = "own" if set(matrix.names(route)) - set(NO_ROW) else "none"
    policy = matrix.policy[route]
    allowed = sorted({"anonymous"} if policy in OPEN else LET_IN[place][policy])
    actor = "owner" if "owner" in allowed else allowed[0]
    return Case(route=route, method="post", actor=actor, object=place)


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in EXEMPT])
def test_a_form_without_its_token_is_refused(matrix, route):
    case = someone_who_may(matrix, route)
    strict = Browser(enforce_csrf_checks=True)
    strict.cookies.update(matrix.world.actors[case.actor].cookies)
    for headers in ({}, {"x-csrftoken": "x" * 32}, {"origin": "https://evil.example"}, {"origin": "null"}):
        with undone(), writes() as written:
            answer = strict.post(matrix.path(case), {"text": "x"}, headers=headers)
        assert (headers, answer.status_code, written) == (headers, 403, set())


def test_every_verb_is_tried():
    assert METHODS == ("get", "head", "post", "put", "patch", "delete", "options")
