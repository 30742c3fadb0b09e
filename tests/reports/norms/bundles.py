"""Files that norms come in: real ones, and the same with something wrong in them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict
from datetime import UTC, datetime

import numpy as np

from reports.benchmarks.figures import figures_of
from reports.benchmarks.files import make_files
from reports.benchmarks.measures import MEASURES
from reports.exports.benchmark.bundle import write_bundle
from reports.models import SnapshotCell
from tests.cast import make_snapshot

COHORTS = {"all": 83, "industry:software": 41, "region:europe": 27, "industry:software+region:europe": 14}
RELEASED = datetime(2026, 10, 5, 12, tzinfo=UTC)
STEM = "benchmark_2026Q4.1"
TABLE = (
    "measure,cohort,n,p25,p50,p75\nSMAX,all,120,35,47.5,60\ngap,all,110,-10,12.5,20\n"
    "P,region:europe,40,50,60,70\n"
)


def released(*, synthetic=False):
    """A released snapshot of random companies, its cohorts rounded as they are published."""
    random = np.random.default_rng(7)
    snapshot = make_snapshot(
        period="2026Q4",
        synthetic=synthetic,
        state="released",
        released_at=RELEASED,
        cells_offered=9,
        cells_kept=len(COHORTS),
    )
    for key, n in COHORTS.items():
        scores = {name: np.clip(random.normal(50, 15, n), 0, 100) for name in MEASURES}
        scores["gap"] = random.normal(10, 20, n)
        # Some companies lack a dimension, and in the smallest cohort too few have it.
        scores["M_COL"][: n // 2] = np.nan
        found = figures_of(scores, random.integers(0, 3, n).astype(np.int8))
        measures = {name: asdict(measure) for name, measure in found.measures.items()}
        SnapshotCell.objects.create(
            snapshot=snapshot, key=key, n=found.n, measures=measures, shares=found.shares
        )
    make_files(snapshot)
    return snapshot


def bundle_of(snapshot, folder):
    """The zip file as an administrator gets it."""
    path = folder / "benchmark.zip"
    write_bundle(snapshot, path, research=False)
    return path.read_bytes()


def parts_of(bundle):
    """Its files by name."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    """A zip file of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def told(bundle):
    """Its manifest."""
    return json.loads(parts_of(bundle)[f"{STEM}_manifest.json"])


def changed(bundle, table="", change=None, **manifest):
    """The same bundle with a table rewritten by `change`, and its manifest made to fit that, or changed."""
    parts = parts_of(bundle)
    said = told(bundle)
    if table:
        name = f"{STEM}_{table}.csv"
        text = change(parts[name].decode())
        parts[name] = text.encode()
        said["files"][name] = {
            "rows": len(text.splitlines()) - 1,
            "sha256": hashlib.sha256(parts[name]).hexdigest(),
        }
    parts[f"{STEM}_manifest.json"] = json.dumps(said | manifest).encode()
    return packed(parts)


def with_line(number, line):
    """A change that puts another line in place of one, counted from 1."""

    def change(text):
        lines = text.splitlines()
        lines[number - 1 : number] = line(lines[number - 1]).splitlines()
        return "\r\n".join(lines) + "\r\n"

    return change


def with_cell(number, place, value):
    """A change of one cell."""

    def line(text):
        cells = text.split(",")
        cells[place] = value
        return ",".join(cells)

    return with_line(number, line)
