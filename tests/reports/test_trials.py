"""A trial counts in no result, file, list or benchmark; and results keep the profile of their day."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from reports.benchmarks.measures import MEASURES
from reports.exports.assessments import HEADER, rows
from reports.inputs import all_waves, closed_waves_with_consent, read_waves
from reports.scorecards import scored_waves
from smax.accounts.tenancy import firm_scope
from surveys.models import Client
from surveys.services.clients import change_client
from surveys.services.evidence import record_outcomes
from surveys.services.waves import close_wave
from tests.cast import (
    OUTCOMES,
    answer_and_submit,
    full_answers,
    make_client,
    make_firm,
    make_leader,
    make_wave,
)
from tests.reports.benchmarks.pools import counted
from tests.reports.waves import look_into
from tests.surveys.desk import sign_in, text
from tests.surveys.respondent import Respondent

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = make_client(make_firm("Ours"), sponsor="none")
    with firm_scope(client.firm):
        client.benchmark_consent = True
        change_client(client=client, fields=["benchmark_consent"])
    return client


def finished(client, step=4, **fields):
    """A closed wave with both sides and all outcomes: as complete as a wave can be."""
    wave = make_wave(client, **fields)
    for side in ("sales", "marketing"):
        answer_and_submit(make_leader(wave, side)[0], full_answers(wave, side, step))
    figures = {
        item: {"value": value, "period": "2026", "source": "system"} for item, value in OUTCOMES.items()
    }
    with firm_scope(client.firm):
        record_outcomes(assessment=wave, figures=figures, entered_by=None)
        close_wave(assessment=wave)
        return all_waves().get(pk=wave.pk)


def test_a_trial_is_read_as_a_wave_that_holds_nothing(client):
    trial = finished(client, trial=True)
    with firm_scope(client.firm):
        [read] = read_waves([trial])
        [scored] = scored_waves([trial])
    assert (read.leaders, read.outcomes) == ((), ())
    assert (scored.card.measured.index, scored.card.counts.sales) == (None, 0)


def test_its_results_say_that_it_is_one_and_show_no_score(client):
    trial = finished(client, trial=True)
    page = text(sign_in().get(f"/clients/acme/waves/{trial.number}/results/"))
    assert "This wave is a trial. Nothing of it is scored" in page
    quality = text(sign_in().get(f"/clients/acme/waves/{trial.number}/quality/"))
    assert "This wave is a trial. Nothing of its responses is shown." in quality


def test_it_is_not_in_the_firms_file(client):
    real, trial = finished(client), finished(client, trial=True)
    found = [dict(zip(HEADER, row, strict=True))["wave"] for row in rows(client.firm)]
    assert (found, trial.number) == ([real.number], 2)


def test_it_is_in_no_benchmark_and_leaves_the_wave_before_it_standing(client):
    real, trial = finished(client), finished(client, step=2, trial=True)
    with firm_scope(client.firm):
        assert list(closed_waves_with_consent()) == [real]
    look_into(real)
    [scores] = counted()
    with firm_scope(client.firm):
        [scored] = scored_waves([real])
    assert (trial.number, scores[MEASURES.index("SMAX")]) == (2, scored.card.measured.index)


def test_the_portfolio_shows_the_wave_before_it(client):
    finished(client)
    before = text(sign_in().get("/clients/"))
    finished(client, step=1, trial=True)
    assert text(sign_in().get("/clients/")) == before


def test_the_command_exports_nobody_of_it(client, capsys):
    trial = finished(client, trial=True)
    call_command("export_assessment", str(trial.pk))
    assert '"respondents": []' in capsys.readouterr().out


def test_a_leader_of_a_trial_gets_no_profile_of_it(client):
    trial = make_wave(client, trial=True, own_profile=True)
    ana = Respondent(trial)
    ana.enter()
    answer_and_submit(ana.person)
    answer_and_submit(make_leader(trial, "marketing")[0])
    assert "%" not in text(ana.get("profile/"))


# ---- The profile of the day ------------------------------------------------------------------------------


def test_results_do_not_move_when_the_profile_is_edited_later(client):
    wave = finished(client, step=2)

    def seen():
        with firm_scope(client.firm):
            again = all_waves().get(pk=wave.pk)
            [read] = read_waves([again])
            [scored] = scored_waves([again])
        return read.interchange()["profile"], scored.card.as_dict(), list(rows(client.firm)), counted()

    before = seen()
    with firm_scope(client.firm):
        stored = Client.objects.get(pk=client.pk)
        stored.sponsor, stored.industry, stored.headwinds = "cfo", "manufacturing", ["talent"]
        change_client(client=stored, fields=["sponsor", "industry", "headwinds"])
    assert seen() == before
    assert before[0]["sponsor"] == "none"
