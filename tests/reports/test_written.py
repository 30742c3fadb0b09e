"""Notes and the plan in a release: as they were, whatever is written later, and without whoever is erased."""

from __future__ import annotations

import json

import pytest
from django.template.loader import render_to_string

from reports.edition import live_edition
from reports.frozen import freeze, freeze_words, thaw
from reports.models import Note, PlanAction, Release
from reports.models.releases import digest_of_content
from reports.services.guests import invite_guest
from reports.services.notes import save_note
from reports.services.plan import add_action, carry_over, set_status
from reports.services.releases import prepare_release
from reports.views.sections import sections
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from surveys.rights.places import person_of
from surveys.services.erasing import erase_person
from tests.cast import make_wave
from tests.reports.released import owner_of, released
from tests.reports.services.test_plan import OWN
from tests.reports.waves import answered_wave, fill, finish

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    wave = answered_wave(3, 3, closed=True)
    with firm_scope(wave.firm):
        yield read(wave)


@pytest.fixture(autouse=True)
def _own_records(settings, tmp_path):
    settings.RECORDS_DIR = tmp_path


def read(wave):
    return waves_of(wave.firm).get(pk=wave.pk)


def say(wave, text="**Ours**", section="headline", known=0):
    assert save_note(assessment=wave, section=section, text=text, known=known, by=owner_of(wave))


def plan(wave, **fields):
    scored = live_edition(wave, statistics=False).scored
    add_action(assessment=wave, scored=scored, fields={**OWN, **fields}, by=owner_of(wave))
    return wave.plan_actions.order_by("-place")[0]


def shown(edition):
    return render_to_string("reports/_sections.html", sections(edition))


def newest(wave):
    return Release.objects.select_related("instrument_version").filter(assessment=wave).latest()


def test_a_live_wave_and_its_release_say_the_same(wave):
    say(wave)
    say(wave, "- one\n- two", "method")
    plan(wave)
    released(wave)
    live, thawed = live_edition(read(wave)), thaw(newest(wave))
    assert thawed.notes == live.notes == {"headline": "**Ours**", "method": "- one\n- two"}
    assert thawed.plan == live.plan
    assert [(line.text, line.sales_owner, line.wave) for line in live.plan] == [("Our own", "Ana", 1)]
    assert shown(thawed) == shown(live)
    assert "<strong>Ours</strong>" in shown(thawed)
    assert (freeze(thawed), freeze_words(thawed)) == (freeze(live), freeze_words(live))


def test_what_is_written_later_changes_no_byte_of_a_release(wave):
    say(wave)
    action = plan(wave)
    release = released(wave)
    before, digest = shown(thaw(newest(wave))), release.digest
    assert digest_of_content(freeze(live_edition(read(wave)))) == digest
    say(wave, "Another", known=1)
    set_status(action=action, status="done", known=1, by=owner_of(wave))
    assert shown(thaw(newest(wave))) == before
    assert digest_of_content(freeze(live_edition(read(wave)))) != digest


@pytest.mark.parametrize("act", [lambda wave: say(wave, "x", "method"), plan])
def test_each_note_and_each_action_moves_the_digest(wave, act):
    before = digest_of_content(freeze(live_edition(wave)))
    act(wave)
    assert digest_of_content(freeze(live_edition(wave))) != before


def test_a_wave_without_words_has_none(wave):
    content = json.loads(freeze(live_edition(wave)))
    assert "words" not in content
    assert freeze_words(live_edition(wave)) == ""
    released(wave)
    assert newest(wave).words is None
    assert thaw(newest(wave)).notes == {}


def test_a_draft_that_is_frozen_anew_takes_the_new_words(wave):
    say(wave)
    prepare_release(assessment=wave, by=owner_of(wave))
    say(wave, "", known=1)
    prepare_release(assessment=wave, by=owner_of(wave))
    assert newest(wave).words is None


def test_what_was_dropped_or_taken_away_is_in_no_release(wave):
    say(wave, "Taken away")
    say(wave, "", known=1)
    action = plan(wave, text="Dropped again")
    set_status(action=action, status="dropped", known=1, by=owner_of(wave))
    edition = live_edition(wave)
    assert (edition.notes, edition.plan, freeze_words(edition)) == ({}, (), "")


def test_the_plan_before_stands_beside_the_wave_that_measures_it(wave):
    plan(wave)
    second = make_wave(wave.client)
    fill(second, sales=3, marketing=3)
    finish(second)
    third = make_wave(wave.client)
    fill(third, sales=3, marketing=3)
    finish(third)
    second, third = read(second), read(third)
    assert [line.wave for line in live_edition(third).earlier_plan] == [1]
    carry_over(assessment=second, actions=wave.plan_actions.all(), by=owner_of(wave))
    edition = live_edition(third)
    assert [(line.wave, line.since, line.carried) for line in edition.earlier_plan] == [(2, 1, True)]
    assert edition.plan == ()
    released(third)
    assert thaw(newest(third)).earlier_plan == edition.earlier_plan


def test_words_cost_no_more_however_many(wave, django_assert_num_queries):
    with django_assert_num_queries(4):
        live_edition(wave)
    for section in ("headline", "matrix", "method"):
        say(wave, "x", section)
    for _turn in range(49):
        PlanAction(assessment=wave, place=1, text="x", method_version="1", since=1).save()
    plan(wave)
    with django_assert_num_queries(4):
        edition = live_edition(wave)
    assert (len(edition.notes), len(edition.plan)) == (3, 50)


def test_whoever_is_erased_goes_from_notes_plans_and_releases_whose_figures_stay(wave):
    guest = invite_guest(client=wave.client, name="Ana Ruiz", email="ana@x.example", by=owner_of(wave))
    say(wave, "Ask Ana Ruiz, [mail](https://x.example/Ana Ruiz), or *ANA RUIZ*; not Ana Ruizova")
    plan(wave, sales_owner="Ana Ruiz", note="Ana Ruiz said so", text="Meet ana ruiz", first_step="")
    plan(wave, sales_owner="Ben", marketing_owner="Mira", text="Another")
    release = released(wave)
    content, digest = release.content, release.digest
    prepare_release(assessment=wave, by=owner_of(wave))
    found = person_of(wave.firm.clients.all(), f"guest-{guest.pk}")
    erase_person(firm=wave.firm, person=found)
    note = Note.objects.get(assessment=wave)
    assert note.text == "Ask [erased], [mail](https://x.example/[erased]), or *[erased]*; not Ana Ruizova"
    assert note.revision == 2
    first, second = wave.plan_actions.all()
    assert (first.sales_owner, first.note, first.text) == ("[erased]", "[erased] said so", "Meet [erased]")
    assert (first.revision, second.revision, second.sales_owner) == (2, 1, "Ben")
    for kept in Release.objects.filter(assessment=wave):
        assert "ana ruiz " not in f"{kept.words} {kept.content}".casefold()
        assert kept.words_erased_at is not None
        assert thaw(Release.objects.select_related("instrument_version").get(pk=kept.pk)).notes == {
            "headline": note.text
        }
    out = Release.objects.get(pk=release.pk)
    assert (out.content, out.digest, out.state) == (content, digest, "released")
    assert not save_note(
        assessment=wave, section="headline", text="Ana Ruiz again", known=1, by=owner_of(wave)
    ), "a page that was open before brings no name back"


def test_an_owner_whom_nobody_else_knows_is_found_copied_and_erased(wave):
    action = plan(wave, sales_owner="Zoe Nowhere", marketing_owner="Ben", note="Zoe Nowhere knows")
    plan(wave, sales_owner="", marketing_owner="Zoe Nowhere")
    released(wave)
    clients = wave.firm.clients.all()
    person = person_of(clients, f"salesowner-{action.pk}")
    [appearance] = person.appearances
    assert (person.name, person.email, appearance.where) == ("Zoe Nowhere", "", "wave 1 of Acme")
    copy = appearance.place.document(appearance.row)
    assert (copy["name"], copy["wave"], copy["action"], copy["note"]) == (
        "Zoe Nowhere", 1, "Our own", "Zoe Nowhere knows",
    )  # fmt: skip
    erase_person(firm=wave.firm, person=person)
    owners = list(wave.plan_actions.order_by("place").values_list("sales_owner", "marketing_owner", "note"))
    assert owners == [("[erased]", "Ben", "[erased] knows"), ("", "[erased]", "")]
    assert "Zoe" not in (newest(wave).words or "")
    assert person_of(clients, f"salesowner-{action.pk}") is None
    assert person_of(clients, f"marketingowner-{action.pk}").name == "Ben"
