"""Every text that could say something about a person is accounted for: it goes, or it may stay and why."""

from __future__ import annotations

from dataclasses import replace

from django.apps import apps
from django.db import models

from smax.accounts.tenancy import FirmRow
from surveys.rights.places import PLACES

OURS = {"accounts", "files", "jobs", "mail", "reports", "surveys"}
PEOPLE = {"surveys.participant", "surveys.contact", "reports.guest"}
# Rows with an address that are about nobody outside: the firm's own people and its own settings.
NOT_OF_THEM = {
    "accounts.user": "an account of somebody who works here; removed with the membership",
    "mail.mailsettings": "the firm's own addresses",
}
TEXTS = (models.CharField, models.TextField, models.JSONField)


def of_people():
    """Models about people: with an address, or hanging from a person's row."""
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in OURS and model._meta.label_lower not in NOT_OF_THEM:
            addressed = any(isinstance(field, models.EmailField) for field in model._meta.concrete_fields)
            if addressed or _hangs_from_a_person(model):
                found.add(model)
    return found


def _hangs_from_a_person(model):
    while issubclass(model, FirmRow) and model._meta.label_lower not in PEOPLE:
        if not model.parent_field:
            return False
        model = model._meta.get_field(model.parent_field).related_model
    return model._meta.label_lower in PEOPLE


def accounted():
    return {name for place in PLACES.values() for name in (*place.erased, *place.kept)}


def test_the_models_about_people_are_these():
    assert {model._meta.label_lower for model in of_people()} >= {
        "surveys.participant", "surveys.personallink", "surveys.consent", "surveys.response",
        "surveys.submission", "surveys.contact", "reports.guest", "reports.guestvisit", "mail.message",
    }  # fmt: skip
    assert set(PLACES) == {"participant", "contact", "guest", "salesowner", "marketingowner"}


def test_every_text_of_a_person_is_accounted_for():
    texts = {
        f"{model._meta.label_lower}.{field.name}"
        for model in of_people()
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
    }
    assert sorted(texts - accounted()) == []


def test_what_is_accounted_for_exists_and_is_said_once():
    names = [name for place in PLACES.values() for name in (*place.erased, *place.kept)]
    assert sorted(names) == sorted(set(names))
    for name in names:
        label, _dot, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field)


def test_a_new_text_would_be_noticed(monkeypatch):
    place = PLACES["contact"]
    fewer = {name: how for name, how in place.erased.items() if not name.endswith("phone")}
    monkeypatch.setitem(PLACES, "contact", replace(place, erased=fewer))
    assert "surveys.contact.phone" not in accounted()
