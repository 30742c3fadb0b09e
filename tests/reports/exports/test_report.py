"""The report as a PDF file: what every page carries, what the file says of itself, and what texts can do."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from reports.decisions import TargetLine
from reports.edition import live_edition
from reports.exports.formats import FORMATS
from reports.exports.pdf import make, page_of, renderer
from reports.exports.pdf.content import content_of
from reports.exports.pdf.renderer import LIMITS, render
from reports.frozen import thaw
from reports.pango import missing
from reports.written import PlanLine
from smax.accounts.branding.logos import read_logo
from smax.accounts.branding.services import brand_of, set_brand
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.queries import waves_of
from tests.cast import make_client, make_firm, make_wave
from tests.reports.editions import plan_line
from tests.reports.exports.listening import listening
from tests.reports.exports.ordered import made
from tests.reports.exports.payloads import payloads
from tests.reports.exports.test_fence import NESTED, PAGE, SECRET, embedded, everything_in
from tests.reports.released import released
from tests.reports.waves import answered_wave, fill, finish
from tests.security.test_strangers import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(bool(missing()), reason="no Pango on this machine"),
]
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>'
# What the report's pages are made of; anything else came out of a text.
TAGS = {
    *("html", "head", "meta", "title", "link", "body", "section", "nav", "aside", "div", "span", "p", "a"),
    *("h1", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("strong", "em", "br", "img", "svg", "g", "path", "rect", "line", "circle", "text", "desc"),
}


def edition_of(wave):
    with firm_scope(wave.firm):
        return live_edition(waves_of(wave.firm).get(pk=wave.pk))


def read(wave, tmp_path, *, language="en", brand=None, edition=None):
    path = tmp_path / "report.pdf"
    with firm_scope(wave.firm), translation.override(language), timezone.override(wave.zone):
        make(edition or edition_of(wave), brand, path)
    return PdfReader(io.BytesIO(path.read_bytes()))


def words_of(page):
    return " ".join(page.extract_text().split())


@pytest.fixture
def wave():
    return answered_wave(3, 3, 1, closed=True, synthetic=True)


WHOLE: list[bytes] = []
"""The report of that wave, made once for all tests that only look at it."""


@pytest.fixture
def whole(wave, tmp_path):
    if not WHOLE:
        read(wave, tmp_path)
        WHOLE.append((tmp_path / "report.pdf").read_bytes())
    return PdfReader(io.BytesIO(WHOLE[0]))


def test_a_whole_wave_on_paper(whole):
    pages = [words_of(page) for page in whole.pages]
    assert 12 <= len(pages) <= 20
    assert all("Draft, not released" in page and "Synthetic data" in page for page in pages)
    numbers = [re.search(r"(\d+) / (\d+)", page) for page in pages[1:]]
    assert [found.groups() for found in numbers] == [
        (str(number), str(len(pages))) for number in range(2, len(pages) + 1)
    ]
    assert all("Acme · Wave 1" in page for page in pages[1:])


def test_the_contents_name_the_pages_that_they_lead_to(whole):
    cover, contents, *sections = [_pair(whole, each) for each in _flat(whole.outline)]
    assert (cover, contents) == (("Belief and evidence", 1), ("Contents", 2))
    told = words_of(whole.pages[1])
    assert len(sections) == 10
    assert [
        title for title, number in sections if not re.search(rf"{re.escape(title)} *{number} ", told)
    ] == []


def _pair(reader, entry):
    return entry.title, reader.get_destination_page_number(entry) + 1


def _flat(outline):
    for each in outline:
        yield from _flat(each) if isinstance(each, list) else [each]


def test_the_file_says_what_it_is_and_readers_that_speak_can_read_it(whole):
    catalogue = whole.trailer["/Root"]
    assert whole.metadata.author == "Ours"
    assert whole.metadata.title == "Acme: Belief and evidence, Wave 1"
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_data()
    kinds, figures = {}, []
    for element in _structure(catalogue["/StructTreeRoot"]):
        kinds[element["/S"]] = kinds.get(element["/S"], 0) + 1
        if element["/S"] == "/Figure":
            figures.append(element.get("/Alt"))
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI", "/P"} <= set(kinds)
    assert kinds["/H1"] == 1
    assert all(figures)


def _structure(node):
    kids = node.get("/K", [])
    for each in kids if isinstance(kids, list) else [kids]:
        found = each.get_object() if hasattr(each, "get_object") else each
        if hasattr(found, "get") and "/S" in found:
            yield found
            yield from _structure(found)


def test_every_font_came_along(whole):
    names = set()
    for page in whole.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            names.add(re.sub(r"^[A-Z]{6}\+", "", inner["/FontName"][1:]))
            assert any(key.startswith("/FontFile") for key in inner)
    assert all(name.startswith(("Source-Sans-3", "Source-Serif-4")) for name in names), names


def test_another_language_is_said_in_the_file(wave):
    with firm_scope(wave.firm), translation.override("de"):
        page, _files = page_of(edition_of(wave), None)
    assert '<html lang="de">' in page
    assert "Wer ist durchgängig vom Erstkontakt bis zur Vertragsverlängerung" in page
    assert ">Vertrieb<" in page


def test_a_release_is_marked_as_nothing_and_named_with_its_digest(tmp_path):
    wave = answered_wave(3, 3, closed=True)
    release = released(wave)
    with firm_scope(wave.firm):
        reader = read(wave, tmp_path, edition=thaw(release))
    text = " ".join(words_of(page) for page in reader.pages)
    assert "not released" not in text
    assert f"number 1, content SHA-256 {release.digest[:16]}…" in text


def test_the_brand_is_on_the_cover_and_leaves_the_data_alone(wave):
    with firm_scope(wave.firm):
        owner = wave.firm.memberships.get(role="owner").user
        set_brand(firm=wave.firm, display_name="We", colour="#7a1f5c", logo=read_logo(LOGO), by=owner)
        wave.firm.refresh_from_db()
        branded, files = page_of(edition_of(wave), brand_of(wave.firm))
        plain, _files = page_of(edition_of(wave), None)
    assert b"--brand: #7a1f5c" in files["brand.css"]
    assert files["logo.svg"].startswith(b"<svg")
    assert 'src="bundle:logo.svg" alt="We"' in branded
    drawings = [re.findall(r"<svg.*?</svg>", page, re.DOTALL) for page in (branded, plain)]
    assert drawings[0] == drawings[1]


def test_what_people_decided_and_wrote_is_printed(wave):
    edition = edition_of(wave)
    line = PlanLine(
        wave=1,
        recommendation="REC-CUS-1",
        text="Visit customers together",
        first_step="",
        dimension="CUS",
        item="CUS-K1.joint",
        value=33.0,
        target=75.0,
        method_version=edition.scored.method.version,
        since=1,
        sales_owner="Tom Reed",
        marketing_owner="",
        due_on=date(2027, 1, 31),
        status="open",
        note="Waits for spring.",
        carried=False,
    )
    told = replace(
        edition,
        notes={"headline": "**Ask** who owns the customer.", "method": "Read me last."},
        plan=(line,),
        target=TargetLine(wave=1, scores={"CUS-K1.joint": 75.0}, index=61.4, level="aligned"),
        agreed={"ORG-F1": "ceo"},
    )
    with firm_scope(wave.firm):
        page = " ".join(page_of(told, None)[0].split())
    text = re.sub(r"<[^>]+>", " ", page)
    assert "<strong>Ask</strong> who owns the customer." in page
    assert text.count("The view of Ours") == 2
    for said in ("1. Visit customers together", "Tom Reed", "31 Jan. 2027", "Waits for spring.", "Target 75"):
        assert said in text
    assert re.search(r"SMAX index +\d+ +61 ", text)
    assert re.search(r"Agreed in the meeting .* The chief executive \(CEO\)", text)


def test_what_changed_is_printed_from_the_second_wave_on(wave):
    again = make_wave(wave.client)
    fill(again, sales=3, marketing=3)
    finish(again)
    with firm_scope(wave.firm):
        first, second = (page_of(edition_of(each), None)[0] for each in (wave, again))
    assert ("What changed" in first, "What changed" in second) == (False, True)
    assert "Change since Wave 1, the gap that changed most first" in second


def test_a_side_alone_is_not_asked_what_the_other_thinks():
    wave = answered_wave(4, 0)
    with every_firm("a test makes one of them a director"):
        wave.participants.filter(pk=wave.participants.first().pk).update(seniority="director")
    with firm_scope(wave.firm):
        titles = dict(content_of(edition_of(wave))["contents"])
    assert titles["awareness"] == "Do the levels of a side see the same?"


@pytest.mark.parametrize("sides", [(0, 0), (1, 0), (1, 1)])
def test_waves_that_carry_less_have_shorter_reports(sides, tmp_path):
    few = answered_wave(*sides, outcomes=any(sides), closed=any(sides))
    reader = read(few, tmp_path)
    assert 3 <= len(reader.pages) <= 20
    assert "Who answered" in words_of(reader.pages[1])


def test_a_small_group_in_a_promise_of_groups_shows_no_score(tmp_path):
    few = make_wave(make_client(make_firm("Few")), identity_mode="aggregated")
    fill(few, sales=2, marketing=4)
    finish(few)
    reader = read(few, tmp_path)
    text = " ".join(words_of(page) for page in reader.pages)
    assert len(reader.pages) <= 5
    assert "The headline" not in text
    assert "of 100" not in text


class Tags(HTMLParser):
    """The tags of a page, and the addresses in it."""

    def __init__(self, page):
        super().__init__()
        self.found, self.addresses = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        for name, value in attrs:
            if name in {"src", "href", "data", "xlink:href", "srcset", "style", "background"}:
                self.addresses.add((tag, value))


def with_everywhere(edition, text):
    """The edition with a text wherever people of a firm or of a client write one."""
    wave = edition.scored.wave
    assessment = wave.assessment
    assessment.client.name = text
    assessment.firm.name = assessment.firm.display_name = text
    assessment.segments = [{"code": code, "text": text} for code in "abcdef"]
    assessment.trigger_labels = dict.fromkeys(assessment.trigger_labels, text)
    for figure in wave.outcomes:
        figure.period = text
    leaders = tuple(replace(leader, name=text, submitted=leader.counts) for leader in wave.leaders)
    notes = dict.fromkeys(("participation", "headline", "matrix", "concordance", "method"), text)
    scored = replace(edition.scored, wave=replace(wave, leaders=leaders))
    words = ("text", "first_step", "sales_owner", "marketing_owner", "note")
    line = plan_line(**dict.fromkeys(words, text), recommendation="")
    return replace(edition, scored=scored, notes=notes, plan=(line,), agreed={"CUS-F1": list("abc")})


def test_no_text_of_anybody_becomes_a_part_of_the_page(wave, tmp_path):
    local = tmp_path / "secret.txt"
    local.write_text(SECRET)
    edition = edition_of(wave)
    with listening() as (web, asked), firm_scope(wave.firm):
        for payload in payloads(web, local.as_uri()):
            page, _files = page_of(with_everywhere(edition, payload), None)
            tags = Tags(page)
            assert tags.found <= TAGS, payload
            assert {
                (tag, address)
                for tag, address in tags.addresses
                if not (tag == "link" and address in {"bundle:report.css", "bundle:brand.css"})
                and not (tag == "a" and re.match(r"#|https?://", address))
            } == set(), payload
        # A name has 200 letters at most; a note holds them all.
        whole = "".join(payloads(web, local.as_uri()))
        named = with_everywhere(edition, whole[:200])
        html, files = page_of(replace(named, notes={"headline": whole, "method": whole}), None)
        pdf = render(html, files)
    assert asked == []
    assert embedded(pdf) == ([], [])
    assert SECRET not in everything_in(pdf)


def test_a_hostile_page_ends_its_job_with_a_plain_sentence_and_the_worker_lives(
    wave, settings, tmp_path, monkeypatch
):
    settings.FILES_DIR = tmp_path
    desk = signed_in("consultant@ours.example")
    with monkeypatch.context() as hostile:
        hostile.setattr("reports.exports.pdf.page_of", lambda _edition, _brand: (PAGE.format(NESTED), {}))
        hostile.setattr("reports.exports.pdf.render", lambda html, files: render(html, files, limits=SHORT))
        run = made(desk, code="report")
    assert (run.state, run.attempts, run.fault) == ("failed", 1, "NotRenderedError")
    assert run.reason.startswith("Making the PDF file took too long and was stopped.")
    assert made(desk, code="report", language="de").state == "done"


SHORT = replace(LIMITS, processor=2, seconds=20)


def test_without_pango_the_page_says_what_to_install_and_other_files_work(wave, monkeypatch):
    monkeypatch.setattr(renderer, "missing", lambda: ["libpango-1.0-0"])
    page = signed_in("consultant@ours.example").get("/clients/acme/waves/1/exports/").content.decode()
    assert "apt-get install -y libpango-1.0-0" in page
    assert re.search(r'value="report"[^>]* disabled', page)
    others = [code for code, each in FORMATS.items() if code != "report"]
    assert [code for code in others if re.search(rf'value="{code}"[^>]* disabled', page)] == []
