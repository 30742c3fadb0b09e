"""Tables and JSON: the same columns for every wave, each explained, and nothing that may not leave."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from reports.edition import live_edition
from reports.exports.plain import interchange, tables
from reports.inputs import read_waves
from scoring import Cohort, load_method, score
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from tests.reports.editions import random_edition
from tests.reports.waves import answered_wave

METHOD_TEXT = Path(__file__).parents[3] / "docs" / "method.md"
RANGES = {"people": (0, 50), "share": (0, 1), "points": (0, 100), "points of difference": (-100, 100)}


@pytest.fixture
def archive(tmp_path):
    """Write an edition and read its three tables."""

    def write(edition):
        path = tmp_path / "tables.zip"
        tables.make(edition, None, path)
        with zipfile.ZipFile(path) as opened:
            return {name: read(opened, name) for name in ("long.csv", "wide.csv", "codebook.csv")}

    return write


def read(opened, name):
    return list(csv.DictReader(io.StringIO(opened.read(name).decode("utf-8"), newline="")))


def test_every_column_is_explained_by_a_section_of_the_method(archive):
    found = archive(random_edition(0)[0])
    titles = set(re.findall(r"^## (.+)$", METHOD_TEXT.read_text(encoding="utf-8"), re.MULTILINE))
    book = {row["column"]: row for row in found["codebook.csv"]}
    assert [*book][:-2] == [*found["wide.csv"][0]]
    assert {row["section of the method"] for row in book.values()} - {""} <= titles
    assert [name for name, row in book.items() if not (row["meaning"] and row["unit"])] == []


def test_all_waves_have_the_same_columns(archive):
    waves = [random_edition(seed)[0] for seed in range(6)]
    columns = {tuple(archive(edition)["wide.csv"][0]) for edition in waves}
    assert len(columns) == 1
    assert len(*columns) > 600


def test_values_lie_within_what_the_codebook_says(archive):
    for seed in range(6):
        found = archive(random_edition(seed)[0])
        book = {row["column"]: row for row in found["codebook.csv"]}
        for row in found["long.csv"]:
            entry = book.get(row["path"])
            if entry is None or not row["value"] or row["unit"] in ("code", "yes or no", "its own unit"):
                continue
            if entry["lowest"]:
                assert float(row["value"]) >= float(entry["lowest"]) - 1e-9, row
            if entry["highest"]:
                assert float(row["value"]) <= float(entry["highest"]) + 1e-9, row


def test_every_number_of_the_scorecard_is_in_the_tables(archive):
    edition, _wave = random_edition(0)
    written = {row["path"] for row in archive(edition)["long.csv"]}
    left_out = {
        *("method_version", "perceived.ci", "recommendations", "patterns"),  # these under other names
    }
    plain = edition.scored.disclosed.as_dict()
    missing = [
        path for path in paths(plain) if path not in written and path.partition(".")[0] not in left_out
    ]
    assert [path for path in missing if path not in left_out] == []


def paths(value, way=""):
    if isinstance(value, dict) and "withheld" not in value:
        for key, each in value.items():
            yield from paths(each, f"{way}.{key}" if way else key)
    else:
        yield way


def test_withheld_values_say_why_in_both_tables(archive):
    found = archive(random_edition(1, sizes=(2, 4, 0), mode="aggregated")[0])
    words = "withheld: shown from three people a side"
    rows = {row["path"]: row for row in found["long.csv"]}
    for path in (
        "perceived.joint",
        "items.CUS-K1.sales",
        "outcomes.O1",
        "figures.O1",
        "patterns.hidden_duds",
    ):
        assert (rows[path]["value"], rows[path]["withheld"]) == ("", words)
        assert found["wide.csv"][0][path] == words
    assert [rows[f"counts.{side}"]["value"] for side in ("sales", "marketing", "both")] == ["2", "4", "0"]
    assert [path for path in rows if path.startswith("answers.")] == []


def test_the_side_and_the_people_behind_a_value(archive):
    edition, _wave = random_edition(0)
    rows = {row["path"]: row for row in archive(edition)["long.csv"]}
    card = edition.scored.card
    for path, side, n in (
        ("perceived.sales", "sales", card.counts.sales),
        ("perceived.joint", "joint", card.counts.sales + card.counts.marketing),
        ("items.CUS-K1.marketing", "marketing", card.items["CUS-K1"].n_marketing),
        ("dimensions.CUS.perceived_sales", "sales", card.dimensions["CUS"].n_sales),
        ("dimensions.CUS.predicted_by_sales", "sales", card.dimensions["CUS"].n_predictions_sales),
        ("measured.revenue", "", None),
    ):
        assert (rows[path]["side"], rows[path]["n"]) == (side, "" if n is None else str(n))


def test_the_archive_is_plain_and_the_same_each_time(tmp_path):
    edition, _wave = random_edition(0)
    for name in ("one.zip", "two.zip"):
        tables.make(edition, None, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        text = opened.read("long.csv")
        assert (text[:3] == b"\xef\xbb\xbf", text.count(b"\r\n") == text.count(b"\n")) == (False, True)
        assert opened.namelist() == ["README.txt", "long.csv", "wide.csv", "codebook.csv"]


# ---- JSON -------------------------------------------------------------------------------------------------


def test_a_release_goes_out_as_results(tmp_path):
    edition, _wave = random_edition(0)
    interchange.make(edition, None, tmp_path / "wave.json")
    content = json.loads((tmp_path / "wave.json").read_text(encoding="utf-8"))
    about = content.pop("about")
    assert (about["contents"], about["client"], about["limits"]) == ("results", "Acme", [])
    assert content == edition.scored.disclosed.as_dict()
    assert "respondents" not in content


@pytest.mark.django_db
def test_a_live_wave_by_role_goes_out_as_answers_that_score_the_same(tmp_path):
    wave = answered_wave(2, 1, 1, closed=True)
    with firm_scope(wave.firm):
        edition = live_edition(waves_of(wave.firm).get(pk=wave.pk))
        interchange.make(edition, None, tmp_path / "wave.json")
        [read_again] = read_waves([waves_of(wave.firm).get(pk=wave.pk)])
    content = json.loads((tmp_path / "wave.json").read_text(encoding="utf-8"))
    method = load_method("1")
    [card] = score(Cohort.from_interchange([content], method), method)
    assert card.measured == edition.scored.card.measured
    assert content.pop("about")["contents"] == "answers"
    assert content == read_again.interchange()
    assert {person["id"] for person in content["respondents"]} == {"s1", "s2", "m1", "b1"}
