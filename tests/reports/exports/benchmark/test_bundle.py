"""Files of a snapshot say what the database holds: each read again, and compared cell by cell."""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import zipfile

import openpyxl  # noqa: TID253
import pandas as pd  # noqa: TID253
import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command

from reports.benchmarks.anonymity import QUASI_IDENTIFIERS
from reports.benchmarks.figures import LEVELS
from reports.benchmarks.files import make_files, read
from reports.benchmarks.measures import COLUMNS
from reports.exports.benchmark.bundle import write_bundle
from reports.models import BenchmarkSnapshot
from smax.csv import safe
from surveys.errors import SurveyError
from tests import office
from tests.cast import make_snapshot
from tests.reports.exports.benchmark.snapshots import released, with_companies

pytestmark = pytest.mark.django_db

COMMAS_AND_UTF8 = "CSV:44,34,76"  # LibreOffice asks for it on its screen, and without one it guesses
KINDS = [pytest.param(seed, marks=[] if seed < 2 else pytest.mark.slow) for seed in range(200)]


def expected(snapshot):
    """The three tables, read from the database in another way than the export's."""
    start = (f"{snapshot.period}.{snapshot.number}", "yes" if snapshot.synthetic else "no")
    tables = {"figures": [], "shares": [], "histogram": []}
    for key, n, measures, shares in snapshot.cells.order_by("pk").values_list(
        "key", "n", "measures", "shares"
    ):
        tables["shares"] += [(*start, key, level, shares[level]) for level in LEVELS]
        for name in sorted(measures, key=list(COLUMNS).index):
            told = measures[name]
            tables["figures"].append((*start, key, name, n, told["n"], *told["quartiles"]))
            tables["histogram"] += [(*start, key, name, *bar) for bar in rounded_bars(told["histogram"])]
    return tables


def rounded_bars(histogram):
    """Edges with counts to a multiple of 5: the first, the last, and each at which more are below."""
    edges, counts = histogram["edges"], [(count + 2) // 5 * 5 for count in histogram["below"]]
    kept = [(edges[0], 0)]
    for edge, count in zip(edges[1:-1], counts[1:-1], strict=True):
        if kept[-1][1] < count < counts[-1]:
            kept.append((edge, count))
    return [*kept, (edges[-1], counts[-1])]


def test_both_databases_give_this_text():
    snapshot = make_snapshot(period="2026Q4", number=7)
    histogram = {"edges": [-100.0, -12.5, 100.0], "below": [0, 4, 30]}
    gap = {"n": 30, "quartiles": [-12.5, 0.0, 50.0], "histogram": histogram}
    measures = {"gap": gap, "P": gap | {"quartiles": [2.5, 7.5, 60]}}
    shares = {"aligned": None, "ambiguous": 35, "collaborative": None}
    snapshot.cells.create(key="=größe", n=30, measures=measures, shares=shares)
    make_files(snapshot)
    bars = ("-100.0,0", "-12.5,5", "100.0,30")
    texts = {file.table: b"".join(read(file)).decode() for file in snapshot.files.exclude(table="codebook")}
    start = '"2026Q4.7","no","\'=größe"'
    assert {table: text.split("\r\n") for table, text in texts.items()} == {
        "figures": [
            '"snapshot","synthetic","cohort","measure","cohort_n","n","p25","p50","p75"',
            f'{start},"P",30,30,2.5,7.5,60.0',
            f'{start},"gap",30,30,-12.5,0.0,50.0',
            "",
        ],
        "shares": [
            '"snapshot","synthetic","cohort","level","share_pct"',
            f'{start},"ambiguous",35',
            f'{start},"collaborative",""',
            f'{start},"aligned",""',
            "",
        ],
        "histogram": [
            '"snapshot","synthetic","cohort","measure","edge","below"',
            *(f'{start},"{name}",{bar}' for name in ("P", "gap") for bar in bars),
            "",
        ],
    }


def files_of(snapshot, tmp_path, **how):
    path = tmp_path / "benchmark.zip"
    manifest = write_bundle(snapshot, path, **{"research": False} | how)
    with zipfile.ZipFile(path) as bundle:
        return manifest, {name: bundle.read(name) for name in bundle.namelist()}


def as_rows(frame):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]


def neutralised(rows):
    return [tuple(safe(cell) for cell in row) for row in rows]


@pytest.mark.parametrize("seed", KINDS)
def test_every_file_gives_what_the_database_holds(seed, tmp_path):
    snapshot = released(seed, synthetic=seed % 2 == 1)
    _manifest, files = files_of(snapshot, tmp_path)
    stem = f"benchmark_2026Q4.{1 + seed}{'_synthetic' if seed % 2 else ''}"
    book = openpyxl.load_workbook(io.BytesIO(files[f"{stem}.xlsx"]), read_only=True)
    for name, rows in expected(snapshot).items():
        texts = {"snapshot": str, "synthetic": str}
        for ending, encoding in ((".csv", "utf-8"), ("_excel.csv", "utf-8-sig")):
            frame = pd.read_csv(
                io.BytesIO(files[f"{stem}_{name}{ending}"]),
                dtype=texts,
                encoding=encoding,
                keep_default_na=False,
                na_values={"share_pct": [""]},
            )
            assert as_rows(frame) == neutralised(rows)
        table = pyarrow.parquet.read_table(io.BytesIO(files[f"{stem}_{name}.parquet"]))
        assert [tuple(row.values()) for row in table.to_pylist()] == rows
        sheet = list(book[name].iter_rows(values_only=True))
        assert sheet[1:] == neutralised(rows)
        assert sheet[0] == tuple(table.column_names)


def test_the_excel_file_alone_begins_with_the_mark(tmp_path):
    _manifest, files = files_of(released(1), tmp_path)
    marked = {name for name, content in files.items() if content.startswith(b"\xef\xbb\xbf")}
    assert marked == {name for name in files if name.endswith("_excel.csv")}


def test_the_manifest_tells_of_every_file(tmp_path):
    snapshot = with_companies(3, 120)
    manifest, files = files_of(snapshot, tmp_path, research=True)
    stem = "benchmark_2026Q4.4"
    assert json.loads(files[f"{stem}_manifest.json"]) == manifest
    assert {name: told["sha256"] for name, told in manifest["files"].items()} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != f"{stem}_manifest.json"
    }
    for name, rows in expected(snapshot).items():
        assert manifest["files"][f"{stem}_{name}.csv"]["rows"] == len(rows)
    lines = files[f"{stem}_companies.csv"].count(b"\n") - 1
    assert manifest["files"][f"{stem}_companies.csv"]["rows"] == lines
    assert (manifest["snapshot"], manifest["synthetic"], manifest["approvers"]) == ("2026Q4.4", False, 0)
    assert manifest["left_out"] == {}


def test_every_column_is_in_the_codebook(tmp_path):
    _manifest, files = files_of(with_companies(3, 120), tmp_path, research=True)
    book = pd.read_csv(io.BytesIO(files["benchmark_2026Q4.4_codebook.csv"]))
    for table in ("figures", "shares", "histogram", "companies"):
        header = pd.read_csv(io.BytesIO(files[f"benchmark_2026Q4.4_{table}.csv"]), nrows=0)
        assert book[book["table"] == table]["column"].tolist() == list(header.columns)


def test_synthetic_stands_in_every_row_and_name(tmp_path):
    _manifest, files = files_of(released(1, synthetic=True), tmp_path)
    assert all("_synthetic" in name for name in files)
    for table in ("figures", "shares", "histogram"):
        frame = pd.read_csv(io.BytesIO(files[f"benchmark_2026Q4.2_synthetic_{table}.csv"]))
        assert set(frame["synthetic"]) == {"yes"}


@pytest.mark.parametrize(
    "seed", [3, 4, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 15))]
)
def test_the_companies_file_holds_the_rows_that_may_leave(seed, tmp_path):
    snapshot = with_companies(seed, 240)
    _manifest, files = files_of(snapshot, tmp_path, research=True)
    frame = pd.read_csv(
        io.BytesIO(files[f"benchmark_2026Q4.{1 + seed}_companies.csv"]), dtype={"snapshot": str}
    )
    names = [*QUASI_IDENTIFIERS, "level", *COLUMNS.values()]
    held = list(snapshot.rows.filter(released=True).values_list(*names))
    assert sorted(as_rows(frame[names]), key=repr) == sorted(held, key=repr)
    assert len(held) > 228
    assert frame["id"].is_unique
    assert set(frame["snapshot"]) == {f"2026Q4.{1 + seed}"}
    assert frame.groupby(list(QUASI_IDENTIFIERS)).size().min() >= 5
    assert {*frame.columns} == {"id", "snapshot", "synthetic", *names}


def companies_of(snapshot, tmp_path):
    _manifest, files = files_of(snapshot, tmp_path, research=True)
    return next(content for name, content in files.items() if name.endswith("_companies.csv"))


def test_every_download_of_a_snapshot_is_one_file(tmp_path):
    snapshot = with_companies(3, 120)
    assert companies_of(snapshot, tmp_path) == companies_of(snapshot, tmp_path)


def test_ids_and_order_are_new_whenever_files_are_made(tmp_path):
    snapshot = with_companies(3, 120)
    frames = []
    for _turn in range(2):
        frames.append(pd.read_csv(io.BytesIO(companies_of(snapshot, tmp_path))))
        snapshot.files.all().delete()
        make_files(snapshot)
    assert set(frames[0]["id"]) & set(frames[1]["id"]) == set()
    assert as_rows(frames[0].drop(columns="id")) != as_rows(frames[1].drop(columns="id"))


def test_no_file_of_companies_is_made_where_too_many_would_be_missing(tmp_path):
    snapshot = with_companies(3, 60, kinds=4)
    with pytest.raises(SurveyError, match="more than 5% of its 60 companies"):
        files_of(snapshot, tmp_path, research=True)
    assert list(tmp_path.iterdir()) == []
    _manifest, files = files_of(snapshot, tmp_path)
    assert not any("companies" in name for name in files)


def test_a_code_that_a_spreadsheet_would_run_is_neutralised(tmp_path):
    snapshot = with_companies(3, 120)
    snapshot.rows.update(level="=1+1")
    snapshot.files.all().delete()
    make_files(snapshot)
    frame = pd.read_csv(io.BytesIO(companies_of(snapshot, tmp_path)))
    assert set(frame["level"]) == {"'=1+1"}


@pytest.mark.parametrize("harm", ["missing", "short", "other"])
def test_what_is_not_what_was_approved_does_not_leave(harm, tmp_path):
    snapshot = released(1)
    block = snapshot.files.get(table="shares").blocks.get()
    if harm == "missing":
        block.delete()
    else:
        block.content = bytes(block.content)[:-1] + (b"" if harm == "short" else b"x")
        block.save()
    with pytest.raises(SurveyError, match="file of this snapshot is not"):
        files_of(snapshot, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("state", ["built", "replaced", "withdrawn"])
def test_only_what_is_out_leaves(state, tmp_path):
    with pytest.raises(SurveyError, match="released"):
        write_bundle(BenchmarkSnapshot(state=state), tmp_path / "x.zip", research=False)


def test_a_failure_leaves_the_file_from_before(tmp_path, monkeypatch):
    path = tmp_path / "x.zip"
    path.write_bytes(b"before")

    def fails(*_args):
        raise OSError("full")

    monkeypatch.setattr("reports.exports.benchmark.bundle._zip", fails)
    with pytest.raises(OSError, match="full"):
        write_bundle(released(1), path, research=False)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("x.zip", b"before")]


def test_without_pyarrow_the_rest_is_made_and_the_manifest_says_why(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    manifest, files = files_of(released(1), tmp_path)
    assert not any(name.endswith(".parquet") for name in files)
    assert manifest["left_out"] == {
        "parquet": "Parquet needs pyarrow, which is not installed on this server: pip install pyarrow"
    }


def test_the_command_writes_the_released_snapshot(tmp_path, capsys):
    released(1, synthetic=True)
    call_command("export_benchmark", tmp_path, synthetic=True)
    assert [file.name for file in tmp_path.iterdir()] == ["benchmark_2026Q4.2_synthetic.zip"]
    assert "benchmark_2026Q4.2_synthetic_figures.csv, " in capsys.readouterr().out
    with pytest.raises(CommandError, match="No benchmark snapshot is released"):
        call_command("export_benchmark", tmp_path)
    with pytest.raises(CommandError, match="is no folder"):
        call_command("export_benchmark", tmp_path / "nowhere")


@pytest.mark.slow
def test_a_spreadsheet_reads_the_same_text(tmp_path):
    if (program := office.find()) is None:
        pytest.skip(office.ADVICE)
    snapshot = released(5)
    for cell in snapshot.cells.filter(key__contains="\n"):
        cell.key = cell.key.replace("\n", " ")
        cell.save()
    snapshot.files.all().delete()
    make_files(snapshot)
    _manifest, files = files_of(snapshot, tmp_path)
    tables = expected(snapshot)
    sources = []
    names = [(name, f"{name}{kind}.csv") for name in tables for kind in ("", "_excel")]
    for _name, file in names:
        sources.append(tmp_path / file)
        sources[-1].write_bytes(files[f"benchmark_2026Q4.6_{file}"])
    opened = office.converted(program, sources, "xlsx", tmp_path, reading=COMMAS_AND_UTF8)
    for (name, _file), path in zip(names, opened, strict=True):
        [*_header, sheet] = [list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))]
        read = [(str(row[0]), *row[1:]) for row in sheet[1:]]
        assert read == neutralised(tables[name])
