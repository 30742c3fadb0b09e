"""The barest views that still read a row, merge an answer, and store a form."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import connection, transaction
from django.db.models import F, Func, JSONField, Value
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from surveys.models import Participant, Response
from tests.bench.limits.columns import COMPANIES
from tests.bench.limits.models import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest

FIELDS = 40
STEPS = [(str(step), f"Step {step}") for step in range(1, 6)]
PAGE = "x" * 20_000


class Merged(Func):
    """Two JSON objects as one, made by the database."""

    function = "json_patch"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" || ")


def read(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One indexed SELECT, and a page of the product's size that never changes."""
    Participant._base_manager.get(public_id=public_id)
    return HttpResponse(PAGE)


def read_first(_request: HttpRequest) -> HttpResponse:
    """The same, of whoever comes first."""
    Participant._base_manager.order_by("pk").first()
    return HttpResponse(PAGE)


def drawing(_request: HttpRequest) -> HttpResponse:
    """A page of drawings that a benchmark has put there."""
    return HttpResponse(Path(os.environ["SMAX_BENCH_DRAWING"]).read_bytes())


def token(request: HttpRequest) -> HttpResponse:
    """Set the cookie and say the token, for the posts below."""
    return HttpResponse(get_token(request))


def save(request: HttpRequest, response: int) -> HttpResponse:
    """One merging UPDATE and one COMMIT."""
    given = Value(json.loads(request.body), output_field=JSONField())
    with transaction.atomic():
        Response._base_manager.filter(pk=response).update(
            draft=Merged(F("draft"), given, output_field=JSONField())
        )
    return JsonResponse({"saved": True})


SheetForm = type(
    "SheetForm",
    (forms.Form,),
    {f"q{n}": forms.ChoiceField(choices=STEPS, widget=forms.RadioSelect) for n in range(FIELDS)},
)


def submit(request: HttpRequest) -> HttpResponse:
    """A form of forty radio groups, one JSON row, one COMMIT."""
    form = SheetForm(request.POST)
    if not form.is_valid():
        return JsonResponse(form.errors, status=400)
    with transaction.atomic():
        Sheet.objects.create(answers=form.cleaned_data)
    return HttpResponse(status=302, headers={"Location": "/"})


class _Line:
    def write(self, line: str) -> str:
        """Hand the line back."""
        return line


def companies(_request: HttpRequest, snapshot: int) -> StreamingHttpResponse:
    """A cursor over a snapshot's rows behind a csv.writer, in blocks of lines."""

    def blocks() -> Iterator[str]:
        writer = csv.writer(_Line())
        with connection.cursor() as cursor:
            cursor.execute(f"{COMPANIES} WHERE snapshot_id = %s AND released", [snapshot])
            while rows := cursor.fetchmany(1000):
                yield "".join([writer.writerow(row) for row in rows])

    return StreamingHttpResponse(blocks(), content_type="text/csv")


def health(_request: HttpRequest) -> HttpResponse:
    """Answer when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", health),
    path("token", token),
    path("read/<uuid:public_id>/", read),
    path("read-first/", read_first),
    path("drawing/", drawing),
    path("save/<int:response>/", save),
    path("submit/", submit),
    path("companies/<int:snapshot>/", companies),
]
