"""The workbook: formulas that come to the very numbers, marks on every page, and nothing that runs."""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace

import openpyxl  # noqa: TID253 - a test reads what was written
import pytest

from reports.exports.workbook import make
from reports.frozen import FrozenClient
from tests import office
from tests.reports.editions import METHOD, random_edition, release_of, same

COMPOSITES = (
    *("Perceived alignment, Sales", "Perceived alignment, Marketing", "Perceived alignment (P)"),
    *("Operating score (A)", "Imbalance", "Revenue (R)", "Pipeline (L)", "Outcomes (O)"),
    *("SMAX index", "Gap", "Gap to practice"),
)


@pytest.fixture
def book(tmp_path):
    """Write an edition and open it twice: as formulas, and as what they come to."""

    def write(edition, name="book.xlsx"):
        path = tmp_path / name
        make(edition, None, path)
        return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), path

    return write


def formulas(live):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def column(sheet, name):
    """The cells below the header of that name."""
    [place] = [cell.column for cell in sheet[5] if cell.value == name]
    return [sheet.cell(row, place) for row in range(6, sheet.max_row + 1) if sheet.cell(row, place).value]


def test_every_composite_is_a_formula(book):
    live, _shown, _path = book(random_edition(0)[0])
    summary = {row[0].value: row[1] for row in live["Summary"].iter_rows(min_row=6)}
    assert {name: summary[name].data_type for name in COMPOSITES} == dict.fromkeys(COMPOSITES, "f")
    for name in ("Perceived (P)", "Practice", "Concordance", "Measured (M)", "Gap, P less M", "Weight"):
        assert {cell.data_type for cell in column(live["Dimensions"], name)} == {"f"}
    assert {cell.data_type for cell in column(live["Outcomes"], "Score")} == {"f"}
    for name in ("State as scored",):
        assert {cell.data_type for cell in column(live["Gates"], name)} == {"s"}


def test_formulas_read_entered_cells_and_settings_alone(book):
    live, _shown, _path = book(random_edition(0)[0])
    text = " ".join(formulas(live).values())
    assert set(re.findall(r"[A-Z]{2,}(?=\()", text)) == {
        *(
            "IF",
            "AND",
            "ISNUMBER",
            "COUNT",
            "AVERAGE",
            "SUM",
            "SUMIF",
            "MIN",
            "MAX",
            "EXP",
            "LN",
            "SQRT",
            "ABS",
        ),
    }
    settings = {row[0].value: row[2].value for row in live["Method"].iter_rows(min_row=6)}
    assert settings["composite.floor"] == METHOD.composite.floor
    assert settings["weights.CUS"] == 0.2
    assert settings["levels.aligned"] == 70


def test_marks_stand_on_every_sheet_and_every_printed_page(book):
    edition, _wave = random_edition(0)
    scored = replace(
        edition.scored,
        wave=replace(
            edition.scored.wave,
            assessment=replace(
                edition.scored.wave.assessment, client=FrozenClient(name="A & B", synthetic=True)
            ),
        ),
    )
    live, _shown, _path = book(replace(edition, scored=scored))
    for sheet in live:
        assert sheet["A2"].value == "A & B · Wave 2 · Ours"
        assert "Synthetic data" in sheet["A3"].value
        head, foot = sheet.oddHeader, sheet.oddFooter
        assert (head.left.text, "Synthetic data" in head.right.text) == ("A && B · Wave 2", True)
        assert (foot.left.text, foot.center.text) == ("Ours", "SMAX method 1, questionnaire smax 1")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes
        assert sheet.print_title_rows
    assert {cell.font.name for sheet in live for row in sheet.iter_rows() for cell in row} == {"Arial"}


def test_a_ground_always_comes_with_its_own_ink(book):
    live, _shown, _path = book(random_edition(0)[0])
    grounds = {
        (cell.fill.fgColor.rgb, cell.font.color.rgb if cell.font.color else None)
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }
    assert len(grounds) == 2  # headers, and what may be changed
    assert all(ink for _ground, ink in grounds)


def test_a_draft_says_so(book):
    edition, _wave = random_edition(0)
    draft = release_of()
    draft.state = "draft"
    live, _shown, _path = book(replace(edition, release=draft))
    assert all(sheet["A3"].value.startswith("Draft, not released") for sheet in live)


def test_the_same_edition_gives_the_same_bytes(book):
    edition, _wave = random_edition(0)
    _live, _shown, first = book(edition, "first.xlsx")
    _live, _shown, second = book(edition, "second.xlsx")
    assert first.read_bytes() == second.read_bytes()


def test_below_the_smallest_group_no_sheet_has_scores(book):
    edition, _wave = random_edition(1, sizes=(2, 5, 1), mode="aggregated")
    live, shown, _path = book(edition)
    assert live.sheetnames == ["Summary", "Method", "Read me"]
    assert formulas(live) == {}
    cells = [cell.value for row in shown["Summary"].iter_rows() for cell in row]
    assert [cell for cell in cells if isinstance(cell, int | float)] == [2, 5, 1]


def test_a_withheld_score_says_why_and_no_formula_makes_it(book):
    live, shown, _path = book(random_edition(1, sizes=(2, 0, 0), mode="attributed")[0])
    for name in ("Perceived alignment (P)", "Operating score (A)", "Gap"):
        [value] = [row[1] for row in shown["Summary"].iter_rows(values_only=True) if row[0] == name]
        assert value == "needs both sides"
    assert {cell.value for cell in column(live["Dimensions"], "Measured (M)")} == {"needs both sides"}
    assert {cell.data_type for cell in column(live["Dimensions"], "Measured (M)")} == {"s"}


# ---- Worked out again by another program ------------------------------------------------------------------


@pytest.fixture(scope="session")
def soffice():
    program = office.find()
    if program is None:
        pytest.skip(office.ADVICE)
    return program


def spoilt(path, target):
    """A copy in which every formula claims to come to nonsense, so that what is read was worked out."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>-777\2", content)
                content = re.sub(rb'(<c [^>]*) t="str"(><f>)', rb"\1\2", content)
            copy.writestr(name, content)
    return target


CASES = {
    "outcomes, both sides": (0, {}),
    "no outcomes": (3, {}),
    "many": (7, {"sizes": (5, 5, 2), "mode": "aggregated"}),
    "one-sided": (8, {"sizes": (0, 3, 0), "mode": "attributed"}),
    "few": (9, {"sizes": (1, 1, 0), "mode": "attributed"}),
    "participation": (10, {"sizes": (2, 2, 0), "mode": "aggregated"}),
}


@pytest.mark.slow
@pytest.mark.once
def test_another_program_comes_to_the_same_numbers(book, soffice, tmp_path):
    kept = {}
    for place, (seed, options) in enumerate([*CASES.values(), *((seed, {}) for seed in range(20, 30))]):
        live, shown, path = book(random_edition(seed, **options)[0], f"book{place}.xlsx")
        kept[spoilt(path, tmp_path / f"spoilt{place}.xlsx")] = (live, shown)
    compared = 0
    for (live, shown), again in zip(
        kept.values(), office.converted(soffice, list(kept), "xlsx", tmp_path), strict=True
    ):
        worked_out = openpyxl.load_workbook(again, data_only=True)
        for (sheet, cell), formula in formulas(live).items():
            found, claimed = worked_out[sheet][cell].value, shown[sheet][cell].value
            if isinstance(claimed, str):
                assert found == claimed
            else:
                assert same(found, claimed), (again.name, sheet, cell, formula, found, claimed)
                compared += claimed is not None
    assert compared > 1000


@pytest.mark.slow
@pytest.mark.once
def test_a_changed_score_moves_the_index_as_the_method_says(book, soffice, tmp_path):
    edition, _wave = random_edition(0)
    live, shown, _path = book(edition)
    sheet = live["Items"]
    cells = {row[0].value: row for row in sheet.iter_rows(min_row=6)}
    changed = {"CUS-K1": 100.0, "FLW-K2": 0.0}
    for item, value in changed.items():
        cells[item][3].value = cells[item][4].value = value
    live.save(tmp_path / "changed.xlsx")
    [again] = office.converted(soffice, [tmp_path / "changed.xlsx"], "xlsx", tmp_path)
    found = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(again, data_only=True)["Summary"].iter_rows(values_only=True)
    }
    before = {row[0]: row[1] for row in shown["Summary"].iter_rows(values_only=True)}
    assert same(found["SMAX index"], index_with(edition, changed))
    assert not same(found["SMAX index"], before["SMAX index"])
    assert same(found["Perceived alignment (P)"], before["Perceived alignment (P)"])


def index_with(edition, changed):
    """The index with some joint scores replaced, by the method's formulas written out."""
    card = edition.scored.card
    product = total = 0.0
    for dimension in METHOD.dimensions:
        own = [
            changed.get(
                item,
                getattr(score, "joint", None) if hasattr(score, "joint") else getattr(score, "level", None),
            )
            for item, score in card.items.items()
            if METHOD.item(item).dimension == dimension.code
        ]
        own = [value for value in own if value is not None]
        practice, concordance = sum(own) / len(own), card.dimensions[dimension.code].concordance
        measured = practice if concordance is None else 0.6 * practice + 0.4 * concordance
        product += dimension.weight * math.log(max(measured, 10))
        total += dimension.weight
    operating = math.exp(product / total)
    return operating**0.6 * card.measured.outcomes**0.4
