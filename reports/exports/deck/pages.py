"""Slides with their title, marks, footer and notes; what stands between is the sections' to write."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.cells import printable
from reports.charts.pptx import add_chart
from reports.charts.pptx.parts import Place, element
from reports.charts.table import table
from reports.exports.deck.fitting import ELLIPSIS, SERIF, Box, largest, shortened
from reports.exports.deck.template import empty_deck
from reports.exports.marks import Marks
from reports.markdown import plain
from reports.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pptx.shapes.graphfrm import GraphicFrame

    from reports.charts.model import Chart, Table
    from reports.edition import Edition

UNITS, MARKS, CONTENT, SIDE, NOTE, FOOTER, NUMBER = 10, 11, 12, 13, 14, 15, 16
TITLES = (28, 26, 24, 22, 20, 18)
COVER_TITLES = (40, 36, 32, 28, 24, 20)
MARK_SIZES = (14, 13, 12, 11, 10, 9, 8)
TEXTS = (20, 18, 17, 16, 15, 14, 13, 12, 11)
BEFORE = 6  # points before a paragraph, as in the master
TAGS = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}
DRAWING = "http://schemas.openxmlformats.org/presentationml/2006/main"


class Deck:
    """A presentation of one edition in the making.

    Attributes
    ----------
    edition, scored, texts, marks
        What it is of, and in which words.
    file
        python-pptx's presentation.
    """

    def __init__(self, edition: Edition, colour: str) -> None:
        self.edition = edition
        self.scored = edition.scored
        self.texts = Texts.of(edition.scored.wave.assessment)
        self.marks = Marks.of(edition)
        self.file = empty_deck(colour)
        self.layouts = {layout.name: layout for layout in self.file.slide_layouts}
        self.pages: list[Page] = []

    def page(self, layout: str, title: str, *, units: str = "", note: str = "") -> Page:
        """Add a slide."""
        page = Page(self, self.layouts[layout])
        self.pages.append(page)
        page.title(title)
        page.line(MARKS, (" · " if layout == "Cover" else "\n").join(self.marks.limits), MARK_SIZES)
        page.line(UNITS, units, (13, 12, 11))
        page.line(NOTE, note, (11, 10, 9))
        return page

    def save(self, path: Path) -> None:
        """Finish every slide, and write the file."""
        tag = TAGS.get(get_language() or "", "en-GB")
        about = self.file.core_properties
        about.title, about.author, about.language = (
            printable(self.marks.subject),
            printable(self.marks.firm),
            tag,
        )
        about.comments, about.keywords = printable(self.marks.limit), printable(self.marks.versions)
        about.created = about.modified = self.marks.moment
        about.last_modified_by = printable(self.marks.firm)
        for page in self.pages:
            page.close()
            _finish(page.slide, tag)
        self.file.save(str(path))


class Page:
    """One slide."""

    def __init__(self, deck: Deck, layout: Any) -> None:
        self.deck = deck
        self.slide = deck.file.slides.add_slide(layout)
        self.places = {each.placeholder_format.idx: each for each in self.slide.placeholders}
        self.said: list[str] = []
        for each in layout.placeholders:
            if each.placeholder_format.idx in (FOOTER, NUMBER):
                self._copy(each)

    def _copy(self, source: Any) -> None:
        """Footer and number, which python-pptx leaves to the layout and no program shows from there."""
        shape = deepcopy(source._element)
        properties = shape.find(qn("p:spPr"))
        for child in list(properties):
            properties.remove(child)
        tree = self.slide.shapes._spTree
        shape.nvSpPr.cNvPr.set("id", str(max(int(each.get("id")) for each in tree.iter(qn("p:cNvPr"))) + 1))
        tree.append(shape)
        placed = next(
            each
            for each in self.slide.placeholders
            if each.placeholder_format.idx == source.placeholder_format.idx
        )
        self.places[source.placeholder_format.idx] = placed
        if source.placeholder_format.idx == FOOTER:
            placed.text_frame.text = printable(
                shortened(f"{self.deck.marks.firm} · {self.deck.marks.subject}", Box.of(source), 10)
            )

    def title(self, text: str) -> None:
        """The finding; in a smaller size where it is long, and cut where it is too long even so."""
        shape, text = self.slide.shapes.title, printable(" ".join(text.split()))
        box, sizes = Box.of(shape), TITLES if CONTENT in self.places or SIDE in self.places else COVER_TITLES
        size = largest([text], box, sizes, wider=SERIF)
        if size is None:
            self.say(text)
            size, text = sizes[-1], shortened(text, box, sizes[-1], wider=SERIF)
        shape.text_frame.text = text
        if size != sizes[0]:
            shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)

    def line(self, place: int, text: str, sizes: Sequence[float]) -> None:
        """A short text in a placeholder, in the first size in which it fits."""
        if not text or place not in self.places:
            return
        shape, text = self.places[place], printable(text)
        box = Box.of(shape)
        size = largest(text.split("\n"), box, sizes, wider=1.03)
        if size is None:
            self.say(text)
            size, text = sizes[-1], shortened(text, box, sizes[-1], wider=1.03)
        shape.text_frame.text = text
        for paragraph in shape.text_frame.paragraphs:
            paragraph.space_before = Pt(0)
            for run in paragraph.runs:
                run.font.size = Pt(size)

    def text(self, place: int, paragraphs: Sequence[tuple[str, str]]) -> None:
        """Paragraphs, each a bold beginning ("" for none) and its text; what does not fit: dots and notes."""
        box, kept = Box.of(self.places[place]), [pair for pair in paragraphs if "".join(pair).strip()]
        left: list[str] = []
        while (size := largest([" ".join(pair) for pair in kept], box, TEXTS, between=BEFORE)) is None:
            left.insert(0, " ".join(kept.pop()).strip())
        self.say(*left)
        if left and kept:
            kept[-1] = (kept[-1][0], f"{kept[-1][1]} {ELLIPSIS}".lstrip())
        frame = self.places[place].text_frame
        for number, (strong, rest) in enumerate(kept):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            for words, bold in ((strong, True), (f" {rest}" if strong else rest, False)):
                if words.strip():
                    run = paragraph.add_run()
                    run.text = printable(words)
                    run.font.size, run.font.bold = Pt(size), bold or None

    def chart(self, chart: Chart) -> GraphicFrame:
        """The chart in its placeholder; in the notes its numbers."""
        shape = self.places.pop(CONTENT)
        place = Place(shape.left, shape.top, shape.width, shape.height)
        shape._element.getparent().remove(shape._element)
        frame = add_chart(self.slide, chart, place)
        held(frame, "chart", CONTENT)
        self.say(chart.units, chart.summary, *chart.notes)
        self.say(*rows_in_words(table(chart)))
        return frame

    def say(self, *paragraphs: str) -> None:
        """Paragraphs of the speaker's notes; none twice."""
        self.said += [text for text in paragraphs if text and text not in self.said]

    def voice(self, section: str) -> None:
        """What the consultant wrote about a section, into the notes."""
        text = self.deck.edition.notes.get(section, "")
        if text:
            self.say(_("The consultant's note:"), *plain(text).split("\n"))

    def close(self) -> None:
        """Write the notes."""
        if self.said:
            self.slide.notes_slide.notes_text_frame.text = printable("\n".join(self.said))


def held(frame: GraphicFrame, kind: str, place: int) -> None:
    """Let a chart or table stand in the layout's placeholder, so that a change of the layout moves it."""
    properties = frame._element.find(qn("p:nvGraphicFramePr")).find(qn("p:nvPr"))
    properties.insert(0, element(f'<p:ph xmlns:p="{DRAWING}" type="{kind}" idx="{place}"/>'))


def rows_in_words(told: Table) -> Iterable[str]:
    """A table as lines of text."""
    yield f"{told.caption}:"
    for name, *cells in told.rows:
        pairs = (f"{head} {cell}" for head, cell in zip(told.header[1:], cells, strict=True))
        yield f"{name}: {', '.join(pairs)}"


def _finish(slide: Any, tag: str) -> None:
    """Take out what was left empty, put footer and number last, and say in which language the text is."""
    tree = slide.shapes._spTree
    for shape in list(slide.placeholders):
        kind = shape.placeholder_format.idx
        if shape.has_text_frame and not shape.text_frame.text.strip() and kind != NUMBER:
            tree.remove(shape._element)
    for shape in [
        each for each in slide.placeholders if each.placeholder_format.idx in (NOTE, FOOTER, NUMBER)
    ]:
        tree.append(shape._element)
    roots = [slide._element]
    if slide.has_notes_slide:
        roots.append(slide.notes_slide._element)
    roots += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    for root in roots:
        for run in root.iter(qn("a:r"), qn("a:fld")):
            run.get_or_add_rPr() if hasattr(run, "get_or_add_rPr") else None
        for properties in root.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            properties.set("lang", tag)
