"""Every route x method x actor x object: what each must be answered, and whether they are.

`deviations` is the one judge: the tests ask it for nothing, and planted faults (tests.security.faults) must
make it say something.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from smax.accounts.tenancy import every_firm
from surveys.links import secret_of
from tests.security.routes import LIBRARY_POLICY, POLICY, all_routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from tests.security.world import Side, World

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
# Verbs that no page takes are tried where they could do most harm: on what is there.
OBJECTS = {"own": METHODS, "foreign": ("get", "post"), "missing": ("get", "post")}
SIGN_IN, SET_UP = "/accounts/login/", "/accounts/second-factor/"
MISSING = {
    "slug": "no-such-client",
    "number": 9999,
    "public_id": UUID(int=0),
    "secret": "x" * 43,
    "token": "x" * 43,
    "digest": "f" * 32,
    "receipt": "FFFF-FFFF-FFFF",
    "person": "participant-999999",
    "flag": "no_such_flag",
}
# Behind the sign-in: whoever is not signed in is sent there, whatever the address names.
INSIDE = frozenset(
    {"desk", "owner", "starter", "administrator", "admin", "account", "own account", "benchmarks"}
)
OPEN = frozenset({"public", "link", "file", "sign-in"})
SIGNED_IN = frozenset(
    {"owner", "consultant", "assigned", "unassigned", "analyst", "foreign", "administrator"}
)
# Who is let in to an object of Alba, to one of Borea, and to a page that names none.
LET_IN = {
    "own": {
        "desk": {"owner", "consultant", "assigned"},
        "benchmarks": SIGNED_IN,
        "owner": {"owner"},
        "starter": {"owner"},
        "administrator": {"administrator"},
        "admin": {"administrator"},
        "respondent": {"respondent"},
        "guest": {"guest"},
        "share": {"share holder"},
    },
    "foreign": {
        "desk": {"foreign"},
        "benchmarks": SIGNED_IN,
        "owner": {"foreign"},
        "starter": {"foreign"},
        "administrator": {"administrator"},
        "admin": {"administrator"},
        "respondent": {"foreign respondent"},
    },
    "none": {
        "desk": {"owner", "consultant", "assigned", "unassigned", "foreign"},
        "owner": {"owner", "foreign"},
        "administrator": {"administrator"},
        "admin": {"administrator"},
        "account": SIGNED_IN,
        "benchmarks": SIGNED_IN,
        "own account": SIGNED_IN | {"without factor"},
    },
}
# Who is tried with every verb in every run, by policy; all others are asked for all of it in the slow ones.
STAFF = SIGNED_IN | {"anonymous", "without factor"}
NEAR = {
    "desk": STAFF,
    "respondent": {"respondent", "paired", "foreign respondent", "revoked link", "owner", "anonymous"},
    "guest": {"guest", "guest of another client", "share holder", "owner", "anonymous"},
    "share": {"guest", "share holder", "expired share", "owner", "anonymous"},
    **dict.fromkeys(OPEN, frozenset({"owner", "anonymous"})),
    "admin": {"administrator", "owner"},
}
# Parameters that name no row.
NO_ROW = {
    "occasion": "invitation",
    "language": "en",
    "screen": "cus",
    "item": "CUS-K1",
    "form": "json",
    "chart": "matrix",
    "section": "headline",
    "app_label": "accounts",
}
MAY_WRITE = {"accounts_auditevent", "reports_guestvisit"}
"""What looking leaves behind: who looked."""
OF_THE_SESSION = re.compile(r"django_session|smax_cache|usersessions_|account_|mfa_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request."""

    route: str
    method: str
    actor: str
    object: str

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route} ({self.object}) by {self.actor}"


class Matrix:
    """Asks, and compares with the policy."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.patterns = dict(all_routes())
        self.policy = {**POLICY, **LIBRARY_POLICY}
        self.seen: dict[str, set[str]] = {}
        """Which canaries each actor was shown."""

    def names(self, route: str) -> list[str]:
        """The parameters of a route."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.patterns[route])

    def cases(self, route: str, *, all_of_them: bool = False) -> Iterator[Case]:
        """The cases of a route; of actors far from it, only whether they get in, unless all are wanted."""
        names_a_row = set(self.names(route)) - set(NO_ROW)
        objects = OBJECTS if names_a_row else {"none": METHODS}
        near = NEAR.get(self.policy[route], NEAR["desk"])
        for actor in self.world.actors:
            for place, methods in objects.items():
                full = all_of_them or actor in near
                for method in methods if full else methods[:1]:
                    yield Case(route=route, method=method, actor=actor, object=place)

    def deviations(self, route: str, *, all_of_them: bool = False) -> Iterator[str]:
        """What is not as the policy says, in words."""
        refusals: dict[tuple[str, str], Any] = {}
        for case in self.cases(route, all_of_them=all_of_them):
            answer, written, logged = self.ask(case)
            yield from self._faults(case, answer, written, logged)
            if not self.let_in(case):
                told = seen(answer, self.path(case))
                if told != refusals.setdefault((case.actor, case.method), told):
                    yield f"{case}: what is not there looks different from what is not theirs"

    def _faults(self, case: Case, answer: HttpResponse, written: set[str], logged: set[str]) -> Iterator[str]:
        status, let_in, policy = answer.status_code, self.let_in(case), self.policy[case.route]
        if status >= 500:
            yield f"{case}: {status}"
        if not let_in and not self._is_refusal(case, answer):
            yield f"{case}: let in with {status} {answer.headers.get('Location', '')}"
        refused = status in {401, 403, 404} or leads_to(answer) in {SIGN_IN, SET_UP}
        if let_in and refused and policy not in {"admin", "own account", "sign-in"}:
            yield f"{case}: refused with {status}"
        if written - (MAY_WRITE if let_in else set()) and not (let_in and case.method == "post"):
            yield f"{case}: wrote {sorted(written)}"
        if logged:
            yield f"{case}: {sorted(logged)} in the log"
        shown = self.world.flock.found(*texts(answer))
        if not let_in:  # their own question comes back to them
            shown -= self.world.flock.found(self.path(case))
        self.seen.setdefault(case.actor, set()).update(shown)
        for canary in sorted(shown):
            if not self.world.may_read(case.actor, policy, canary):
                yield f"{case}: shows {self.world.flock.planted.get(canary, canary)}"

    def let_in(self, case: Case) -> bool:
        """Whether the policy lets this actor in."""
        policy = self.policy[case.route]
        if policy in OPEN:
            return case.object != "missing"
        if case.object == "missing":
            return policy == "admin" and case.actor == "administrator"
        return case.actor in LET_IN[case.object].get(policy, ())

    def _is_refusal(self, case: Case, answer: HttpResponse) -> bool:
        if answer.status_code == 405:  # said of the route, before anything is looked up
            return True
        if self.policy[case.route] in INSIDE:
            if case.actor == "without factor":
                return leads_to(answer) == SET_UP
            if case.actor not in SIGNED_IN:
                return leads_to(answer) == SIGN_IN
        if self.policy[case.route] == "sign-in":
            return True
        return answer.status_code == 404

    def ask(self, case: Case) -> tuple[HttpResponse, set[str], set[str]]:
        """Send the request and undo what it does: the answer, the tables written to, canaries in the log."""
        browser = self.world.actors[case.actor]
        kept = browser.cookies.output()
        with undone(), writes() as written, _log() as lines:
            answer = getattr(browser, case.method)(self.path(case))
            answer.body = answer.getvalue()
            answer.close()
        if browser.cookies.output() != kept:
            browser.cookies = SimpleCookie()
            browser.cookies.load(kept.replace("Set-Cookie: ", ""))
        return answer, written, self.world.flock.found(*lines)

    def path(self, case: Case) -> str:
        """The address of the object."""
        side = self.world.sides["b" if case.object == "foreign" else "a"]
        names = self.names(case.route)
        if case.object == "missing":
            values = {name: NO_ROW.get(name, MISSING.get(name, 999_999)) for name in names}
        else:
            values = {name: value_of(side, case.route, name) for name in names}
        return reverse(case.route, kwargs=values)


def value_of(side: Side, route: str, name: str) -> Any:
    """What stands for one parameter of a route where the object is this firm's."""
    if name in NO_ROW:
        return NO_ROW[name]
    return PICKED[name](side, route) if name in PICKED else side.rows[name]


def _secret(side: Side, route: str) -> str:
    if route == "accept_invitation":
        return side.rows["invitation"]
    readers = {"reports:guest_door": side.guest, "reports:share_door": side.share}
    with every_firm("a test works a secret out"):
        return secret_of(readers.get(route) or side.people["sales"].links.get(revoked_at=None))


def _public_id(side: Side, route: str) -> UUID:
    if route == "jobs:run":
        return side.rows["run"]
    if "share" in route:
        return side.share.public_id
    if "guest" in route or route == "reports:invite_again":
        return side.guest.public_id
    return side.people["sales"].public_id


# Parameters that name different rows on different routes.
PICKED = {
    "secret": _secret,
    "public_id": _public_id,
    "token": lambda side, route: side.rows["stop" if route == "mail:stop" else "file"],
    "number": lambda side, route: (
        (side.done if route.startswith("reports:") and "flag" not in route else side.open).number
    ),
    "flag": lambda _side, route: "no_variation" if route == "reports:restore_flag" else "straight_line",
    "object_id": lambda side, route: side.owner.pk if "_user_" in route else side.firm.pk,
}


def leads_to(answer: HttpResponse) -> str:
    """The path of a redirect, "" for none."""
    return urlsplit(answer.headers.get("Location", "")).path


def seen(answer: HttpResponse, path: str) -> tuple[int, str, bytes]:
    """What can be told from an answer, without its own address and what differs at each request."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.body)
    return answer.status_code, leads_to(answer), body.replace(path.encode(), b"")


def texts(answer: HttpResponse) -> list[str]:
    """All that leaves with an answer: body, headers and cookies; of a workbook, what is packed in it."""
    content = answer.body
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content += b"".join(packed.read(name) for name in packed.namelist())
    headers = [f"{name}: {unquote(value)}" for name, value in answer.headers.items()]
    return [content.decode(errors="replace"), *headers, answer.cookies.output()]


@contextmanager
def undone() -> Iterator[None]:
    """Let nothing of what happens within stand."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written to within; sessions and counters of sign-ins are not counted."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, *more: Any) -> Any:
        written = re.match(r'\s*(?:INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql)
        if written and not OF_THE_SESSION.match(written[1]):
            tables.add(written[1])
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        yield tables


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {getattr(record, 'line', '')} {record.exc_info or ''}")


@contextmanager
def _log() -> Iterator[list[str]]:
    """The lines that are logged within."""
    handler = _Lines()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.lines
    finally:
        logging.getLogger().removeHandler(handler)
