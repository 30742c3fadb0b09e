"""The files of a released snapshot, downloaded: whole, in parts, and never silently short."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import sys
import zipfile

import pytest
from django.test import Client as Browser
from django.urls import reverse

from reports.benchmarks import files
from reports.benchmarks.files import BrokenFileError, make_files
from reports.services.benchmarks import withdraw_snapshot
from smax.accounts.trail import AuditEvent
from tests.cast import make_administrator, make_snapshot
from tests.reports.exports.benchmark.snapshots import released, with_companies, without_files
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db
TABLES = ("figures", "shares", "histogram", "codebook")


@pytest.fixture
def administrator():
    browser = Browser()
    browser.force_login(make_administrator())
    confirm(browser)
    return browser


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(files, "BLOCK", 100)


def address(snapshot, table):
    return reverse(f"reports:benchmark_{table}", args=[snapshot.pk])


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


def test_the_button_gives_all_files_and_no_single_company(administrator):
    snapshot = released(1, synthetic=True, cells=1)
    snapshot.cells.update(key="all")
    place = address(snapshot, "files")
    page = administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    assert place in page
    assert [table for table in (*TABLES, "manifest") if f'"{address(snapshot, table)}"' not in page] == []
    answer = administrator.get(place)
    assert 'filename="benchmark_2026Q4.2_synthetic.zip"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as bundle:
        names = bundle.namelist()
    assert "benchmark_2026Q4.2_synthetic_manifest.json" in names
    assert not [name for name in names if "companies" in name]


def test_what_is_not_out_has_no_button_and_no_files(administrator):
    snapshot = make_snapshot()
    make_files(snapshot)
    place = address(snapshot, "files")
    page = administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    assert place not in page
    # Its files can be looked at before they are approved, by name and SHA-256 alone.
    assert snapshot.files.get(table="figures").sha256[32:] in page
    assert address(snapshot, "figures") not in page
    for table in ("files", "manifest", "companies", "workbook", "shares_excel", "shares_parquet", *TABLES):
        answer = administrator.get(address(snapshot, table))
        assert (answer.status_code, "Only a released snapshot" in answer.content.decode()) == (409, True)


def test_a_table_comes_with_its_length_and_digest_as_the_manifest_tells(administrator, small_blocks):
    snapshot = released(2, synthetic=True)
    manifest = json.loads(administrator.get(address(snapshot, "manifest")).content)
    assert (manifest["snapshot"], manifest["synthetic"]) == ("2026Q4.3", True)
    assert sorted(manifest["files"]) == sorted(f"benchmark_2026Q4.3_synthetic_{name}.csv" for name in TABLES)
    for table in TABLES:
        answer = administrator.get(address(snapshot, table))
        content = body(answer)
        name = f"benchmark_2026Q4.3_synthetic_{table}.csv"
        digest = hashlib.sha256(content).hexdigest()
        rows = list(csv.reader(io.StringIO(content.decode())))
        assert manifest["files"][name] == {"rows": len(rows) - 1, "bytes": len(content), "sha256": digest}
        assert answer.headers["Content-Length"] == str(len(content))
        assert answer.headers["ETag"] == f'"{digest}"'
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_the_single_file_is_the_one_in_the_zip(administrator):
    snapshot = released(3)
    with zipfile.ZipFile(io.BytesIO(body(administrator.get(address(snapshot, "files"))))) as bundle:
        for table in TABLES:
            name = f"benchmark_2026Q4.4_{table}.csv"
            assert bundle.read(name) == body(administrator.get(address(snapshot, table)))


def test_what_other_programs_read_comes_by_itself_as_in_the_zip(administrator):
    snapshot = released(3, cells=1)
    snapshot.cells.update(key="all")
    page = administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    with zipfile.ZipFile(io.BytesIO(body(administrator.get(address(snapshot, "files"))))) as bundle:
        for name in ("figures", "shares", "histogram"):
            for kind, ending in (("excel", "_excel.csv"), ("parquet", ".parquet")):
                place = address(snapshot, f"{name}_{kind}")
                assert f'"{place}"' in page
                answer = administrator.get(place)
                content = body(answer)
                assert answer.headers["Content-Length"] == str(len(content))
                assert content == bundle.read(f"benchmark_2026Q4.4_{name}{ending}")
        place = address(snapshot, "workbook")
        assert f'"{place}"' in page
        assert cells_of(body(administrator.get(place))) == cells_of(bundle.read("benchmark_2026Q4.4.xlsx"))


def cells_of(content):
    import openpyxl  # takes long to be loaded

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_without_pyarrow_there_is_no_parquet_and_the_page_says_why(administrator, monkeypatch):
    snapshot = released(3)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = administrator.get(address(snapshot, "figures_parquet"))
    assert (answer.status_code, "pip install pyarrow" in answer.content.decode()) == (409, True)


def test_any_two_parts_are_the_file(administrator, small_blocks):
    snapshot = released(4, cells=1)
    place = address(snapshot, "figures")
    whole = body(administrator.get(place))
    tag = f'"{hashlib.sha256(whole).hexdigest()}"'
    chance = random.Random(4)
    cuts = [1, 99, 100, 101, len(whole) - 1, *(chance.randrange(1, len(whole)) for _turn in range(5))]
    for cut in cuts:
        rest = administrator.get(place, headers={"Range": f"bytes={cut}-", "If-Range": tag})
        assert rest.status_code == 206
        assert rest.headers["Content-Range"] == f"bytes {cut}-{len(whole) - 1}/{len(whole)}"
        assert rest.headers["Content-Length"] == str(len(whole) - cut)
        first = administrator.get(place, headers={"Range": f"bytes=0-{cut - 1}"})
        assert body(first) + body(rest) == whole
    last = administrator.get(place, headers={"Range": "bytes=-7"})
    assert body(last) == whole[-7:]


@pytest.mark.parametrize(
    "asked",
    [
        {"Range": "bytes=5-", "If-Range": '"another"'},
        {"Range": "bytes=5-", "If-Range": "Mon, 23 Nov 2026 03:00:00 GMT"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=5-2"},
        {"Range": "bytes=-"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=9999999999999999999-"},
    ],
)
def test_what_cannot_go_on_is_sent_whole(administrator, asked):
    snapshot = released(4, cells=1)
    answer = administrator.get(address(snapshot, "shares"), headers=asked)
    assert answer.status_code == 200
    assert len(body(answer)) == snapshot.files.get(table="shares").size


def test_nothing_is_left_of_a_whole_file(administrator):
    snapshot = released(4, cells=1)
    size = snapshot.files.get(table="shares").size
    answer = administrator.get(address(snapshot, "shares"), headers={"Range": f"bytes={size}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{size}")


def test_a_look_ahead_tells_the_length_and_is_no_export(administrator):
    snapshot = released(4, cells=1)
    answer = administrator.head(address(snapshot, "shares"))
    assert answer.headers["Content-Length"] == str(snapshot.files.get(table="shares").size)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert not AuditEvent._base_manager.filter(action="benchmark.exported").exists()


def test_a_file_that_is_not_whole_breaks_and_is_not_short(administrator, small_blocks):
    snapshot = released(4, cells=1)
    snapshot.files.get(table="figures").blocks.get(number=3).delete()
    answer = administrator.get(address(snapshot, "figures"))
    parts = []
    with pytest.raises(BrokenFileError, match="Block 3"):
        parts.extend(answer)
    assert len(b"".join(parts)) == 300 < int(answer.headers["Content-Length"])


def test_what_is_taken_back_during_a_download_goes_no_further(administrator, small_blocks):
    snapshot = released(4, cells=1)
    answer = administrator.get(address(snapshot, "figures"))
    parts = iter(answer)
    assert len(next(parts)) == 100 < int(answer.headers["Content-Length"])
    withdraw_snapshot(snapshot=snapshot)
    with pytest.raises(BrokenFileError, match="Block 1"):
        next(parts)
    assert administrator.get(address(snapshot, "figures"), headers={"Range": "bytes=100-"}).status_code == 409


def test_each_download_is_on_record(administrator):
    snapshot = with_companies(3, 120)
    administrator.get(address(snapshot, "companies"))
    administrator.get(address(snapshot, "companies"), headers={"Range": "bytes=10-"})
    file = snapshot.files.get(table="companies")
    told = AuditEvent._base_manager.filter(action="benchmark.exported").order_by("pk")
    shared = {"format": "csv", "table": "companies", "rows": file.rows, "sha256": file.sha256}
    assert [event.facts for event in told] == [
        shared | {"part": ""},
        shared | {"part": f"bytes 10-{file.size - 1}/{file.size}"},
    ]
    assert {event.actor_kind for event in told} == {"user"}


def test_single_companies_leave_only_where_they_may(administrator):
    snapshot = with_companies(3, 60, kinds=4)
    answer = administrator.get(address(snapshot, "companies"))
    assert answer.status_code == 409
    assert "more than 5% of its 60 companies" in answer.content.decode()
    snapshot.cells.all().delete()
    page = administrator.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()
    assert "more than 5% of its 60 companies" in page


def test_single_companies_ask_who_is_there_and_a_part_of_them_never_becomes_a_page():
    snapshot = with_companies(3, 120)
    browser = Browser()
    place = address(snapshot, "companies")
    assert browser.get(place).status_code == 302
    assert browser.get(place, headers={"Range": "bytes=10-"}).status_code == 403
    browser.force_login(make_administrator())
    assert browser.get(place).status_code == 302
    assert browser.get(place, headers={"Range": "bytes=10-"}).status_code == 403
    confirm(browser)
    assert browser.get(place).status_code == 200


def test_a_snapshot_from_before_its_files_says_so(administrator):
    answer = administrator.get(address(without_files(4), "figures"))
    assert (answer.status_code, "Build a new one" in answer.content.decode()) == (409, True)
