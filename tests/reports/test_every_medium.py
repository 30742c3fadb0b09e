"""One source of numbers: page, drawings, figures, slides, workbook, paper, tables and command line agree.

Unrounded where a medium gives it unrounded, and everywhere else rounded once, by a rule that stands in these
tests a second time. Formats are taken from their list, so that a new one is held to the headline by itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile

import openpyxl  # noqa: TID253 - a test reads what was written
import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from pptx import Presentation  # noqa: TID253 - as above

from reports.benchmarks.standing import PATHS, Benchmark
from reports.charts.trend import trend_chart
from reports.exports.formats import FORMATS
from reports.exports.paths import value_at
from reports.views.sections import sections
from scoring import Scorecard
from smax.accounts.models import User
from tests.reports.charts.slides import kept, opened
from tests.reports.charts.test_same_numbers import CHECKS
from tests.reports.editions import questionnaire, random_edition, signed, whole
from tests.reports.media import made, pdf_text, texts, words
from tests.reports.peers import (
    agrees,
    bare,
    check_peers_of_page,
    check_peers_of_slide,
    check_peers_of_tables,
    check_peers_of_workbook,
    headline_of_peers,
    place_in_words,
    quartiles_in_words,
)
from tests.reports.waves import answered_wave, results_url

HEADLINE = {"perceived": "perceived.joint", "measured": "measured.index", "gap": "gap"}
PARTS = ("perceived_sales", "perceived_marketing", "perceived", "measured")
NAMES = {each.code: each.name("en") for each in questionnaire().catalogue.dimensions}


def headline(card):
    """Perceived alignment, index and gap as they are shown: all three, or no headline."""
    found = {name: value_at(card, path) for name, path in HEADLINE.items()}
    if None in found.values():
        return {}
    return {name: (signed if name == "gap" else whole)(value) for name, value in found.items()}


def rows(card):
    """Each dimension's scores as they are shown, by its name."""
    return {
        NAMES[code]: [*(whole(getattr(each, part)) for part in PARTS), signed(each.gap)]
        for code, each in card.dimensions.items()
    }


def whole_rows(card):
    return {name: row for name, row in rows(card).items() if None not in row}


def flat(text):
    return " ".join(text.replace("\u2010\n", "").split())


# ---- Files ------------------------------------------------------------------------------------------------


def check_any(edition, path):
    """The least that a format says: the headline, and nothing where nothing may be shown."""
    text = flat(" ".join(words(part) for part in texts(path).values()))
    for number in headline(edition.scored.card).values():
        assert number is None or number in text


def check_tables(edition, path):
    card, withheld = edition.scored.card, edition.scored.disclosed.withheld
    with zipfile.ZipFile(path) as archive:
        long, wide = (read(archive, name) for name in ("long.csv", "wide.csv"))
    figures = {f"figures.{each.item}": each.value for each in edition.scored.wave.outcomes}
    seen = 0
    for row in long:
        value, name = row["value"], row["path"]
        if name.startswith(("answers.", "benchmark.")):
            continue
        known = figures.get(name) if name.startswith("figures.") else None
        if not name.startswith(("figures.", "patterns.")):
            known = value_at(card, name)
        if value == "":
            assert known in (None, (), False) or row["withheld"], name
            continue
        if isinstance(known, float | int) and not isinstance(known, bool):
            assert float(value) == known, name
            seen += 1
        assert wide[0][name] == value
    assert seen > 300 or not card.dimensions or card.basis == "one_sided"
    assert {row["path"] for row in long if row["withheld"]} >= {"perceived.joint"} & set(withheld)
    check_peers_of_tables(edition, long, wide[0])


def read(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))


def check_interchange(edition, path):
    kept_ = json.loads(path.read_text(encoding="utf-8"))
    about = kept_.pop("about")
    assert about["contents"] == "results"
    assert ("benchmark" in about) is (edition.benchmark is not None)
    assert edition.benchmark is None or Benchmark.from_dict(about["benchmark"]) == edition.benchmark
    assert kept_ == json.loads(json.dumps(edition.scored.disclosed.as_dict()))


def check_workbook(edition, path):
    card = edition.scored.card
    book = openpyxl.load_workbook(path, data_only=True)
    if "Dimensions" not in book.sheetnames:
        assert not card.dimensions
        return
    found = named(book["Dimensions"])
    columns = {
        **{"P, Sales": "perceived_sales", "P, Marketing": "perceived_marketing"},
        **{"Perceived (P)": "perceived", "Practice": "practice", "Concordance": "concordance"},
        **{"Measured (M)": "measured", "Gap, P less M": "gap"},
        **{"Understanding of Sales": "understanding_sales", "n Sales": "n_sales"},
    }
    for code, each in card.dimensions.items():
        for column, part in columns.items():
            agrees(found[code][column], getattr(each, part), (code, part))
    check_items(book, card)
    check_peers_of_workbook(edition, book)
    summary = {row["What"]: row["Value"] for row in named(book["Summary"]).values()}
    index = "SMAX index, provisional" if card.measured.provisional else "SMAX index"
    for label, where in (
        *(("Perceived alignment, Sales", "perceived.sales"), ("Perceived alignment (P)", "perceived.joint")),
        *(("Operating score (A)", "measured.operating"), ("Imbalance", "measured.imbalance")),
        *(("Revenue (R)", "measured.revenue"), ("Pipeline (L)", "measured.pipeline")),
        *((index, "measured.index"), ("Outcomes (O)", "measured.outcomes"), ("Gap", "gap")),
        *(("Gap to practice", "gap_to_practice"),),
    ):
        agrees(summary[label], value_at(card, where), label)


def check_items(book, card):
    for sheet, columns in (
        ("Items", {"Sales": "sales", "Marketing": "marketing", "Joint": "joint"}),
        ("Facts", {"Concordance": "concordance", "Level, joint": "level"}),
    ):
        for item, row in named(book[sheet]).items():
            score = card.items.get(item) or card.perceptions[item]
            for column, part in columns.items():
                agrees(row[column], getattr(score, part, None), (item, part))


def named(sheet):
    """Rows of a sheet by their first cell, each by the names of its columns."""
    header, *others = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    return {row[0]: dict(zip(header, row, strict=True)) for row in others if row[0]}


def check_deck(edition, path):
    card = edition.scored.card
    content, seen = path.read_bytes(), 0
    for native in opened(content):
        series = {each.name[0]: each for each in kept(native)}
        for each in series.values():
            for cached, cells in (each.categories, each.values):
                assert [bare(value) for value in cached] == [bare(value) for value in cells]
        if {"Sales", "Perceived"} <= set(series):
            check_dumbbell(card, series)
        if "This company" in series and "Their median" in series:
            check_peers_of_slide(edition, series)
            seen += 1
    assert seen == bool(headline_of_peers(edition))
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in Presentation(io.BytesIO(content)).slides
        for shape in slide.shapes
        if shape.has_table
    ]
    told = {
        row[0]: row[1:6] for table in tables if table[0][1:3] == ["Sales", "Marketing"] for row in table[1:]
    }
    for name, row in whole_rows(card).items():
        assert told[name] == row
    check_any(edition, path)


def check_dumbbell(card, series):
    """The series of a slide, row by row: named by their dimension, with its gap."""
    expected = rows(card)
    for place, category in enumerate(series["Perceived"].categories[0]):
        name, _colon, gap = category.partition(": ")
        row = expected[name]
        assert gap == (row[4] or "")
        for number, kind in enumerate(("Sales", "Marketing", "Perceived", "Measured")):
            if kind in series:
                assert bare(series[kind].values[0][place]) == row[number], (name, kind)


def check_report(edition, path):
    text = flat(pdf_text(path.read_bytes()))
    for row in whole_rows(edition.scored.card).values():
        assert " ".join(row) in text
    for name, standing in headline_of_peers(edition).items():
        own = whole(value_at(edition.scored.card, PATHS[name]))
        assert f"{own} {' · '.join(quartiles_in_words(standing))}" in text or own is None
        assert place_in_words(standing) in text
    check_any(edition, path)


READERS = {
    "tables": check_tables,
    "interchange": check_interchange,
    "workbook": check_workbook,
    "deck": check_deck,
    "report": check_report,
}


# ---- Page, drawings and figures ---------------------------------------------------------------------------


def check_page(edition):
    card = edition.scored.card
    context = sections(edition)
    page = render_to_string("reports/_sections.html", context)
    shown = dict(re.findall(r'data-figure="(\w+)">.*?stat__figure[^>]*>\s*([^\s<]+)', page, re.DOTALL))
    for name, number in headline(card).items():
        assert number is None or shown[name] == number
    for name, row in whole_rows(card).items():
        cells = "".join(f'<td class="num">{each}</td>' for each in row)
        assert f'<th scope="row">{name}</th>{cells}' in page
    for drawing in filter(None, (context.get(name) for name in ("matrix", "dimensions"))):
        CHECKS[type(drawing["chart"])](drawing["chart"])
        assert (drawing["wide"] in page, drawing["narrow"] in page) == (True, True)
    check_peers_of_page(edition, context, page)
    if trend := trend_chart([*edition.earlier, edition.scored]):
        CHECKS[type(trend)](trend)
    if context.get("dimensions"):
        check_figure(card, context["dimensions"]["figure"])


def check_figure(card, figure):
    """What Plotly draws: the same points, each under its dimension's name."""
    expected = {name: dict(zip((*PARTS, "gap"), row, strict=True)) for name, row in rows(card).items()}
    parts = {"sales": "perceived_sales", "marketing": "perceived_marketing", "measured": "measured"}
    seen = 0
    for trace in figure["data"]:
        part = parts.get(trace["meta"]["role"])
        for text, x in zip(trace["hovertext"], trace["x"], strict=True) if part else ():
            [name] = [name for name in NAMES.values() if name in text]
            assert str(x).replace("-", "−") == expected[name][part]
            seen += 1
    wanted = [row[part] for row in expected.values() for part in parts.values()]
    assert seen == len(wanted) - wanted.count(None)


# ---- The command line -------------------------------------------------------------------------------------


def scored_outside(waves):
    """What `python -m scoring` makes of waves, given as they are or in the interchange form."""
    given = json.dumps([wave if isinstance(wave, dict) else wave.interchange() for wave in waves])
    command = [sys.executable, "-m", "scoring", "score", "-"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def check_scoring(edition, result):
    """The command gives what the edition shows, and may give what it withholds."""
    plain = json.loads(json.dumps(edition.scored.disclosed.as_dict()))
    for path, value in leaves(plain):
        # The command works out no statistics: they are the pages' own.
        if path[0] not in ("intervals", "sensitivity", "agreement") and path[-1] != "class_uncertain":
            assert at(result, path) == value, path


def leaves(value, way=()):
    if isinstance(value, dict) and "withheld" in value:
        return
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from leaves(each, (*way, key))
    else:
        yield way, value


def at(value, path):
    for key in path:
        value = value[key] if not isinstance(value, dict) or key in value else None
        if value is None:
            return None
    return value


# ---- All together -----------------------------------------------------------------------------------------


def check(seed, folder, codes):
    edition, wave = random_edition(seed)
    for code, path in made(edition, folder, codes=codes).items():
        READERS.get(code, check_any)(edition, path)
    check_page(edition)
    return edition, wave


QUICK = set(FORMATS) - {"report"}
MANY = set(FORMATS) - {"charts"}  # what they hold is checked with the page


@pytest.mark.parametrize("seed", range(5))
def test_every_medium_shows_the_same_numbers(seed, tmp_path):
    edition, wave = check(seed, tmp_path, QUICK)
    [result] = scored_outside([wave])
    check_scoring(edition, result)


@pytest.mark.slow
def test_paper_shows_them_too(tmp_path):
    check(0, tmp_path, {"report"})


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(start, start + 5) for start in range(5, 55, 5)], ids=str)
def test_every_medium_shows_the_same_numbers_of_many_waves(seeds, tmp_path):
    made_here = [check(seed, tmp_path, MANY) for seed in seeds]
    results = scored_outside([wave for _edition, wave in made_here])
    for (edition, _wave), result in zip(made_here, results, strict=True):
        check_scoring(edition, result)


@pytest.mark.django_db
def test_the_page_of_a_stored_wave_says_what_the_commands_say(client):
    wave = answered_wave(2, 3, 1, closed=True)
    client.force_login(User.objects.get(email="owner@ours.example"))
    page = client.get(results_url(wave)).content.decode()
    written = io.StringIO()
    call_command("export_assessment", str(wave.pk), stdout=written)
    [result] = scored_outside([json.loads(written.getvalue())])
    card = Scorecard.from_dict(result)
    shown = dict(re.findall(r'data-figure="(\w+)">.*?stat__figure[^>]*>\s*([^\s<]+)', page, re.DOTALL))
    assert {name: shown[name] for name in HEADLINE} == headline(card)
    check_figure(card, client.get(f"{results_url(wave)}?figure=dimensions").json())


def test_the_random_waves_differ_in_what_may_be_shown():
    kinds = {
        (edition.scored.disclosed.mode, edition.scored.participation_only, edition.scored.card.basis)
        for edition, _wave in map(random_edition, range(12))
    }
    assert {mode for mode, _only, _basis in kinds} == {"attributed", "aggregated"}
    assert {only for _mode, only, _basis in kinds} == {True, False}
    assert {basis for _mode, _only, basis in kinds} >= {"few", "groups"}
