"""Nothing that the method withholds is in a deck: no slide, note, chart, workbook or description."""

from __future__ import annotations

import pytest

from tests.reports.exports.deck.decks import (
    deck_of,
    edition_of,
    opened,
    parts,
    rows_of,
    slide_named,
    texts_of,
    titles,
)
from tests.reports.views.test_withheld import planted

pytestmark = pytest.mark.django_db

REASON = "shown from three people a side"


def everything(deck):
    return b"\n".join(parts(deck).values()).decode("utf-8", errors="replace")


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("mode", ["attributed", "aggregated"])
def test_only_what_may_be_shown_is_in_the_file(mode, n, tmp_path):
    deck = deck_of(edition_of(planted(mode, n, n)), tmp_path)
    shown = n > 0 and (mode == "attributed" or n >= 3)
    content = everything(deck)
    words = ("Zebra", "Quokka", "Lemur")
    assert {word: word in content for word in words} == dict.fromkeys(words, shown)
    names = titles(opened(deck))
    if mode == "aggregated" and n < 3:
        assert names == ["Acme", f"{2 * n} of {2 * n} leaders answered", "Method and versions"]
        assert [name for name in parts(deck) if "/charts/" in name or "/embeddings/" in name] == []
    else:
        assert any(" dimensions" in name for name in names) is shown
    people = [f"{side} {place + 1}" for side in ("sales", "marketing") for place in range(n)]
    assert [person for person in people if f">{person}<" in content] == []


@pytest.mark.parametrize(("sales", "marketing"), [(3, 0), (5, 2), (1, 3)])
def test_one_small_side_is_enough_to_withhold(sales, marketing, tmp_path):
    deck = deck_of(edition_of(planted("aggregated", sales, marketing)), tmp_path)
    assert [word for word in ("Zebra", "Quokka", "Lemur") if word in everything(deck)] == []
    assert len(opened(deck)) == 3


def test_what_two_of_three_answered_says_why_it_is_not_there(tmp_path):
    quiet = ("CUS-F1", "CUS-K1", "CUS-P1", "CUS-P2", "CUS-X")
    deck = deck_of(edition_of(planted("aggregated", 3, 3, quiet)), tmp_path)
    slides = opened(deck)
    assert [word for word in ("Zebra", "Quokka", "Lemur") if word in everything(deck)] == []
    [customer] = [
        row for row in rows_of(slide_named(slides, "in . of 8 dimensions$")) if row[0] == "Customer alignment"
    ]
    assert (customer[1], customer[3], customer[5]) == (REASON, REASON, REASON)
    assert "withheld" not in texts_of(slides[-1])


def test_one_person_responsible_for_both_is_not_in_it(tmp_path):
    deck = deck_of(edition_of(planted("aggregated", 3, 3, both=1)), tmp_path)
    content = everything(deck)
    assert "Ibex" not in content
    assert f"How people responsible for both functions rate alignment: {REASON}." in content
