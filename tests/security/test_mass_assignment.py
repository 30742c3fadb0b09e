"""A form changes what it asks for, whatever else is sent with it."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.apps import apps
from django.db import models

from smax.accounts.models import Firm, Membership, User
from smax.accounts.tenancy import every_firm
from tests.security.canaries import firm_models
from tests.security.forms import forms_of
from tests.security.matrix import Case, undone
from tests.security.routes import POLICY
from tests.security.test_matrix import someone_who_may

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SENTINEL = "Injected-words"
# Rows that say what happened, with keys of rows that are new each time.
TRAILS = {"accounts.AuditEvent", "mail.Message", "jobs.JobRun"}
RANDOM = {"password", "sealed_password", "passcode"}
VOLATILE = (datetime.datetime, uuid.UUID, bytes, memoryview)


# Forms that do store something when a browser sends them: with them, the test cannot pass empty.
STORE = {
    *("server:create_firm", "server:suspend_firm", "surveys:invite", "surveys:remove_colleague"),
    *("mail:settings", "mail:stop", "surveys:add_contact", "surveys:contact", "surveys:remove_contact"),
    *("surveys:drop_plan", "surveys:close_wave", "surveys:withdraw_wave", "surveys:add_participant"),
    *("surveys:renew_link", "surveys:revoke_link", "surveys:reopen", "surveys:erase_person"),
    *("reports:withdraw_release", "reports:revoke_share", "reports:invite_guest", "reports:revoke_guest"),
}


def kept_models():
    return [*firm_models(), Firm, User, Membership, apps.get_model("mfa.Authenticator")]


def everything():
    """Every row: {(model, key): {column: value}}."""
    with every_firm("a test compares"):
        return {
            (model._meta.label, row["pk"]): row
            for model in kept_models()
            for row in model._base_manager.values(
                "pk", *(column.attname for column in model._meta.concrete_fields)
            )
        }


def changes(before, after):
    """What is different, as (model, key or "new", column, value); values that differ each time left out."""
    found = set()
    for (label, key), row in after.items():
        old = before.get((label, key))
        if label in TRAILS:
            continue
        for column, value in row.items():
            if column in {"pk", "id"} or (old is not None and old[column] == value):
                continue
            varies = column in RANDOM or isinstance(value, VOLATILE) or _is_random(value)
            told = "" if varies or _names_a_new_row(label, column, value, before) else repr(value)
            found.add((label, "new" if old is None else key, column, told))
    return found | {(label, key, "gone", "") for label, key in before.keys() - after.keys()}


def _names_a_new_row(label, column, value, before):
    related = {field.attname: field.related_model for field in apps.get_model(label)._meta.concrete_fields}
    return bool(related[column]) and (related[column]._meta.label, value) not in before


def _is_random(value):
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{64}|[A-Z0-9-]{14}|<.*@.*>", value))


def injected(side):
    """A value for every column of every model."""
    values = {"pk": "1", "id": "1"}
    for model in kept_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.BooleanField):
                value = "on"
            elif isinstance(column, models.DateField):
                value = "2001-01-01T00:00"
            elif column.is_relation:
                value = str(side.firm.pk)
            elif isinstance(column, models.IntegerField):
                value = "7"
            else:
                value = SENTINEL
            values[column.name] = values[column.attname] = value
    return values


def act(matrix, case, form, more):
    """What posting a form changes."""
    before = everything()
    with undone():
        answer = matrix.world.actors[case.actor].post(matrix.path(case), {**more, **form})
        after = everything()
    assert answer.status_code < 500
    return changes(before, after), SENTINEL in repr(list(after.values()))


@pytest.mark.parametrize("route", POLICY)
def test_nothing_but_the_fields_of_a_form_is_taken(matrix, route):
    case = someone_who_may(matrix, route)
    path = matrix.path(case)
    page, _written, _logged = matrix.ask(
        Case(route=route, method="get", actor=case.actor, object=case.object)
    )
    html = page.body.decode(errors="replace")
    stored = set()
    for form in forms_of(html, path) or [{}]:
        more = {name: value for name, value in injected(matrix.world.sides["b"]).items() if name not in form}
        plain, _known = act(matrix, case, form, {})
        mixed, taken = act(matrix, case, form, more)
        assert mixed - plain == set()
        assert not taken
        stored |= plain
    assert stored or route not in STORE
