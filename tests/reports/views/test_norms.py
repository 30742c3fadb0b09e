"""Pages of norm tables."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from reports.benchmarks.cells import cohort_name
from reports.benchmarks.measures import DIMENSIONS
from reports.models import NormTable
from tests.cast import make_administrator, make_firm, make_norm
from tests.reports.norms.bundles import TABLE, bundle_of, released

pytestmark = pytest.mark.django_db
PAGE = "/benchmarks/norms/"
GIVEN = {"source": "Elsewhere", "date": "2026-03-01", "method_version": "1", "note": ""}


@pytest.fixture
def administrator():
    browser = Browser()
    browser.force_login(make_administrator())
    return browser


@pytest.fixture
def analyst():
    browser = Browser()
    browser.force_login(make_firm("Ours").memberships.get(role="analyst").user)
    return browser


def sent(browser, content=TABLE, **given):
    upload = SimpleUploadedFile("norm.csv", content if isinstance(content, bytes) else content.encode())
    return browser.post(f"{PAGE}new/", GIVEN | given | {"upload": upload})


def test_before_the_first_norm_the_page_says_so(administrator, analyst):
    assert "No norm table yet" in administrator.get(PAGE).content.decode()
    page = analyst.get(PAGE).content.decode()
    assert "No norm table yet" in page
    assert f"{PAGE}new/" not in page


def test_a_norm_is_looked_at_used_and_removed(administrator, analyst):
    answer = sent(administrator)
    table = NormTable.objects.get()
    assert answer.headers["Location"] == f"{PAGE}{table.pk}/"
    page = administrator.get(f"{PAGE}{table.pk}/").content.decode()
    assert "Nobody is held against it yet." in page
    assert "Region of the head office: Europe" in page
    # Until then it is there for administrators alone.
    assert analyst.get(f"{PAGE}{table.pk}/").status_code == 404
    assert "Elsewhere" not in analyst.get(PAGE).content.decode()
    assert administrator.post(f"{PAGE}{table.pk}/use/").status_code == 302
    assert administrator.post(f"{PAGE}{table.pk}/use/").status_code == 409
    assert "In use" in analyst.get(f"{PAGE}{table.pk}/").content.decode()
    assert "Remove this norm table?" in administrator.get(f"{PAGE}{table.pk}/remove/").content.decode()
    assert NormTable.objects.exists()
    assert administrator.post(f"{PAGE}{table.pk}/remove/").headers["Location"] == PAGE
    assert not NormTable.objects.exists()


def test_a_bundle_needs_a_source_alone(administrator, tmp_path):
    answer = sent(administrator, bundle_of(released(synthetic=True), tmp_path), date="", method_version="")
    assert answer.status_code == 302
    table = NormTable.objects.get()
    page = administrator.get(f"{PAGE}{table.pk}/").content.decode()
    assert "tag--synthetic" in page
    assert "Elsewhere, 2026Q4.1" in page


def test_a_norm_shows_every_measure_that_it_has(administrator, tmp_path):
    sent(administrator, bundle_of(released(), tmp_path), date="", method_version="")
    table = NormTable.objects.get()
    page = administrator.get(f"{PAGE}{table.pk}/")
    shown = {
        (each.side, cohort, code): figures
        for each in page.context["dimensions"]
        for cohort, told in each.rows
        for code, figures in zip(DIMENSIONS, told, strict=True)
    }
    for cell in table.cells.all():
        for code, side in product(DIMENSIONS, "PM"):
            found = cell.measures.get(f"{side}_{code}")
            low, middle, high = (f"{value:.1f}" for value in found["quartiles"]) if found else ("",) * 3
            expected = (middle, f"{low} to {high}") if found else ("", "")
            assert shown[side, cohort_name(cell.key), code] == expected
            assert expected[1] in page.content.decode()
    sent(administrator, source="Quartiles")
    page = administrator.get(f"{PAGE}{NormTable.objects.latest('pk').pk}/")
    assert page.context["dimensions"] == []


def test_faults_are_listed_and_nothing_is_kept(administrator):
    page = sent(administrator, TABLE + "P,all,9,1,<b>,3\n").content.decode()
    assert "The file cannot be imported. Nothing of it was kept." in page
    for cell in ("<code>9</code>", "<code>&lt;b&gt;</code>", '<td class="num">5</td>'):
        assert cell in page
    assert not NormTable.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "x" * 121}, "source"),
        ({"date": "2999-01-01"}, "date"),
        ({"date": "soon"}, "date"),
        ({"n": "9"}, "n"),
        ({"n": "10000000000000000000000"}, "n"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_is_stated_is_checked(administrator, given, field):
    answer = sent(administrator, **given)
    assert list(answer.context["form"].errors) == [field]
    assert not NormTable.objects.exists()


def test_a_form_without_a_file_asks_for_one(administrator):
    assert list(administrator.post(f"{PAGE}new/", GIVEN).context["form"].errors) == ["upload"]


def test_the_list_takes_as_many_queries_for_many(administrator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            administrator.get(PAGE)
        return len(captured)

    for number in range(3):
        make_norm(digest=f"{number:064}")
    few = queries()
    for number in range(3, 60):
        make_norm(digest=f"{number:064}")
    assert queries() == few
    assert len(administrator.get(PAGE).context["page_obj"].object_list) == 50
