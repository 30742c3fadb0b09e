"""The files of a released snapshot, downloaded."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.cast import make_administrator, make_snapshot
from tests.reports.exports.benchmark.snapshots import released
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    browser = Browser()
    browser.force_login(make_administrator())
    confirm(browser)
    return browser


def test_the_button_gives_all_files_and_no_single_company(administrator):
    snapshot = released(1, synthetic=True, cells=1)
    snapshot.cells.update(key="all")
    address = reverse("reports:benchmark_files", args=[snapshot.pk])
    assert address in administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    answer = administrator.get(address)
    assert 'filename="benchmark_2026Q4.2_synthetic.zip"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as bundle:
        names = bundle.namelist()
    assert "benchmark_2026Q4.2_synthetic_manifest.json" in names
    assert not [name for name in names if "companies" in name]


def test_what_is_not_out_has_no_button_and_no_files(administrator):
    snapshot = make_snapshot()
    address = reverse("reports:benchmark_files", args=[snapshot.pk])
    assert address not in administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    assert administrator.get(address).status_code == 409
