"""A release's results, frozen and read back: the same page, whatever becomes of the live rows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from reports import scorecards
from reports.edition import live_edition
from reports.frozen import FORMAT, UnreadableReleaseError, freeze, thaw
from reports.models import Release
from reports.services.releases import prepare_release
from reports.views.sections import sections
from scoring import load_method
from smax.accounts.tenancy import firm_scope
from surveys.models import Client, OutcomeFigure
from surveys.queries import waves_of
from tests.cast import answer_and_submit, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db


def read(wave):
    """The wave as pages read it."""
    return waves_of(wave.firm).get(pk=wave.pk)


def prepared(wave):
    owner = wave.firm.memberships.get(role="owner").user
    prepare_release(assessment=read(wave), by=owner)
    return newest(wave)


def newest(wave):
    return Release.objects.select_related("instrument_version").get(assessment=wave)


def shown(edition):
    """Everything below the head of the page, as text."""
    return render_to_string("reports/_sections.html", sections(edition))


DATA = Path(__file__).parent.parent / "data"
WAVES = {
    "groups": {"sales": 4, "marketing": 3, "both": 1},
    "in-groups": {"sales": 3, "marketing": 4, "identity_mode": "aggregated"},
    "few": {"sales": 2, "marketing": 1},
    "pair": {},
    "one-sided": {"marketing": 0},
    "without-outcomes": {"outcomes": False},
    "synthetic": {"synthetic": True},
}


def closed_wave(sales=1, marketing=1, both=0, *, outcomes=True, **promise):
    fields = {name: promise.pop(name) for name in ("identity_mode",) if name in promise}
    wave = make_wave(make_client(make_firm("Ours"), **promise), **fields)
    fill(wave, sales=sales, marketing=marketing, both=both)
    finish(wave, outcomes=outcomes)
    return wave


@pytest.mark.parametrize("name", WAVES)
def test_a_frozen_wave_looks_as_the_live_one_did(name):
    wave = closed_wave(**WAVES[name])
    with firm_scope(wave.firm):
        live = live_edition(read(wave))
        thawed = thaw(prepared(wave))
        assert thawed.scored.disclosed == live.scored.disclosed
        for part in ("facts", "ratings", "believers_of"):
            assert getattr(thawed.scored, part) == getattr(live.scored, part)
        assert shown(thawed) == shown(live)
        assert freeze(thawed) == freeze(live)


def test_what_becomes_of_the_live_rows_changes_no_byte_of_a_release(monkeypatch):
    wave = answered_wave(3, 3, closed=True, headwinds=["budget"])
    with firm_scope(wave.firm):
        before = shown(thaw(prepared(wave)))
        live = shown(live_edition(read(wave)))
        Client.objects.filter(pk=wave.client_id).update(
            name="Renamed", industry="other", headwinds=["market"]
        )
        OutcomeFigure.objects.filter(assessment=wave).update(value=1.0, period="2031")
        wave.segments = [{"code": "a", "text": "Other segment"}]
        wave.state, wave.closed_at, wave.deadline = "open", None, timezone.now() + timedelta(days=1)
        wave.save()
        person, _secret = make_leader(wave, "sales", "Late joiner")
        answer_and_submit(person, full_answers(wave, "sales", step=1))
        method = load_method("1")
        patched = replace(
            method,
            gap=replace(method.gap, blind_spot=1.0),
            matrix=replace(method.matrix, cut=10.0, band_low=1.0, band_high=2.0),
            levels=(("ambiguous", 0.0), ("collaborative", 1.0), ("aligned", 2.0)),
            disclosure=replace(method.disclosure, min_group=7),
        )
        monkeypatch.setattr(scorecards, "load_method", lambda _version: patched)
        assert shown(thaw(newest(wave))) == before
        assert shown(live_edition(read(wave))) != live


def test_nobody_is_named_in_a_release():
    wave = answered_wave(3, 3)
    make_leader(wave, "sales", "Ana Ruiz", "director")
    with firm_scope(wave.firm):
        type(wave).objects.filter(pk=wave.pk).update(state="closed", closed_at=timezone.now())
        release = prepared(wave)
        people = list(wave.participants.all())
        for person in people:
            for word in (person.name, person.email, str(person.public_id)):
                assert word not in release.content
        page = shown(thaw(release))
    assert "Missing:</dd>" not in page
    assert re.search(r"Missing:\s+Director\s*</dd>", page)


def test_answers_in_a_release_stand_in_no_persons_order():
    wave = answered_wave(5, 4, closed=True)
    with firm_scope(wave.firm):
        facts = json.loads(prepared(wave).content)["facts"]
    given = [answers for sides in facts.values() for answers in sides.values()]
    assert given
    assert all(answers == sorted(answers, key=repr) for answers in given)


def test_content_of_another_format_is_refused():
    wave = answered_wave(1, 1, closed=True)
    with firm_scope(wave.firm):
        release = prepared(wave)
        release.content = json.dumps({**json.loads(release.content), "format": FORMAT + 1})
        with pytest.raises(UnreadableReleaseError, match=f"format {FORMAT + 1} is unknown"):
            thaw(release)
        release = newest(wave)
        release.instrument_version.digest = "other"
        with pytest.raises(UnreadableReleaseError, match="another one now"):
            thaw(release)


def test_a_release_of_an_earlier_version_still_opens():
    """The file is never made anew: a program that cannot read it loses the releases of its users."""
    version = make_wave(make_client(make_firm("Ours"))).instrument_version
    content = (DATA / "release.v1.json").read_text(encoding="utf-8")
    version.digest, known = json.loads(content)["instrument"]["digest"], version.catalogue
    assert known
    edition = thaw(Release(content=content, instrument_version=version))
    scored = edition.scored
    assert (edition.earlier, scored.ratings) == ((), {})  # which that version did not keep
    assert (scored.card.counts.sales, scored.card.basis, scored.disclosed.mode) == (4, "groups", "aggregated")
    page = shown(edition)
    assert "Belief runs" in page or "Evidence runs" in page or "lie close together" in page
    kept = json.loads(freeze(edition))
    assert {key: kept[key] for key in json.loads(content) if key != "format"} == {
        key: value for key, value in json.loads(content).items() if key != "format"
    }


def test_a_release_keeps_the_waves_before_it():
    first = answered_wave(3, 3, closed=True)
    with firm_scope(first.firm):
        second = make_wave(first.client)
        fill(second, sales=3, marketing=3)
        finish(second, outcomes=True)
        live = live_edition(read(second))
        thawed = thaw(prepared(second))
        assert [each.wave.assessment.number for each in thawed.earlier] == [1]
        assert [each.disclosed for each in thawed.earlier] == [each.disclosed for each in live.earlier]
        assert (thawed.earlier[0].facts, thawed.earlier[0].ratings) == ({}, {})
        assert freeze(thawed) == freeze(live)
        before = shown(thawed)
        OutcomeFigure.objects.filter(assessment=first).update(value=1.0)
        assert shown(thaw(newest(second))) == before
