"""A firm's rows are read in that firm's scope, or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

from smax.accounts.tenancy import FirmRow, OutsideFirmScopeError, every_firm, firm_scope
from surveys.models import Assessment, Client
from tests.cast import make_client, make_firm, make_wave

ROOT = Path(__file__).parents[2]
FIRM_ROWS = [model for model in apps.get_models() if issubclass(model, FirmRow)]


@pytest.fixture
def firms(db):
    """Two firms with a client each."""
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    return ours, theirs, make_client(ours, "Our Client"), make_client(theirs, "Their Client")


@pytest.mark.parametrize("model", FIRM_ROWS)
def test_a_query_outside_any_scope_raises(model):
    with pytest.raises(OutsideFirmScopeError, match=f"{model.__name__} was queried outside a firm's scope"):
        model.objects.count()


def test_the_rows_that_belong_to_a_firm():
    known = {"Assessment", "Client", "Consent", "OutcomeFigure", "Participant", "PersonalLink", "Response"}
    assert {model.__name__ for model in FIRM_ROWS} >= known | {"Submission"}


def test_a_scope_shows_one_firm(firms):
    ours, theirs, our_client, their_client = firms
    with firm_scope(ours):
        assert list(Client.objects.all()) == [our_client]
    with firm_scope(theirs.pk):
        assert list(Client.objects.all()) == [their_client]


def test_an_inner_scope_wins_and_the_outer_one_returns(firms):
    ours, theirs, our_client, their_client = firms
    with firm_scope(ours):
        with firm_scope(theirs):
            assert list(Client.objects.all()) == [their_client]
        assert list(Client.objects.all()) == [our_client]


def test_relations_of_another_firm_are_empty_in_ours(firms):
    ours, theirs, _our_client, their_client = firms
    make_wave(their_client)
    with firm_scope(ours):
        assert list(theirs.clients.all()) == []
        assert list(their_client.assessments.all()) == []
        assert Assessment.objects.filter(client__name="Their Client").exists() is False


def test_every_firm_opens_wide_and_needs_a_reason(firms):
    with every_firm("a test"):
        assert Client.objects.count() == 2
    with pytest.raises(ValueError, match="needs a reason"), every_firm(""):
        pass


def test_a_child_takes_its_firm_from_its_parent(firms):
    ours, _theirs, our_client, _their_client = firms
    assert make_wave(our_client).firm_id == ours.pk


def test_the_places_that_open_every_firm_are_few():
    places = {
        str(path.relative_to(ROOT))
        for folder in ("smax", "surveys", "reports")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"every_firm\(", path.read_text(encoding="utf-8"))
    }
    assert "surveys/queries.py" in places
    assert len(places - {"smax/accounts/tenancy.py"}) <= 15
