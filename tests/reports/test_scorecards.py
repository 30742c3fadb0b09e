from __future__ import annotations

import pytest

from reports.inputs import all_waves, read_waves
from reports.scorecards import scorecard_for, scored_waves
from scoring import Cohort, load_method, score
from smax.accounts.tenancy import every_firm
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db


def test_a_scorecard_is_what_scoring_says_of_the_interchange_form():
    wave = answered_wave(2, 2, 1)
    method = load_method("1")
    with every_firm("a test reads"):
        [found] = read_waves([all_waves().get(pk=wave.pk)])
        [expected] = score(Cohort.from_interchange([found.interchange()], method), method)
        assert scorecard_for(all_waves().get(pk=wave.pk)).as_dict() == expected.as_dict()


def test_scorecards_keep_the_order_of_the_assessments():
    waves = [answered_wave(2, 1, firm_name="One"), answered_wave(1, 3, firm_name="Two")]
    with every_firm("a test reads"):
        rows = [all_waves().get(pk=wave.pk) for wave in waves]
        cards = [scored.card for scored in scored_waves([rows[1], rows[0]])]
    counts = [(card.counts.sales, card.counts.marketing) for card in cards]
    assert counts == [(1, 3), (2, 1)]


def test_no_assessments_no_scorecards():
    with every_firm("a test reads"):
        assert scored_waves([]) == []
