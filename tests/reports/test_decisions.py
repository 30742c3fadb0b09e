"""What meetings decided, with a wave's results: which target is in force, what it gives, live and frozen."""

from __future__ import annotations

import json

import pytest

from reports.edition import live_edition
from reports.frozen import freeze, thaw
from reports.models import Release
from reports.scorecards import scored_waves
from reports.services.meetings import record_agreed, remove_agreed, remove_target, set_target
from reports.services.releases import prepare_release
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from surveys.services.nominations import exclude_person
from tests.cast import make_wave
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db
SCORES = {"CUS-K1.joint": 75.0, "ORG-F1.level": 100.0}


def read(wave):
    return waves_of(wave.firm).get(pk=wave.pk)


@pytest.fixture
def wave():
    found = answered_wave(3, 3, closed=True)
    with firm_scope(found.firm):
        yield read(found)


@pytest.fixture
def by(wave):
    return wave.firm.memberships.get(role="owner").user


def test_without_any_there_is_none(wave):
    edition = live_edition(wave)
    assert (edition.target, edition.agreed) == (None, {})


def test_a_target_gives_the_index_that_its_rules_promise(wave, by):
    set_target(assessment=wave, scores=SCORES, revision=0, by=by)
    edition = live_edition(wave)
    card, target = edition.scored.card, edition.target
    assert (target.wave, target.scores) == (1, SCORES)
    lifts = {each.id: each.lift for each in card.recommendations}
    alone = max(lifts["REC-CUS-1"], lifts["REC-ORG-1"])
    assert card.measured.index + alone < target.index
    assert target.level == "collaborative"
    assert set(target.dimensions) == set(card.dimensions)
    raised = {code for code, score in target.dimensions.items() if score > card.dimensions[code].measured}
    assert raised == {"CUS", "ORG"}


def test_the_newest_target_before_a_wave_holds_until_it_has_its_own(wave, by):
    set_target(assessment=wave, scores=SCORES, revision=0, by=by)
    aimed = live_edition(wave).target
    later = make_wave(wave.client)
    fill(later, sales=1, marketing=1)
    finish(later)
    assert live_edition(read(later)).target == aimed
    set_target(assessment=later, scores={"STR-K1.joint": 100.0}, revision=0, by=by)
    own = live_edition(read(later)).target
    assert (own.wave, own.scores) == (2, {"STR-K1.joint": 100.0})
    assert live_edition(wave).target == aimed
    remove_target(assessment=later, revision=1)
    assert live_edition(read(later)).target == aimed


def test_agreed_answers_are_those_of_the_wave(wave, by):
    for item, answer in {"ORG-F1": "ceo", "CUS-F1": ["b"], "CUS-K1": 4}.items():
        record_agreed(assessment=wave, item=item, answer=answer, revision=0, by=by)
    later = make_wave(wave.client)
    assert live_edition(wave).agreed == {"CUS-F1": ["b"], "CUS-K1": 4, "ORG-F1": "ceo"}
    assert live_edition(read(later)).agreed == {}


def test_a_release_keeps_both_as_they_were(wave, by):
    set_target(assessment=wave, scores=SCORES, revision=0, by=by)
    record_agreed(assessment=wave, item="CUS-F1", answer=["a", "b"], revision=0, by=by)
    live = live_edition(wave)
    assert freeze(live) == freeze(live_edition(wave))
    prepare_release(assessment=wave, by=by)
    remove_target(assessment=wave, revision=1)
    remove_agreed(assessment=wave, item="CUS-F1", revision=1)
    release = Release.objects.select_related("instrument_version").get()
    thawed = thaw(release)
    assert (thawed.target, thawed.agreed) == (live.target, {"CUS-F1": ["a", "b"]})
    content = json.loads(release.content)
    assert set(content["target"]) == {"wave", "scores", "index", "level", "dimensions"}


def test_where_the_index_is_withheld_the_target_says_no_number(wave, by):
    set_target(assessment=wave, scores=SCORES, revision=0, by=by)
    for participant in wave.participants.filter(side="sales"):
        exclude_person(participant=participant, reason="answered for somebody else")
    target = live_edition(wave).target
    assert (target.index, target.level, target.dimensions) == (None, None, {})
    assert scored_waves([wave])[0].card.measured.index is None
