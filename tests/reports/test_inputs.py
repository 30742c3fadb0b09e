from __future__ import annotations

import json

import pytest

from reports.inputs import all_waves, closed_waves_with_consent, read_waves
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.services.answers import save_answers
from tests.cast import (
    AGREEMENT,
    OUTCOMES,
    PROFILE,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)
from tests.reports.waves import answered_wave, fill

pytestmark = pytest.mark.django_db


def read(wave):
    with every_firm("a test reads"):
        return read_waves(list(all_waves().filter(pk=wave.pk)))[0]


def test_a_wave_in_the_interchange_form():
    wave = answered_wave(2, 1, 1, headwinds=["budget", "talent"], attrition_pct=7.5)
    written = read(wave).interchange()
    assert list(written) == ["method_version", "profile", "respondents", "documents", "outcomes"]
    assert written["method_version"] == "1"
    assert written["profile"] == {**PROFILE, "headwinds": ["budget", "talent"], "attrition_pct": 7.5}
    assert written["outcomes"] == OUTCOMES
    people = [(entry["id"], entry["side"], entry["level"]) for entry in written["respondents"]]
    assert people == [
        ("s1", "sales", "c_level"),
        ("s2", "sales", "c_level"),
        ("m1", "marketing", "c_level"),
        ("b1", "both", "c_level"),
    ]
    assert written["respondents"][3]["answers"] == full_answers(wave, "both", step=3)
    assert json.loads(json.dumps(written)) == written


def test_an_unknown_attrition_is_left_out():
    assert "attrition_pct" not in read(answered_wave()).interchange()["profile"]


def test_drafts_never_count():
    wave = answered_wave(1, 0)
    person, _secret = make_leader(wave, "marketing")
    with firm_scope(wave.firm):
        save_answers(response=person.response, given=full_answers(wave, "marketing"), agreement=AGREEMENT)
    found = read(wave)
    assert [entry["id"] for entry in found.interchange()["respondents"]] == ["s1"]
    assert [(leader.id, leader.answers, leader.counts) for leader in found.leaders][1] == ("m1", None, False)


def test_the_newest_submission_counts_and_ids_stay_when_others_answer():
    wave = make_wave(make_client(make_firm("Ours")))
    first, _secret = make_leader(wave, "sales", "First")
    second, _secret = make_leader(wave, "sales", "Second")
    submission = answer_and_submit(second)
    newer = {**submission.answers, "CUS-P1": 1}
    with firm_scope(wave.firm):
        second.response.submissions.create(
            number=2, answers=newer, receipt="NEWER", submitted_at=submission.submitted_at
        )
    [entry] = read(wave).interchange()["respondents"]
    assert (entry["id"], entry["answers"]) == ("s2", newer)
    answer_and_submit(first)
    assert [entry["id"] for entry in read(wave).interchange()["respondents"]] == ["s1", "s2"]


def test_a_response_below_seventy_percent_does_not_count():
    wave = answered_wave(1, 0)
    person, _secret = make_leader(wave, "marketing")
    answers = full_answers(wave, "marketing")
    needed = 36  # 70% of 51, rounded up
    with firm_scope(wave.firm):
        person.response.submissions.create(
            number=1,
            answers=dict(list(answers.items())[: needed - 1]),
            receipt="A",
            submitted_at=wave.deadline,
        )
    assert [leader.counts for leader in read(wave).leaders] == [True, False]
    with firm_scope(wave.firm):
        person.response.submissions.create(
            number=2, answers=dict(list(answers.items())[:needed]), receipt="B", submitted_at=wave.deadline
        )
    assert [leader.counts for leader in read(wave).leaders] == [True, True]


@pytest.mark.parametrize("leaders", [1, 6])
def test_any_number_of_waves_and_leaders_takes_two_queries(leaders, django_assert_num_queries):
    waves = [answered_wave(leaders, leaders, firm_name=f"Firm {number}") for number in range(1, 3)]
    with every_firm("a test reads"):
        found = list(all_waves().filter(pk__in=[wave.pk for wave in waves]))
        assert found[0].instrument_version.catalogue.version == "1"
        with django_assert_num_queries(2):
            read_waves(found)


def test_waves_are_read_in_the_order_given():
    waves = [answered_wave(firm_name=f"Firm {number}") for number in (1, 2)]
    with every_firm("a test reads"):
        found = sorted(all_waves(), key=lambda wave: -wave.pk)
        assert [wave.assessment.pk for wave in read_waves(found)] == [waves[1].pk, waves[0].pk]


def test_benchmarks_read_closed_waves_of_consenting_clients_newest_first():
    asked = answered_wave(
        closed=True, name="Asked", benchmark_consent=True, benchmark_consent_at="2026-01-01T00:00Z"
    )
    answered_wave(closed=True, name="Unasked", firm_name="Other")
    second = make_wave(asked.client)
    fill(second, sales=1)
    with every_firm("a test reads"):
        assert [wave.pk for wave in closed_waves_with_consent()] == [asked.pk]
        second.__class__.objects.filter(pk=second.pk).update(state="closed", closed_at=asked.closed_at)
        assert [wave.pk for wave in closed_waves_with_consent()] == [second.pk, asked.pk]


def test_a_withdrawn_wave_is_read_as_one_that_holds_nothing():
    wave = answered_wave(2, 2)
    with every_firm("a test acts"):
        type(wave).objects.filter(pk=wave.pk).update(state="withdrawn", closed_at=wave.deadline)
    found = read(wave)
    assert (found.leaders, found.outcomes, found.interchange()["respondents"]) == ((), (), [])


def exclude(person, reason="Answered for somebody else"):
    with firm_scope(person.firm):
        type(person).objects.filter(pk=person.pk).update(
            excluded_at=person.created_at, excluded_reason=reason
        )


def test_whoever_is_excluded_counts_nowhere_and_keeps_the_others_ids():
    wave = answered_wave(3, 1)
    with firm_scope(wave.firm):
        exclude(wave.participants.filter(side="sales")[1])
    found = read(wave)
    assert [entry["id"] for entry in found.interchange()["respondents"]] == ["s1", "s3", "m1"]
    assert [(leader.excluded, leader.counts) for leader in found.leaders][:3] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    assert len(found.interchange(all_submitted=True)["respondents"]) == 4


def test_what_an_exclusion_changed_can_be_read():
    wave = answered_wave(2, 1)
    with firm_scope(wave.firm):
        exclude(wave.participants.filter(side="sales")[0])
        [found] = read_waves(list(all_waves()), with_excluded=True)
    assert (found.leaders[0].excluded, found.leaders[0].counts) == (True, True)
    assert len(found.interchange()["respondents"]) == 3


def test_documents_stand_beside_the_answers():
    wave = answered_wave()
    with firm_scope(wave.firm):
        wave.documents.create(item="CUS-K2", step=4, note="Seen")
        wave.documents.create(item="CAP-F1", step=2, note="Seen")
    assert read(wave).interchange()["documents"] == {"CAP-F1": 2, "CUS-K2": 4}


def test_answers_can_be_left_behind():
    found = read(answered_wave(2, 1)).without_answers()
    assert [(leader.answers, leader.submitted, leader.counts) for leader in found.leaders] == [
        (None, True, True)
    ] * 3
