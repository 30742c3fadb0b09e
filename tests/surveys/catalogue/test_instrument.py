from __future__ import annotations

import pytest

from surveys.catalogue import AnswerError, Catalogue, CatalogueError


def ids(items):
    return [item.id for item in items]


def test_screens_of_a_side_that_predicts(catalogue):
    screens = catalogue.screens("marketing")
    assert [screen.code for screen in screens] == [
        "cus",
        "str",
        "cap",
        "org",
        "cad",
        "dat",
        "flw",
        "col",
        "predictions",
    ]
    assert ids(screens[0].items) == ["G0", "CUS-P1", "CUS-P2", "CUS-K1", "CUS-K2", "CUS-F1", "CUS-F2"]
    assert ids(screens[8].items) == [
        *(f"{code}-X" for code in ("CUS", "STR", "CAP", "ORG", "CAD", "DAT", "FLW", "COL")),
        "G1",
    ]
    assert (screens[0].name("en"), screens[8].name("en")) == ("Customer alignment", "Predictions")


def test_people_responsible_for_both_predict_nothing(catalogue):
    assert [screen.code for screen in catalogue.screens("both")] == [
        "cus",
        "str",
        "cap",
        "org",
        "cad",
        "dat",
        "flw",
        "col",
    ]


@pytest.mark.parametrize("side", ["sales", "marketing", "both"])
def test_the_screens_hold_the_items_of_a_side_in_their_order(catalogue, side):
    shown = [item for screen in catalogue.screens(side) for item in screen.items]
    assert tuple(shown) == catalogue.items_for(side)


def test_an_unknown_side_has_no_screens(catalogue):
    with pytest.raises(ValueError, match="unknown side 'service'"):
        catalogue.screens("service")
    with pytest.raises(ValueError, match="unknown side 'service'"):
        catalogue.items_for("service")


def test_an_unknown_item_is_named(catalogue):
    with pytest.raises(AnswerError) as caught:
        catalogue.item("CUS-P9\0")
    assert (caught.value.item_id, caught.value.code) == ("CUS-P9\ufffd", "unknown_item")


def test_only_the_perceived_items_are_shuffled(catalogue):
    screen = catalogue.screens("sales")[0]
    orders = {tuple(ids(catalogue.ordered(screen, f"person {number}"))) for number in range(20)}
    rest = ("CUS-K1", "CUS-K2", "CUS-F1", "CUS-F2")
    assert orders == {("G0", "CUS-P1", "CUS-P2", *rest), ("G0", "CUS-P2", "CUS-P1", *rest)}


@pytest.mark.parametrize("seed", [b"\xff\x00", "person", "\ud800", ""])
def test_the_same_seed_gives_the_same_order(catalogue, seed):
    screen = catalogue.screens("sales")[0]
    assert catalogue.ordered(screen, seed) == catalogue.ordered(screen, seed)


def test_the_order_never_changes_between_releases(catalogue):
    orders = "".join(
        catalogue.ordered(screen, b"seed")[1 if screen.code == "cus" else 0].id[-1]
        for screen in catalogue.screens("both")
    )
    assert orders == "21112121"


def test_text_and_bytes_of_a_seed_are_the_same_seed(catalogue):
    screens = catalogue.screens("sales")
    assert [catalogue.ordered(screen, "häuser") for screen in screens] == [
        catalogue.ordered(screen, "häuser".encode()) for screen in screens
    ]


def test_predictions_keep_their_order(catalogue):
    screen = catalogue.screens("sales")[8]
    assert catalogue.ordered(screen, b"seed") == screen.items


def test_a_catalogue_does_not_follow_changes_of_its_source(definition):
    catalogue = Catalogue.from_dict(definition)
    definition["items"][0]["wording"]["all"]["en"] = "?"
    assert catalogue.item("G0").wording("sales", "en") == (
        "Overall, how aligned are sales and marketing in your company?"
    )


def test_a_second_language_is_read(definition):
    def translate(part):
        if isinstance(part, dict) and part.keys() == {"en"}:
            part["de"] = f"de {part['en']}"
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            translate(inner)

    translate(definition)
    definition["languages"] = ["en", "de"]
    definition["reviews"] = {"en": "original", "de": None}
    catalogue = Catalogue.from_dict(definition)
    assert catalogue.languages == ("en", "de")
    item = catalogue.item("CUS-K1")
    assert item.wording("both", "de") == f"de {item.wording('both', 'en')}"
    assert item.options("de")[0] == (1, "de Never")
    assert item.apart("de") == (("dk", "de Don't know"),)
    assert catalogue.screens("sales")[8].name("de") == "de Predictions"


@pytest.mark.parametrize(
    ("review", "reviewed"),
    [("original", True), ({"by": "Ana Ruiz", "on": "2026-03-31"}, True), (None, False)],
)
def test_a_translation_counts_as_reviewed_once_signed(shipped, review, reviewed):
    shipped["reviews"]["es"] = review
    shipped["reviews"]["en"] = None if review == "original" else "original"
    assert Catalogue.from_dict(shipped).reviewed("es") is reviewed


def test_a_language_not_spoken_has_no_review(catalogue):
    with pytest.raises(ValueError, match="unknown language 'it': en, de, fr, es"):
        catalogue.reviewed("it")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"{", "broken.json: not valid JSON (Expecting property name", id="cut-off"),
        pytest.param(b"\xff", "broken.json: not valid JSON ('utf-8' codec", id="not-utf-8"),
        pytest.param(b"[" * 200_000, "broken.json: not valid JSON (", id="deep"),
        pytest.param(b'{"min": NaN}', "broken.json: not valid JSON (NaN is not a number)", id="nan"),
        pytest.param(
            b'{"id": 1, "id": 2}',
            "broken.json: not valid JSON (the key 'id' stands twice in one object)",
            id="doubled-key",
        ),
        pytest.param(b"[]", "instrument: must be an object", id="list"),
    ],
)
def test_a_file_that_is_no_instrument(tmp_path, content, fault):
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        Catalogue.read(path)
    assert [each[: len(fault)] for each in caught.value.faults] == [fault]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CatalogueError, match=r"none\.json: cannot be read \(No such file or directory\)"):
        Catalogue.read(str(tmp_path / "none.json"))
