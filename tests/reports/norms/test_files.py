"""Norm files: what is right is read as it was published, and each fault is named with its place."""

from __future__ import annotations

import datetime
import io
import json
import random
import resource
import zipfile

import pytest

from reports.norms import bundle as bundles
from reports.norms import faults, files
from reports.norms.faults import NormFault
from reports.norms.files import Stated, read_norm
from reports.norms.lines import KEYS
from tests.reports.norms.bundles import (
    STEM,
    TABLE,
    bundle_of,
    changed,
    packed,
    parts_of,
    released,
    told,
    with_cell,
    with_line,
)

DAY = datetime.date(2026, 3, 1)
STATED = Stated(date=DAY, method_version="1")
FIGURES, SHARES, HISTOGRAM = (f"{STEM}_{table}.csv" for table in ("figures", "shares", "histogram"))


@pytest.fixture
def bundle(db, tmp_path):
    return bundle_of(released(), tmp_path)


def read(content, stated=Stated(), name="norm.csv"):  # noqa: B008 - frozen
    return read_norm(io.BytesIO(content if isinstance(content, bytes) else content.encode()), name, stated)


def faults_of(content, stated=Stated(), name="norm.csv"):  # noqa: B008 - frozen
    with pytest.raises(NormFault) as caught:
        read(content, stated, name)
    return [(fault.file, fault.line, fault.column, fault.value) for fault in caught.value.faults]


def test_a_bundle_says_what_the_snapshot_says(bundle):
    norm = read(bundle)
    assert (norm.date, norm.snapshot_name, norm.synthetic) == (datetime.date(2026, 10, 5), "2026Q4.1", False)
    assert (norm.method_version, norm.instrument_versions) == ("1", "smax 1")
    assert [(cohort.key, cohort.n) for cohort in norm.cohorts] == [
        *(("all", 85), ("industry:software", 40), ("region:europe", 25)),
        ("industry:software+region:europe", 15),
    ]


def test_a_table_says_its_figures_alone(db):
    norm = read(TABLE, STATED)
    assert [(cohort.key, cohort.n, cohort.measures) for cohort in norm.cohorts if cohort.key != "all"] == [
        ("region:europe", 40, {"P": {"n": 40, "quartiles": [50.0, 60.0, 70.0]}})
    ]
    assert norm.date == DAY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("measure,p25,p50,p75\nSMAX,35,47.5,60\n", id="comma"),
        pytest.param("measure;p25;p50;p75\r\nSMAX;35;47.5;60\r\n", id="semicolon"),
        pytest.param("\ufeffmeasure\tp25\tp50\tp75\nSMAX\t35\t47.5\t60\n", id="tab-after-a-mark"),
    ],
)
def test_a_table_of_all_companies_takes_the_n_that_is_stated(text):
    stated = Stated(date=DAY, method_version="1", n=350)
    [cohort] = read(text, stated).cohorts
    assert (cohort.key, cohort.n, cohort.measures["SMAX"]["n"]) == ("all", 350, 350)


def line(measure="SMAX", cohort="all", n="120", p25="35", p50="47.5", p75="60"):
    return f"measure,cohort,n,p25,p50,p75\n{measure},{cohort},{n},{p25},{p50},{p75}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (line(measure="ALPHA"), (2, "measure", "ALPHA")),
        (line(measure="=1+1"), (2, "measure", "=1+1")),
        (line(cohort="industry:mars"), (2, "cohort", "industry:mars")),
        (line(cohort="@SUM(A1)"), (2, "cohort", "@SUM(A1)")),
        (line(cohort="region:europe+industry:software"), (2, "cohort", "region:europe+industry:software")),
        (line(n="9"), (2, "n", "9")),
        (line(n="12.5"), (2, "n", "12.5")),
        (line(n="-20"), (2, "n", "-20")),
        (line(n="99999999999999999999"), (2, "n", "99999999999999999999")),
        (line(n="١٢"), (2, "n", "١٢")),
        (line(p50="1e9"), (2, "p50", "1e9")),
        (line(p50="nan"), (2, "p50", "nan")),
        (line(p50="inf"), (2, "p50", "inf")),
        (line(p50="=40"), (2, "p50", "=40")),
        (line(p50=""), (2, "p50", "")),
        (line(p50=" 40"), (2, "p50", " 40")),
        (line(p75="100.5"), (2, "p75", "100.5")),
        (line(p25="-0.5"), (2, "p25", "-0.5")),
        (line(measure="gap", p25="-100.5"), (2, "p25", "-100.5")),
        (line(p50="30"), (2, "p50", "30")),
        (line(p75="40"), (2, "p75", "40")),
        (line(p50="9" * 200), (2, "p50", "9" * 60 + "…")),
        (line() + "SMAX,all,120,35,47.5,60\n", (3, "measure", "SMAX")),
        (line() + "SMAX,all,120,35\n", (3, "", "")),
        (line() + 'SMAX,"all,120,35,47.5,60\n', (3, "", "")),
        (line() + "SMAX,region:europe,125,35,47.5,60\n", (3, "cohort", "region:europe")),
        (line().replace("p75", "p99"), (1, "", "p99")),
        (line().replace("cohort", "p75"), (1, "p75", "")),
        (line().replace("measure,", "synthetic,"), (1, "measure", "")),
        ("measure,p25,p50,p75\nSMAX,35,47.5,60\n", (2, "n", "")),
        ("measure,p25,p50,p75,synthetic,n\nSMAX,35,47.5,60,yes,50\n", (2, "synthetic", "yes")),
        ("measure,n,p25,p50,p75\n", (None, "", "")),
        ("", (1, "measure", "")),
        ("<html></html>", (1, "", "<html></html>")),
    ],
)
def test_every_fault_of_a_table_is_named(text, fault):
    assert faults_of(text, STATED) == [("norm.csv", *fault)]


def test_all_faults_are_listed_up_to_a_limit():
    text = "measure,n,p25,p50,p75\n" + "X,5,a,b,c\n" * 30
    with pytest.raises(NormFault) as caught:
        read(text, STATED)
    assert (len(caught.value.faults), caught.value.more) == (faults.MOST_FAULTS, 30 * 5 - faults.MOST_FAULTS)
    assert str(caught.value).splitlines()[:3] == [
        "norm.csv, line 2, column measure: “X” is no measure of this server.",
        "norm.csv, line 2, column n: “5” is fewer than 10: no smaller group is shown.",
        "norm.csv, line 2, column p25: “a” is no number such as 62.5.",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (TABLE.encode("utf-16"), (1, "", "")),
        (line().encode() + b"SMAX,\x00,120,35,47.5,60\n", (3, "cohort", "\x00")),
        (line(cohort="größe").encode("latin-1"), (2, "", "")),
        (b"\xd0\xcf\x11\xe0 old excel", (1, "", "")),
    ],
)
def test_other_encodings_are_refused(content, fault):
    assert faults_of(content, STATED) == [("norm.csv", *fault)]


@pytest.mark.parametrize(
    ("stated", "column"),
    [
        (Stated(method_version="1"), ""),
        (Stated(date=DAY), "method_version"),
        (Stated(date=DAY, method_version="2"), "method_version"),
    ],
)
def test_a_table_needs_its_day_and_the_same_method(stated, column):
    assert [fault[2] for fault in faults_of(TABLE, stated)] == [column]


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        ("figures", with_cell(2, 2, '"industry:mars"'), (FIGURES, 2, "cohort", "industry:mars")),
        ("figures", with_cell(2, 4, "80"), (FIGURES, 3, "cohort_n", "85")),
        ("figures", with_cell(2, 5, "90"), (FIGURES, 2, "n", "90")),
        ("figures", with_cell(2, 0, '"2026Q4.2"'), (FIGURES, 2, "snapshot", "2026Q4.2")),
        ("figures", with_cell(2, 1, '"yes"'), (FIGURES, 2, "synthetic", "yes")),
        ("figures", with_cell(1, 2, '"cohorts"'), (FIGURES, 1, "", "cohorts")),
        ("figures", with_line(2, lambda text: f"{text}\r\n{text}"), (FIGURES, 3, "measure", "P")),
        ("figures", with_cell(2, 6, "97.5"), (FIGURES, 2, "p50", None)),
        ("shares", with_cell(2, 4, "33"), (SHARES, 2, "share_pct", "33")),
        ("shares", with_cell(2, 4, "105"), (SHARES, 2, "share_pct", "105")),
        ("shares", with_cell(2, 4, "95"), (SHARES, 4, "share_pct", None)),
        ("shares", with_cell(2, 3, '"splendid"'), (SHARES, 2, "level", "splendid")),
        ("shares", with_cell(3, 3, '"ambiguous"'), (SHARES, 3, "level", "ambiguous")),
        ("shares", with_line(2, lambda _text: ""), (SHARES, 3, "level", "aligned")),
        ("histogram", with_cell(2, 4, "-90.0"), (HISTOGRAM, 2, "edge", "-90.0")),
        ("histogram", with_cell(3, 4, "-100.0"), (HISTOGRAM, 3, "edge", "-100.0")),
        ("histogram", with_cell(2, 5, "1"), (HISTOGRAM, None, None, None)),
        ("histogram", with_cell(3, 5, "2"), (HISTOGRAM, 3, "below", "2")),
        ("histogram", with_cell(3, 5, "0"), (HISTOGRAM, 3, "below", "0")),
        ("histogram", with_cell(3, 5, "80"), (HISTOGRAM, None, "below", None)),
        ("histogram", with_cell(2, 3, '"Q"'), (HISTOGRAM, 2, "measure", "Q")),
    ],
)
def test_every_fault_of_a_bundle_is_named(bundle, table, change, fault):
    found = faults_of(changed(bundle, table, change), name="b.zip")
    assert any(
        all(expected in (None, seen) for expected, seen in zip(fault, each, strict=True)) for each in found
    ), found


def test_a_histogram_agrees_with_the_quartiles_and_n(bundle):
    text = parts_of(bundle)[HISTOGRAM].decode().splitlines()
    first = [number for number, line in enumerate(text, 1) if '"all","SMAX"' in line]

    # Forty companies moved below every edge but the last ones, which rise to the same n.
    def lifted(by):
        def change(whole):
            lines = whole.splitlines()
            for number in first[2:]:
                start, _comma, below = lines[number - 1].rpartition(",")
                lines[number - 1] = f"{start},{min(int(below) + by, 85 - 5 * (first[-1] - number))}"
            return "\r\n".join(lines) + "\r\n"

        return change

    [(file, line, column, _value)] = faults_of(changed(bundle, "histogram", lifted(40)))
    assert (file, line, column) == (HISTOGRAM, first[0], "below")
    moved = with_cell(_line_of(bundle, FIGURES, '"all","SMAX"'), 7, "40.0")
    [fault] = faults_of(changed(bundle, "figures", moved))
    assert fault[:3] == (HISTOGRAM, first[0], "below")


def _line_of(bundle, part, text):
    lines = parts_of(bundle)[part].decode().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("manifest", "column"),
    [
        ({"format": 2}, "format"),
        ({"format": "1"}, "format"),
        ({"method_version": "2"}, "method_version"),
        ({"method_version": 1}, "method_version"),
        ({"synthetic": "no"}, "synthetic"),
        ({"snapshot": "=2026"}, "snapshot"),
        ({"released_at": "yesterday"}, "released_at"),
        ({"released_at": "2026-13-45T00:00:00Z"}, "released_at"),
        ({"instrument_versions": "x" * 201}, "instrument_versions"),
        ({"instrument_versions": "\u202e"}, "instrument_versions"),
        ({"files": []}, "files"),
        ({"files": {"a.csv": {}}}, "files"),
        ({"cohorts_published": 3}, ""),
        ({"cohorts_published": True}, "cohorts_published"),
    ],
)
def test_a_manifest_says_all_that_is_needed_in_its_kind(bundle, manifest, column):
    assert [fault[2] for fault in faults_of(changed(bundle, **manifest))] == [column]


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"{", b"\xff\xfe{}", b"[" * 200_000, b'{"format":' + b"9" * 5000 + b"}"]
)
def test_a_manifest_that_is_none(bundle, content):
    parts = parts_of(bundle) | {f"{STEM}_manifest.json": content}
    [fault] = faults_of(packed(parts))
    assert fault[0] == f"{STEM}_manifest.json"


def test_files_are_what_the_manifest_says(bundle):
    parts = parts_of(bundle)
    one_more = parts[FIGURES] + b"\r\n"
    assert faults_of(packed(parts | {FIGURES: one_more})) == [(FIGURES, None, "", "")]
    assert faults_of(packed(parts | {"more.csv": b""}), name="b.zip") == [("b.zip", None, "", "more.csv")]
    assert faults_of(packed(parts | {"../evil.csv": b""}), name="b.zip")[0][3] == "../evil.csv"
    fewer = {name: content for name, content in parts.items() if name != SHARES}
    assert faults_of(packed(fewer), name="b.zip") == [("b.zip", None, "", SHARES)]
    said = told(bundle)
    said["files"].pop(SHARES)
    fewer[f"{STEM}_manifest.json"] = json.dumps(said).encode()
    assert faults_of(packed(fewer), name="b.zip") == [("b.zip", None, "", SHARES)]
    without = {name: content for name, content in parts.items() if "manifest" not in name}
    assert faults_of(packed(without), name="b.zip") == [("b.zip", None, "", "")]


def test_a_file_that_is_short_is_found_short(bundle):
    said = told(bundle)
    said["files"][HISTOGRAM]["rows"] += 1
    assert faults_of(changed(bundle, files=said["files"])) == [(HISTOGRAM, None, "", "")]


def test_what_is_stated_may_not_say_otherwise(bundle):
    assert faults_of(bundle, Stated(date=DAY))[0][3] == "2026-03-01"
    assert faults_of(bundle, Stated(synthetic=True)) == [("norm.csv", None, "", "")]
    assert read(bundle, Stated(date=datetime.date(2026, 10, 5))).snapshot_name == "2026Q4.1"


def test_zip_files_that_are_none_or_too_much(bundle, monkeypatch):
    assert faults_of(bundle[:-400], name="b.zip") == [("b.zip", None, "", "")]
    assert faults_of(b"PK\x03\x04 and nothing", name="b.zip") == [("b.zip", None, "", "")]
    twice = io.BytesIO(bundle)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr(FIGURES, b"")
    assert faults_of(twice.getvalue(), name="b.zip") == [("b.zip", None, "", "")]
    many = {f"{number}.csv": b"" for number in range(bundles.MOST_PARTS + 1)}
    assert faults_of(packed(many), name="b.zip") == [("b.zip", None, "", "")]
    monkeypatch.setattr(files, "LARGEST_FILE", 1000)
    assert faults_of(bundle, name="b.zip") == [("b.zip", None, "", "")]


@pytest.mark.parametrize("name", [FIGURES, "other.bin"])
def test_a_bomb_is_refused_by_its_directory(bundle, name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w") as part:
            for _block in range(201):
                part.write(bytes(1024 * 1024))
        archive.writestr("x_manifest.json", "{}")
    assert len(stream.getvalue()) < 300_000
    assert len(faults_of(stream.getvalue())) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_noise_is_refused_and_never_breaks_the_reading(bundle):
    noise = random.Random(5)
    for content in (bundle, TABLE.encode()) * 60:
        broken = bytearray(content)
        for _change in range(noise.randint(1, 6)):
            broken[noise.randrange(len(broken))] = noise.randrange(256)
        try:
            norm = read(bytes(broken), Stated() if content is bundle else STATED)
        except NormFault:
            continue
        assert {cohort.key for cohort in norm.cohorts} <= KEYS


def test_cohorts_that_can_be_published_are_those_of_the_lattice():
    assert len(KEYS) == 1 + (12 + 5 + 5 + 5 + 4 + 4) + 12 * 5 + 12 * 5
    assert {"all", "industry:software+revenue_band:25_99", "industry:software+region:europe"} <= KEYS
