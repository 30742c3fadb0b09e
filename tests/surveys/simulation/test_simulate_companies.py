"""A simulated cohort: the same for a seed, valid, synthetic everywhere, and like what was published."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from reports.inputs import all_waves, read_seconds, read_waves
from reports.scorecards import scored_waves
from smax.accounts.models import AuditEvent, Firm
from smax.accounts.tenancy import every_firm
from surveys.catalogue import Catalogue
from surveys.management.commands.load_instrument import SHIPPED
from surveys.models import Client
from surveys.simulation.companies import SEGMENTS, SHARES, Simulation
from surveys.simulation.store import FIRMS
from tests.reports.benchmarks.pools import counted


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue.from_dict(json.loads(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def run(*words):
    out = io.StringIO()
    call_command("simulate_companies", *words, stdout=out)
    return out.getvalue()


def test_a_seed_and_a_number_give_the_same_company(catalogue):
    first, again = (Simulation(7, catalogue) for _ in range(2))
    again.company(1)
    assert first.company(5) == again.company(5)
    assert first.company(5) != first.company(6)
    assert first.company(5) != Simulation(8, catalogue).company(5)


def test_every_answer_is_one_that_the_questionnaire_takes(catalogue):
    simulation = Simulation(3, catalogue)
    for number in range(1, 60):
        company = simulation.company(number)
        assert {field: company.profile[field] in shares for field, shares in SHARES.items()} == dict.fromkeys(
            SHARES, True
        )
        assert sorted(company.outcomes) == ["O1", "O2", "O3", "O4", "O5", "O6"]
        for leader in company.leaders:
            asked = catalogue.items_for(leader.side)
            assert list(leader.answers) == [item.id for item in asked]
            assert list(leader.seconds) == [screen.code for screen in catalogue.screens(leader.side)]
            assert sum(leader.seconds.values()) >= 2 * len(asked)  # nobody is flagged as too fast
            for item in asked:
                given = leader.answers[item.id]
                assert item.check(given, segments=SEGMENTS) == given


@pytest.mark.django_db
def test_the_cohort_is_stored_scored_and_synthetic(demo):
    assert run("--companies", "40", "--seed", "7").endswith(
        "40 simulated companies, seed 7. All of them are labelled synthetic.\n"
    )
    with every_firm("a test counts"):
        assert Client.objects.filter(synthetic=True, benchmark_consent=True).count() == 40
        held = [Client.objects.filter(firm=firm).count() for firm in Firm.objects.all()]
        read = read_waves(list(all_waves()))
        cards = [scored.card for scored in scored_waves(list(all_waves()))]
        assert AuditEvent.objects.filter(action="companies.simulated").count() == FIRMS
    assert held == [5] * FIRMS
    assert {leader.submitted for wave in read for leader in wave.leaders} == {True}
    assert len(cards) == 40
    assert [card for card in cards if card.measured.index is None] == []
    assert (len(counted(synthetic=True)), len(counted())) == (40, 0)
    with every_firm("a test reads"):
        seconds = list(read_seconds(read).values())
    assert [sorted(one) for one in seconds if len(one) not in (8, 9)] == []
    assert 7 <= np.median([sum(one.values()) for one in seconds]) / 60 <= 10  # about nine minutes


@pytest.mark.django_db
@pytest.mark.slow
def test_nine_in_ten_believe_and_practice_is_far_below(demo):
    run("--companies", "350")
    with every_firm("a test reads"):
        cards = [scored.card for scored in scored_waves(list(all_waves()))]
    believe = np.average(
        [card.perceived.believe_aligned for card in cards],
        weights=[card.counts.sales + card.counts.marketing + card.counts.both for card in cards],
    )
    assert 87 <= believe <= 93
    gaps = [card.gap for card in cards]
    assert np.median(gaps) > 20
    levels = [card.maturity.level for card in cards]
    assert levels.count("ambiguous") > levels.count("collaborative") > levels.count("aligned") > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--companies", "0"], "--companies 0: give a number from 1 to 1000000."),
        (["--seed", "-1"], "--seed -1: give 0 or more."),
    ],
)
def test_numbers_that_make_no_sense_are_refused(demo, words, message):
    with pytest.raises(CommandError, match=message):
        run(*words)
    assert Firm.objects.count() == 0


@pytest.mark.django_db
def test_a_second_cohort_and_a_server_that_is_no_demonstration_are_refused(demo, settings):
    run("--companies", "1")
    with pytest.raises(CommandError, match="stand on this server already"):
        run("--companies", "1")
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        run("--companies", "1")


@pytest.mark.django_db
def test_a_failure_leaves_nothing_behind(demo, monkeypatch):
    def fail(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("surveys.simulation.store.record", fail)
    with pytest.raises(OSError, match="disk full"):
        run("--companies", "3")
    assert Firm.objects.count() == 0
