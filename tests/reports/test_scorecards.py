from __future__ import annotations

from dataclasses import replace

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


def test_only_who_asks_for_statistics_waits_for_them():
    wave = answered_wave(3, 3)
    with every_firm("a test reads"):
        rows = [all_waves().get(pk=wave.pk)]
        [full], [quick] = scored_waves(rows, statistics=True), scored_waves(rows)
    assert (full.card.intervals is None, full.card.sensitivity is None) == (False, False)
    assert (quick.card.intervals, quick.card.sensitivity, quick.card.agreement) == (None, None, None)
    statistics = {"intervals": None, "sensitivity": None, "agreement": None}
    perceived = replace(full.card.perceived, ci=None)
    assert quick.card == replace(full.card, perceived=perceived, **statistics)
    assert quick.method == full.method
