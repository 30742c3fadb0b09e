"""What few people said changes nothing that anybody can see (method D11).

The same wave is read twice, the second time with other answers of those few. Every page, fragment, drawing,
figure, file, slide, note and workbook must then be the same to the letter: what is not changed by an answer
cannot tell it, neither outright nor by subtraction. As a control, answers that may be shown change them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from reports import inputs
from reports.benchmarks.standing import PATHS
from reports.edition import live_edition
from reports.exports import making
from reports.exports.formats import FORMATS
from reports.exports.outside import outside
from reports.frozen import freeze
from reports.urls import wave_pages
from reports.views.remembered import forget_all
from scoring.disclosure import Mode
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from surveys.queries import waves_of
from surveys.services.answers import save_answers, submit
from tests.cast import AGREEMENTS, full_answers, make_client, make_firm, make_leader, make_wave
from tests.reports.benchmarks.cohorts import publish
from tests.reports.media import made, texts
from tests.reports.waves import finish
from tests.signing_in import confirm

pytestmark = pytest.mark.django_db

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # when a chart's workbook was made
SECRET = "Quokka"  # in every comment and note
FEW_ANSWERED = ("CUS-F1", "CUS-K1", "CUS-P1", "CUS-P2", "CUS-X", "ORG-F1", "CAP-F1")
# What the pages of a wave are called by besides the wave; None: by rows that this test does not make.
FILLED = {
    "chart": ("matrix", "maturity", "dimensions"),
    "item": (*FEW_ANSWERED[:3], "DAT-K2", "FLW-F1"),
    "section": ("headline",),
    "export": None,
    "action": None,
    "public_id": None,
}
BRIEF = {"results", "what_if", "chart_file", "facilitate_revealed", "change", "monitor"}
QUERIES = {
    "results": (
        "",
        "?compare=wave-1&show=difference",
        "?compare=cohort-all&show=difference",
        "?figure=matrix",
        "?figure=dimensions",
    ),
    "working": ("", "?of=measured.index", "?of=CUS.measured", "?of=CUS-F1.concordance"),
    "what_if": ("", "?CUS-K1.joint=5"),
    "change": ("", "?since=1"),
}


def answered(mode, sizes, *, few=()):
    """Two closed waves of a client: one of these sizes, where two of sales answered some; then a larger."""
    client = make_client(make_firm("Ours"))
    waves = []
    for counts in (sizes, (3, 3, 0)):
        wave = make_wave(client, identity_mode=mode)
        for side, count in zip(("sales", "marketing", "both"), counts, strict=True):
            for place in range(count):
                quiet = few if side == "sales" and place >= 2 and not waves else ()
                _submit(wave, side, place, quiet)
        finish(wave)
        waves.append(wave)
    # A benchmark is out, in which the company stands itself: what is left of it without them tells nothing.
    scores = [float(value) for value in range(20, 80, 2)]
    publish({"all": scores}, own=(waves[0], dict.fromkeys(PATHS, 50.0)))
    return waves


def _submit(wave, side, place, quiet):
    person, _secret = make_leader(wave, side, f"{side} {place + 1}", ("c_level", "director")[place % 2])
    given = full_answers(wave, side, step=2 + place % 3)
    given |= {item: 1 + (place * 2) % 5 for item in ("STR-P1", "CUS-K1", "DAT-K1") if item in given}
    given = {item: answer for item, answer in given.items() if item not in quiet}
    with firm_scope(wave.firm):
        save_answers(response=person.response, given=given, agreement=AGREEMENTS[wave.identity_mode])
        response = person.response
        response.comments = {"STR": {"text": f"{SECRET} {side} {place}", "show": False}}
        response.notes = {"STR-K1": f"{SECRET} note {side} {place}"}
        response.save(update_fields=["comments", "notes"])
        submit(response=response)


def change(monkeypatch, wave, chosen):
    """Read other answers from now on, of the people that `chosen` picks; it gives the items to change."""
    original = inputs._leaders

    def leaders(participants, assessment, **options):
        if assessment.pk == wave.pk:
            for person in participants:
                items = chosen(person)
                if person.submitted:
                    person.submitted = {
                        item: _other(item, answer, wave) if items is True or item in items else answer
                        for item, answer in person.submitted.items()
                    }
        return original(participants, assessment, **options)

    monkeypatch.setattr(inputs, "_leaders", leaders)


def _other(item, answer, wave):
    """Another answer to an item, as different as there is."""
    if isinstance(answer, int):
        return 6 - answer if answer != 3 else 5
    entry = wave.instrument_version.catalogue.item(item)
    codes = [code for code, _text in entry.options("en", segments=wave.segment_options) if code != "none"]
    return codes[-1] if isinstance(answer, str) else codes[-len(answer) :]


# ---- Everything that can be seen --------------------------------------------------------------------------


def seen(waves, folder, *, codes, only=None):
    """Every page, fragment and file of the waves by name, without what differs between two requests."""
    forget_all()  # pages are kept while rows are the same, and only what is read of them changes here
    browser = Browser()
    browser.force_login(User.objects.get(email="owner@ours.example"))
    confirm(browser)
    found = {}
    for wave in waves:
        found |= pages(browser, wave, only)
        folder_here = folder / str(wave.number)
        folder_here.mkdir(parents=True, exist_ok=True)
        found |= files(wave, folder_here, codes)
    for path in ("/clients/", "/export/assessments.csv"):
        response = browser.get(path)
        found[path] = plain(response)
    return found


def pages(browser, wave, only):
    """All pages of a wave, or only those of these names."""
    found = {}
    for page in wave_pages:
        if only is not None and page.name not in only:
            continue
        for kwargs in _filled(page.pattern.converters):
            try:
                path = reverse(
                    f"reports:{page.name}", kwargs={"slug": "acme", "number": wave.number, **kwargs}
                )
            except NoReverseMatch:
                raise AssertionError(f"{page.name}: say in FILLED what it takes") from None
            for query in QUERIES.get(page.name, ("",)):
                response = browser.get(path + query)
                assert response.status_code < 500, path + query
                found[path + query] = plain(response)
    return found


def _filled(converters):
    """All ways to fill the parameters of a page; none where rows are needed that are not there."""
    ways = [{}]
    for name in converters:
        if FILLED[name] is None:
            return []
        ways = [{**way, name: value} for way in ways for value in FILLED[name]]
    return ways


def plain(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value=|"X-CSRFToken": ?|nonce=)"[^"]*"', r"\1", text)
    return f"{response.status_code} {text}"


def files(wave, folder, codes):
    with firm_scope(wave.firm):
        edition = live_edition(waves_of(wave.firm).get(pk=wave.pk))
        paths = made(outside(edition), folder, codes=codes)
        found = {f"wave {wave.number}, frozen": freeze(edition)}
    for path in paths.values():
        found |= {f"wave {wave.number}, {part}": MOMENT.sub("", text) for part, text in texts(path).items()}
    return found


def differing(first, second):
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def in_formats(found):
    """The formats that a wave's outputs are of, and "page"."""
    return {"page" if name.startswith("/") else name.rpartition(", ")[2].partition("/")[0] for name in found}


EVERYBODY = dict.fromkeys(("sales", "marketing", "both"), True)
CASES = {
    "two a side": ((2, 2, 0), (), EVERYBODY),
    "one a side": ((1, 1, 0), (), EVERYBODY),
    "two beside five": ((5, 2, 0), (), EVERYBODY),
    "one-sided": ((5, 0, 0), (), EVERYBODY),
    "two of three answered": ((3, 3, 0), FEW_ANSWERED, {"sales": FEW_ANSWERED}),
    "two of five answered": ((5, 5, 0), FEW_ANSWERED, {"sales": FEW_ANSWERED}),
    "two lead both": ((3, 3, 2), (), {"both": True}),
}
WHOLE = ("two a side", "two of three answered")
ALL = frozenset(FORMATS)


def check(case, monkeypatch, tmp_path, *, codes, only=None):
    sizes, few, changed = CASES[case]
    waves = answered("aggregated", sizes, few=few)
    before = seen(waves, tmp_path, codes=codes, only=only)
    change(monkeypatch, waves[0], lambda person: _changed(person, changed, few))
    assert differing(before, seen(waves, tmp_path, codes=codes, only=only)) == []
    # Three may read each other's remarks, in no order: on the consultant's own page of data quality.
    groups = [wave.number for wave, least in zip(waves, (max(sizes[:2]), 3), strict=True) if least >= 3]
    allowed = [f"/clients/acme/waves/{number}/quality/" for number in groups]
    assert [name for name, text in before.items() if SECRET in text and name not in allowed] == []


def _changed(person, changed, few):
    """What of a person's answers is changed: the first two of sales alone have answered the few."""
    items = changed.get(person.side, ())
    return items if not few or int(person.name.rpartition(" ")[2]) <= 2 else ()


@pytest.mark.parametrize("case", WHOLE[1:])
def test_what_few_said_changes_no_result(case, monkeypatch, tmp_path):
    codes = {"workbook", "tables", "interchange"}
    check(case, monkeypatch, tmp_path, codes=codes, only={"results", "what_if"})


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("case", WHOLE)
def test_what_few_said_changes_nothing_anywhere(case, monkeypatch, tmp_path):
    check(case, monkeypatch, tmp_path, codes=ALL)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("case", [case for case in CASES if case not in WHOLE])
def test_what_few_said_changes_nothing_however_few(case, monkeypatch, tmp_path):
    codes = {"deck", "workbook", "tables", "interchange"}
    check(case, monkeypatch, tmp_path, codes=codes, only=BRIEF)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize(
    ("mode", "sizes", "codes"), [("aggregated", (3, 3, 0), ALL), ("attributed", (1, 1, 0), ALL - {"report"})]
)
def test_what_may_be_shown_does_change_them(mode, sizes, codes, monkeypatch, tmp_path):
    waves = answered(mode, sizes)[:1]
    before = seen(waves, tmp_path, codes=codes, only=BRIEF)
    change(monkeypatch, waves[0], lambda _person: True)
    changed = in_formats(differing(before, seen(waves, tmp_path, codes=codes, only=BRIEF)))
    assert changed == {"page", "frozen", *(f"{code}.{FORMATS[code].ending}" for code in codes)}


# ---- Few, shown by role -----------------------------------------------------------------------------------


def csv_of(path):
    with zipfile.ZipFile(path) as archive:
        text = archive.read("long.csv").decode()
    return {row["path"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


SLOW = [pytest.param(n, marks=(pytest.mark.slow, pytest.mark.once)) for n in (0, 1, 2, 5)]


@pytest.mark.parametrize("n", [3, *SLOW])
def test_few_by_role_have_no_statistics_and_nobody_a_comment(n, tmp_path):
    waves = answered("attributed", (n, n, 0))[:1]
    found = seen(waves, tmp_path, codes=ALL - {"report"}, only=BRIEF)
    assert [name for name, text in found.items() if SECRET in text] == []
    intervals = [name for name, text in found.items() if re.search(r"95% interval:? [+−\d]", text)]
    assert bool(intervals) is (n >= 3)
    rows = csv_of(tmp_path / "1" / "tables.zip")
    told = {name: bool(row["value"]) for name, row in rows.items() if name.startswith("intervals.")}
    assert any(told.values()) is (n >= 3)
    assert bool(rows["perceived.joint"]["value"]) is (n > 0)
    if n < 3:
        assert rows["agreement.sales.a_wg"]["value"] == ""
        assert rows["intervals.index.low"]["withheld"] == "withheld: from three people a side"


def test_a_split_by_seniority_leaves_the_house_from_five_a_group_on(monkeypatch, tmp_path):
    [wave, _later] = answered("attributed", (6, 10, 0))
    with firm_scope(wave.firm):
        wave = waves_of(wave.firm).get(pk=wave.pk)
        gap = live_edition(wave).scored.card.vertical_gap
        assert (gap.n_sales, gap.n_marketing) == (3, 5)
        assert None not in (gap.sales, gap.marketing)
        handed = []
        form = replace(FORMATS["tables"], make=lambda edition, _brand, _path: handed.append(edition))
        monkeypatch.setitem(making.FORMATS, "tables", form)
        order = making.Order(wave=wave, code="tables", language="en", release=None)
        with pytest.raises(FileNotFoundError):  # nothing was written
            making.make_export(_Run(), order)
        files = made(handed[0], tmp_path, codes={"workbook", "interchange"})
    left = handed[0].scored.card.vertical_gap
    assert (left.sales, left.marketing) == (None, gap.marketing)
    cells = " ".join(texts(files["workbook"]).values())
    assert "in files from five people in a group" in cells


class _Run:
    """A job's run, as far as making a file asks for it."""

    public_id = "00000000-0000-0000-0000-000000000000"
    actor = None

    def advance(self, _percent):
        pass


def test_answers_go_out_by_role_alone(tmp_path):
    for mode in Mode:
        firm = f"Firm {mode}"
        wave = make_wave(make_client(make_firm(firm.replace(" ", ""))), identity_mode=mode)
        for side in ("sales", "marketing"):
            for place in range(3):
                _submit(wave, side, place, ())
        finish(wave)
        with firm_scope(wave.firm):
            edition = live_edition(waves_of(wave.firm).get(pk=wave.pk))
            path = made(outside(edition), tmp_path, codes={"interchange"})["interchange"]
        content = json.loads(path.read_text(encoding="utf-8"))
        by_role = mode is Mode.ATTRIBUTED
        assert content["about"]["contents"] == ("answers" if by_role else "results")
        assert ("respondents" in content, "perceived" in content) == (by_role, not by_role)
        assert " leader" not in json.dumps(content.get("respondents", []))  # nobody's name
