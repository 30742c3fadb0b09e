"""Summary: who took part, the headline figures made by formulas, and how sure they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.exports.workbook.book import Number, Words, if_numbers
from reports.tables.headline import sentence
from reports.tables.participation import notices, participation
from reports.wording import LEVELS, PATTERNS, SIDES, ZONES

if TYPE_CHECKING:
    from reports.exports.workbook.book import Book, Sheet
    from reports.exports.workbook.source import Source
    from reports.tables.participation import SideLine

WIDTHS = (44, 18, 74)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Summary"), _("Results: what leaders believe beside what was measured")


def fill(sheet: Sheet, source: Source) -> None:
    """Write what the wave's state allows: participation always, scores where they may be shown."""
    sheet.header([_("What"), _("Value"), _("How it is made, and what limits it")])
    if source.scores_shown:
        found = "".join(text for text, _strong in sentence(source.scored))
        if found:
            sheet.add(Words(_("Finding"), "subject"), None, found)
        _perceived(sheet, source)
        _measured(sheet, source)
        _verdicts(sheet, source)
    sheet.subheader(_("Participation"), _("Responses that count"), _("Of those asked"))
    for line in participation(source.scored):
        sheet.add(line.name, Number(line.counting, "count", f"participation.{line.side}"), _asked(line))
    if limits := notices(source.scored):
        sheet.subheader(_("What limits these figures"), "", "")
        sheet.add_all([notice.title, None, notice.text] for notice in limits)


def _asked(line: SideLine) -> str:
    return _("%(asked)s asked, %(missing)s still missing") % {
        "asked": line.asked,
        "missing": len(line.missing),
    }


def _perceived(sheet: Sheet, source: Source) -> None:
    """P of each side from its dimensions, and the mean of the two."""
    book = sheet.book
    for side in ("sales", "marketing"):
        name = _("Perceived alignment, %s") % SIDES[side]
        how = _("Weighted mean of the dimensions present, with weights that sum to 1 over them")
        sheet.add(name, source.live(f"perceived.{side}", _side(book, source, side)), how)
    sales, marketing = book.at("perceived.sales"), book.at("perceived.marketing")
    formula = if_numbers(sales, marketing, f"({sales}+{marketing})/2")
    how = _("Mean of the two sides, which count the same whatever their n")
    sheet.add(_("Perceived alignment (P)"), source.live("perceived.joint", formula), how)
    how = _("People responsible for both functions count in neither side")
    sheet.add(_("Perceived alignment, %s") % SIDES["both"], source.number("perceived.both"), how)
    how = _(
        "Share of all leaders, in percent, who call the teams largely or completely aligned; %(n)s answered"
    )
    believers = source.number("perceived.believe_aligned")
    sheet.add(_("Believe the teams aligned"), believers, how % {"n": source.scored.believers_of})


def _side(book: Book, source: Source, side: str) -> str:
    """The weighted mean over the dimensions that a side has rated; too few of them have none."""
    codes = list(source.card.dimensions)
    first, last = codes[0], codes[-1]
    rated = book.span(f"dimensions.{first}.perceived_{side}", f"dimensions.{last}.perceived_{side}")
    weights = book.span(f"weight.{first}", f"weight.{last}")
    products = book.span(f"weighted.{side}.{first}", f"weighted.{side}.{last}")
    needed = book.at("method.composite.min_dimensions")
    return f'IF(COUNT({rated})<{needed},"",SUM({products})/SUMIF({rated},">=0",{weights}))'


def _measured(sheet: Sheet, source: Source) -> None:
    """A, its imbalance, the outcomes, the index and the gaps."""
    book = sheet.book
    codes = list(source.card.dimensions)
    present, arithmetic, logarithm = (
        book.span(f"{name}.{codes[0]}", f"{name}.{codes[-1]}")
        for name in ("present", "arithmetic", "logarithm")
    )
    needed = book.at("method.composite.min_dimensions")
    formula = f'IF(COUNT({present})<{needed},"",EXP(SUM({logarithm})/SUM({present})))'
    how = _(
        "Weighted geometric mean of the measured dimensions: a strength cannot buy off an absent foundation"
    )
    sheet.add(_("Operating score (A)"), source.live("measured.operating", formula), how)
    operating = book.at("measured.operating")
    formula = f'IF(ISNUMBER({operating}),SUM({arithmetic})/SUM({present})-{operating},"")'
    how = _("Arithmetic less geometric mean")
    sheet.add(_("Imbalance"), source.live("measured.imbalance", formula, "signed"), how)
    for path, name in (
        ("revenue", _("Revenue (R)")),
        ("pipeline", _("Pipeline (L)")),
        ("outcomes", _("Outcomes (O)")),
    ):
        made = source.live(f"measured.{path}", book.at(f"measured.{path}"))
        sheet.add(name, made, _("From the sheet “%s”") % _("Outcomes"))
    _index(sheet, source, operating)


def _index(sheet: Sheet, source: Source, operating: str) -> None:
    book = sheet.book
    outcomes, share = book.at("measured.outcomes"), book.at("method.index.outcome_share")
    product = f"{operating}^(1-{share})*{outcomes}^{share}"
    formula = f'IF(ISNUMBER({operating}),IF(ISNUMBER({outcomes}),{product},{operating}),"")'
    name = _("SMAX index, provisional") if source.card.measured.provisional else _("SMAX index")
    how = _("A to its exponent times O to its own; A alone where outcomes are missing")
    sheet.add(Words(name, "subject"), source.live("measured.index", formula), how)
    perceived, index = book.at("perceived.joint"), book.at("measured.index")
    gap = source.live("gap", if_numbers(perceived, index, f"{perceived}-{index}"), "signed")
    sheet.add(Words(_("Gap"), "subject"), gap, _("Perceived minus measured"))
    formula = if_numbers(perceived, operating, f"{perceived}-{operating}")
    sheet.add(_("Gap to practice"), source.live("gap_to_practice", formula, "signed"), _("P minus A"))


def _verdicts(sheet: Sheet, source: Source) -> None:
    """Maturity, zone and patterns: verdicts of the method, not made by formulas here."""
    how = _("As scored; the lower of the two below, by the gates on their own sheet")
    sheet.add(_("Maturity"), source.word("maturity.level", LEVELS), how)
    sheet.add(_("Level by index"), source.word("maturity.index_level", LEVELS))
    sheet.add(_("Level by gates"), source.word("maturity.gate_level", LEVELS))
    matrix = source.card.matrix
    borderline = _("Borderline: within the band about the cut") if matrix and matrix.borderline else None
    sheet.add(_("Zone"), source.word("matrix.zone", ZONES), borderline)
    if (target := source.edition.target) and target.index is not None:
        how = _("What if: set in wave %s. Practices reach their targets, outcomes stay as they are.")
        sheet.add(_("Index with the target"), Number(target.index, name="target.index"), how % target.wave)
    for code in source.card.patterns:
        name, meaning = PATTERNS[code]
        sheet.add(_("Pattern"), str(name), str(meaning))
