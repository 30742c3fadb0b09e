"""Holes that somebody could make by one careless change, each planted to see that the matrix says so.

A fault is applied with pytest's monkeypatch and undone after its test.
"""

from __future__ import annotations

import inspect
import logging
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from reports import readers
from reports.models import Guest, ShareLink
from smax.accounts import access, middleware
from smax.accounts.models import Firm, Membership
from smax.accounts.tenancy import every_firm, firm_scope
from smax.jobs.models import JobRun
from smax.prepared import Argument, PreparedRead
from surveys import queries
from surveys.links import Pass
from surveys.models import Client, Participant, PersonalLink
from surveys.queries import waves_of
from surveys.views import access as survey_access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from django.http import HttpRequest

    View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken, on which routes it must be noticed, and how it is broken."""

    says: str
    routes: tuple[str, ...]
    plant: Callable[[pytest.MonkeyPatch], None]


def pattern_of(name: str) -> URLPattern:
    """The pattern behind a route's name."""
    return next(pattern for known, pattern in _patterns(get_resolver(), "") if known == name)


def _patterns(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner)


def undecorated(route: str) -> Fault:
    """Nobody says any more who may open the page."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        pattern = pattern_of(route)
        patch.setattr(pattern, "callback", inspect.unwrap(pattern.callback))

    return Fault(f"{route} without its decorators", (route,), plant)


def wrapped(
    says: str, route: str, around: Callable[[View, HttpRequest, dict[str, Any]], HttpResponse]
) -> Fault:
    """Something happens around a view."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        pattern = pattern_of(route)
        view = pattern.callback

        @wraps(view)
        def other(request: HttpRequest, **values: Any) -> HttpResponse:
            return around(view, request, values)

        patch.setattr(pattern, "callback", other)

    return Fault(says, (route,), plant)


def replaced(says: str, place: Any, name: str, other: Any, *routes: str) -> Fault:
    """One name means something else."""
    return Fault(says, routes, lambda patch: patch.setattr(place, name, other))


def firm_from_address(route: str, model: Any, column: str, parameter: str) -> Fault:
    """The firm is taken from the row that the address names, not from who asks."""

    def around(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        with every_firm("a planted fault"):
            row = model._base_manager.filter(**{column: values[parameter]}).first()
        if row is None or request.membership is None:
            return view(request, **values)
        request.membership = Membership.objects.filter(firm=row.firm_id, role="owner").first()
        request.firm = request.membership.firm
        with firm_scope(row.firm_id):
            return view(request, **values)

    return wrapped(f"{route} takes the firm from the address", route, around)


def _all_clients(_membership: Membership) -> Any:
    with every_firm("a planted fault"):
        return Client.objects.all()


def _any_wave(membership: Membership, slug: str, number: int) -> Any:
    return waves_of(membership.firm).filter(client__slug=slug, number=number).first()


def _any_pass(request: HttpRequest, _public_id: Any) -> Pass | None:
    return Pass(0, None) if any(name.startswith("survey-") for name in request.COOKIES) else None


def _by_public_id(_link: int, public_id: Any) -> PersonalLink | None:
    with every_firm("a planted fault"):
        link = PersonalLink.objects.filter(participant__public_id=public_id, revoked_at=None).first()
    return link and queries.link_by_pass(link.pk, public_id)


def _with_revoked() -> Any:
    argument = Argument("public_id", Participant.public_id.field)
    return queries._links(pk=Argument("link", PersonalLink.id.field), participant__public_id=argument)


def _cookie_of_anybody(request: HttpRequest, kind: str, public_id: Any) -> int | None:
    if not any(name.startswith(kind) for name in request.COOKIES):
        return None
    with every_firm("a planted fault"):
        row = {"guest": Guest, "share": ShareLink}[kind].objects.filter(public_id=public_id).first()
    return row and row.pk


def _refuses(_request: HttpRequest) -> bool:
    return False


def _job_of_anybody(_view: View, _request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    with every_firm("a planted fault"):
        run = JobRun.objects.filter(**values).first()
    if run is None:
        raise Http404
    return HttpResponse(run.kind)


def _writes_first(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    Firm.objects.filter(pk=0).update(is_active=True)
    return view(request, **values)


def _logs_names(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    with every_firm("a planted fault"):
        logging.getLogger("smax").warning("opened %s", Client.objects.first())
    return view(request, **values)


def _names_the_pair(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    answer = view(request, **values)
    with every_firm("a planted fault"):
        answer.headers["X-Pair"] = Participant.objects.filter(side="marketing").last().name
    return answer


def _tells_foreign_from_missing(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    with every_firm("a planted fault"):
        known = Client.objects.filter(slug=values["slug"]).exists()
    try:
        return view(request, **values)
    except Http404:
        if known and request.membership:
            return HttpResponse("not yours", status=404)
        raise


def _takes_delete(view: View, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    if request.method == "DELETE":
        return HttpResponse("deleted")
    return view(request, **values)


def _without_sign_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pattern_of("surveys:client").callback, "login_required", False, raising=False)


def _revoked_links_work(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "_BY_PASS", PreparedRead(_with_revoked))


def _one_cookie_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(survey_access, "read_pass", _any_pass)
    patch.setattr(survey_access, "link_by_pass", _by_public_id)


def _guests_of_anybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(readers, "_cookie", _cookie_of_anybody)


FAULTS = [
    *map(
        undecorated,
        (
            *("surveys:people", "surveys:audit", "surveys:retention", "mail:outbox", "mail:settings"),
            *("reports:firm_export", "surveys:audit_export", "server:firms", "jobs:health"),
            *("reports:snapshot", "reports:benchmark_export", "reports:portfolio"),
        ),
    ),
    replaced(
        "assignments are not looked at", survey_access, "visible_clients", _all_clients, "surveys:client"
    ),
    replaced(
        "assignments of waves are not looked at", survey_access, "visible_wave", _any_wave, "surveys:wave"
    ),
    replaced("403 instead of 404", access, "Http404", PermissionDenied, "mail:outbox"),
    replaced("no second factor wanted", middleware, "lacks_factor", _refuses, "surveys:client"),
    replaced("the admin lets everybody in", AdminSite, "has_permission", lambda *_: True, "admin:index"),
    Fault("a page without sign-in", ("surveys:client",), _without_sign_in),
    Fault("revoked links work on", ("surveys:screen",), _revoked_links_work),
    Fault("one respondent's cookie opens all", ("surveys:screen",), _one_cookie_for_all),
    Fault("a guest's cookie is bound to nobody", ("reports:guest_waves",), _guests_of_anybody),
    Fault("a share's cookie is bound to nothing", ("reports:share_page",), _guests_of_anybody),
    firm_from_address("surveys:contact", Client, "slug", "slug"),
    firm_from_address("reports:results", Client, "slug", "slug"),
    firm_from_address("surveys:renew_link", Participant, "public_id", "public_id"),
    wrapped("jobs of anybody", "jobs:run", _job_of_anybody),
    wrapped("looking writes", "surveys:client", _writes_first),
    wrapped("a name in the log", "surveys:client", _logs_names),
    wrapped("a name in a header", "surveys:screen", _names_the_pair),
    wrapped("foreign and missing look different", "surveys:client", _tells_foreign_from_missing),
    wrapped("a verb that answers to all", "surveys:client", _takes_delete),
]
