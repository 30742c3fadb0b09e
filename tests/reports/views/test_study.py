from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from reports.models import BenchmarkSnapshot, SnapshotStudy
from reports.study.asking import study
from reports.study.findings import stored
from reports.views.study import study_page
from tests.cast import make_administrator, make_firm
from tests.reports.study.test_asking import companies

pytestmark = pytest.mark.django_db
PAGE = "/benchmarks/study/"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def make_snapshot_study(n=300, *, synthetic=False, state="released"):
    snapshot = BenchmarkSnapshot.objects.create(
        period="2026Q4",
        number=1,
        synthetic=synthetic,
        state=state,
        companies=n,
        cells_offered=1,
        cells_kept=1,
        refused={},
        joined=n,
        left=0,
        built_at=NOW,
        released_at=NOW,
        ended_at=None if state == "released" else NOW,
    )
    findings = stored(study(companies(n=n)))
    return SnapshotStudy.objects.create(snapshot=snapshot, version="1", findings=findings, made_at=NOW)


@pytest.fixture
def administrator():
    browser = Browser()
    browser.force_login(make_administrator())
    return browser


def shown(browser, query=""):
    return browser.get(PAGE + query).content.decode()


def test_before_the_first_study_the_page_says_so(administrator):
    assert "No study yet" in shown(administrator)
    make_snapshot_study(state="withdrawn")
    assert "No study yet" in shown(administrator)


def test_six_verdicts_with_their_figures(administrator):
    make_snapshot_study()
    page = administrator.get(PAGE)
    assert [section.code for section in page.context["sections"]] == [
        *("belief", "practices", "measures", "stack", "one_boss", "impact")
    ]
    [belief, practices, *_rest, impact] = page.context["sections"]
    assert [(line.name, line.value, line.n) for line in belief.lines] == [
        ("Perceived less measured alignment", "+30.0", "about 300")
    ]
    assert (len(practices.lines), len(practices.more)) == (5, 25)
    assert [line.name for line in impact.lines] == ["Software", "Manufacturing", "Other"]
    assert "tag--synthetic" not in page.content.decode()


def test_too_few_are_said_to_be_too_few(administrator):
    make_snapshot_study(n=40)
    page = administrator.get(PAGE)
    assert {section.verdict for section in page.context["sections"]} == {"Not enough data"}
    assert "No estimate is shown." in page.content.decode()
    assert 'class="data data--compact study"' not in page.content.decode()


def test_synthetic_companies_are_labelled_on_top_and_in_every_finding(administrator):
    make_snapshot_study(synthetic=True)
    assert shown(administrator).count("tag--synthetic") == 7
    make_snapshot_study(n=100)
    assert "tag--synthetic" not in shown(administrator)
    assert shown(administrator, "?companies=synthetic").count("tag--synthetic") == 7


def test_the_page_takes_one_query_of_its_own(administrator):
    with CaptureQueriesContext(connection) as without:
        administrator.get(PAGE)
    make_snapshot_study()
    make_snapshot_study(n=100, synthetic=True)
    with CaptureQueriesContext(connection) as with_both:
        administrator.get(PAGE)
    assert len(with_both) == len(without)
    assert sum("snapshotstudy" in query["sql"] for query in with_both) == 1


def test_others_see_it_only_where_the_operator_wishes(settings, monkeypatch):
    make_snapshot_study()
    nobody, consultant = Browser(), Browser()
    consultant.force_login(make_firm("Firm").memberships.get(role="consultant").user)
    assert nobody.get(PAGE).status_code == 302
    assert consultant.get(PAGE).status_code == 404
    settings.PUBLIC_STUDY = True
    monkeypatch.setattr(study_page, "login_required", False, raising=False)
    assert [nobody.get(PAGE).status_code, consultant.get(PAGE).status_code] == [200, 200]
    assert "The six in short" in shown(nobody)


@pytest.mark.slow
def test_the_page_loads_no_statistics():
    words = (
        "import django; django.setup(); import reports.urls, sys; "
        "print(sorted({'statsmodels', 'scipy', 'pandas'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"
