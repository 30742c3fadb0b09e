"""The benchmark of a wave: the cohorts that fit, read with one query, and frozen with a release."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.benchmarks.reading import scores_of
from reports.edition import live_edition
from reports.frozen import freeze, thaw
from reports.models import BenchmarkSnapshot, Release, SnapshotRow
from reports.releases import newest_release
from reports.services.releases import prepare_release
from reports.views.sections import sections
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.models import Client
from surveys.queries import waves_of
from tests.reports.benchmarks.cohorts import norm, publish
from tests.reports.waves import answered_wave, results_url

pytestmark = pytest.mark.django_db
SCORES = [float(value) for value in range(20, 80, 2)]


@pytest.fixture
def wave():
    return answered_wave(2, 2, closed=True)


def read(wave):
    with firm_scope(wave.firm):
        return live_edition(waves_of(wave.firm).get(pk=wave.pk))


def benchmark(wave):
    return read(wave).benchmark


def keys(wave):
    return [(each.origin, each.key) for each in benchmark(wave).peers]


def fitting(wave):
    profile = wave.profile
    industry, region = f"industry:{profile['industry']}", f"region:{profile['region']}"
    return ["all", industry, region, f"{industry}+{region}"]


def test_the_cohorts_of_its_profile_and_no_others(wave):
    cells = dict.fromkeys(reversed(fitting(wave)), SCORES)
    publish(cells | {"industry:other": SCORES, "all+x:y": SCORES})
    assert keys(wave) == [("snapshot", key) for key in fitting(wave)]
    found = benchmark(wave)
    assert found.released
    assert [each.code for each in found.peers] == [f"cohort-{key}" for key in fitting(wave)]
    assert {(each.source, each.n, each.synthetic) for each in found.peers} == {
        ("Benchmark 2026Q4.1", 30, False)
    }
    assert found.peers[0].date == timezone.now().date()


def test_nothing_released_and_nothing_that_fits_are_told_apart(wave):
    assert (benchmark(wave).released, benchmark(wave).peers) == (False, ())
    snapshot = publish({"industry:other": SCORES, "all": SCORES[:9]})
    assert (benchmark(wave).released, benchmark(wave).peers) == (True, ())
    snapshot.state, snapshot.ended_at = BenchmarkSnapshot.State.WITHDRAWN, timezone.now()
    snapshot.save()
    assert benchmark(wave).released is False


@pytest.mark.parametrize("synthetic", [True, False])
def test_synthetic_and_real_never_mix(wave, synthetic):
    publish({"all": SCORES}, synthetic=True, number=1)
    publish({"all": [each + 1 for each in SCORES]}, synthetic=False, number=2)
    norm({"all": SCORES}, synthetic=True)
    norm({"all": SCORES}, synthetic=False)
    with firm_scope(wave.firm):
        Client.objects.filter(pk=wave.client_id).update(synthetic=synthetic)
    found = benchmark(wave).peers
    assert [each.synthetic for each in found] == [synthetic, synthetic]
    assert found[0].source == f"Benchmark 2026Q4.{1 if synthetic else 2}"


def test_norms_come_last_and_only_those_in_use(wave):
    norm({"all": SCORES})
    norm({"all": SCORES}, used=False)
    publish(dict.fromkeys(fitting(wave)[:2], SCORES))
    assert keys(wave) == [*(("snapshot", key) for key in fitting(wave)[:2]), ("norm", "all")]
    assert benchmark(wave).peers[-1].source == "Verband der Anbieter"


def test_another_method_does_not_compare(wave):
    snapshot = publish({"all": SCORES})
    BenchmarkSnapshot.objects.filter(pk=snapshot.pk).update(method_version="2")
    assert (benchmark(wave).released, benchmark(wave).peers) == (False, ())


@pytest.mark.parametrize(
    ("companies", "shown", "percentile"), [(10, 0, 0), (11, 1, 0), (20, 1, 0), (21, 1, 1)]
)
def test_its_own_company_is_left_out(wave, companies, shown, percentile):
    scores = scores_of(read(wave).scored)
    own = {name: value if value is None else round(value / 2.5) * 2.5 for name, value in scores.items()}
    publish({"all": SCORES[:companies]}, own=(wave, own))
    found = benchmark(wave).peers
    assert len(found) == shown
    if shown:
        assert all(each.percentile is None for each in found[0].standings.values()) is not bool(percentile)


def test_own_company_is_left_out_only_where_it_is_in(wave):
    own = dict.fromkeys(scores_of(read(wave).scored), 50.0)
    publish(dict.fromkeys(fitting(wave), SCORES[:10]), own=(wave, own))
    assert keys(wave) == []
    SnapshotRow.objects.update(industry="other")
    assert keys(wave) == [("snapshot", fitting(wave)[1]), ("snapshot", fitting(wave)[3])]


def test_one_query_whatever_there_is(wave):
    def count():
        with CaptureQueriesContext(connection) as queries:
            read(wave)
        return len(queries)

    count()  # the questionnaire is read once
    without = count()
    publish(
        dict.fromkeys(fitting(wave), SCORES), own=(wave, dict.fromkeys(scores_of(read(wave).scored), 50.0))
    )
    norm({"all": SCORES})
    assert count() == without


def test_a_provisional_index_is_not_placed():
    wave = answered_wave(2, 2, closed=True, outcomes=False)
    publish({"all": SCORES})
    assert not {"SMAX", "gap"} & set(benchmark(wave).peers[0].standings)
    assert "A" in benchmark(wave).peers[0].standings


def test_a_release_keeps_its_benchmark_whatever_comes_later(wave):
    publish({"all": SCORES})
    owner = wave.firm.memberships.get(role="owner").user
    with firm_scope(wave.firm):
        stored = waves_of(wave.firm).get(pk=wave.pk)
        prepare_release(assessment=stored, by=owner)
        release = newest_release(stored)
        kept = thaw(release)
        assert kept.benchmark == live_edition(stored).benchmark
        assert freeze(kept) == freeze(live_edition(stored)) == release.content
        BenchmarkSnapshot.objects.update(state="replaced", ended_at=timezone.now())
        publish({"all": [each + 5 for each in SCORES]}, number=2)
        assert live_edition(stored).benchmark.peers[0].source == "Benchmark 2026Q4.2"
        assert thaw(newest_release(stored)).benchmark == kept.benchmark


def test_an_older_release_says_that_none_was_kept(wave):
    content = json.loads(freeze(read(wave)))
    del content["benchmark"]
    release = Release(
        content=json.dumps(content), instrument_version=wave.instrument_version, assessment=wave, number=1
    )
    assert thaw(release).benchmark is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        pytest.param("nothing", "No benchmark has been released yet.", id="nothing-released"),
        pytest.param("others", "too few companies in it are like this one", id="none-fits"),
        pytest.param("fits", "about 30 companies, Benchmark 2026Q4.1 of", id="fits"),
    ],
)
def test_the_page_says_what_there_is(wave, state, words, client):
    if state != "nothing":
        publish({"all" if state == "fits" else "industry:other": SCORES})
    client.force_login(User.objects.get(email="consultant@ours.example"))
    page = client.get(results_url(wave))
    assert ("peers" in dict(page.context["contents"]), words in page.content.decode()) == (True, True)
    choices = [each.code for each in page.context["comparing"].choices]
    assert choices == (["cohort-all"] if state == "fits" else [])
    held = client.get(f"{results_url(wave)}?compare=cohort-all")
    assert (held.context["comparing"].chosen is not None) is (state == "fits")


def test_results_without_a_kept_benchmark_say_so(wave):
    page = render_to_string("reports/_sections.html", sections(replace(read(wave), benchmark=None)))
    assert "No benchmark was kept with these results." in page


def test_no_count_of_a_histogram_is_kept(wave):
    publish({"all": SCORES})
    assert '"below"' not in json.dumps(json.loads(freeze(read(wave)))["benchmark"])
