"""The shipped translations: whole, translated, typeset, and with the same figures as the original."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from surveys.catalogue import Catalogue, CatalogueError
from surveys.models import InstrumentVersion
from surveys.services.instruments import publish_instrument

SHIPPED = Path(__file__).parents[2] / "surveys" / "instruments" / "smax.v1.json"
CATALOGUE = Catalogue.read(SHIPPED)
TRANSLATIONS = ["de", "fr", "es"]
ASKED = [item for item in CATALOGUE.items if item.kind != "O"]
SAME_IN_ENGLISH = {
    "de": {"%"},
    "fr": {"%", "ratio", "Collaboration"},
    "es": {"%", "ratio"},
}
FACES = ["CUS-K1", "STR-P2", "CAP-P1", "CAD-P2", "DAT-K3", "FLW-P1", "COL-P2", "COL-K1"]
OTHER_TEAM = {
    "de": ("die Führungskräfte im Marketing", "die Führungskräfte im Vertrieb"),
    "fr": ("les responsables du marketing", "les responsables des ventes"),
    "es": ("las personas responsables de marketing", "las personas responsables de ventas"),
}
FAMILIAR = {
    "de": r"\b(du|dich|dir|dein\w*|euer|eure\w*)\b",
    "fr": r"\b(tu|te|toi|ton|ta|tes)\b",
    "es": r"\b(tú|tu|tus|te|ti|vosotr\w+|vuestr\w+)\b",
}


def texts_by_language(part):
    """Walk over every text of the file as a map by language."""
    if isinstance(part, dict):
        if part.keys() == set(CATALOGUE.languages):
            yield part
            return
        part = [value for key, value in part.items() if key != "reviews"]
    for inner in part if isinstance(part, list) else ():
        yield from texts_by_language(inner)


TEXTS = list(texts_by_language(json.loads(SHIPPED.read_text(encoding="utf-8"))))


def found(language, pattern):
    return [texts[language] for texts in TEXTS if re.search(pattern, texts[language])]


def test_no_translation_passes_for_reviewed():
    assert {language: CATALOGUE.reviewed(language) for language in CATALOGUE.languages} == {
        "en": True,
        "de": False,
        "fr": False,
        "es": False,
    }


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_was_left_in_english(language):
    same = {texts["en"] for texts in TEXTS if texts[language] == texts["en"]}
    assert same == SAME_IN_ENGLISH[language]


@pytest.mark.parametrize("language", ["en", *TRANSLATIONS])
def test_no_placeholder_was_left(language):
    assert found(language, r"[{}<>\[\]_|#]|%\(|TODO|XXX|\.\.\.|…") == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_one_english_text_has_one_translation(language):
    # Two questions that share a step or an explanation share it in every language.
    translations = {}
    for texts in TEXTS:
        translations.setdefault(texts["en"], set()).add(texts[language])
    assert {text: each for text, each in translations.items() if len(each) > 1} == {}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_figures_are_those_of_the_original(language):
    def figures(text):
        return Counter(re.findall(r"[0-9]+(?:[.,][0-9]+)?", text))

    drifted = [
        texts[language]
        for texts in TEXTS
        if figures(texts["en"].replace(".", ",")) != figures(texts[language].replace(".", ","))
    ]
    assert drifted == []
    assert found(language, r"[0-9]\.[0-9]") == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_fit_a_phone(language):
    sides = ("sales", "marketing", "both")
    wordings = {item.wording(side, language) for item in ASKED for side in sides if item.asked_of(side)}
    helps = {item.help(language) for item in ASKED}
    answers = {text for item in ASKED for _code, text in item.options(language)}
    assert [text for text in wordings if len(text) > 185] == []
    assert [text for text in helps if len(text) > 340] == []
    assert [text for text in answers if len(text) > 130] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_question_ends_as_one(language):
    sides = ("sales", "marketing", "both")
    asked = [item.wording(side, language) for item in ASKED for side in sides if item.asked_of(side)]
    opened = 1 if language == "es" else 0
    marks = {text: (text.count("?"), text.count("¿")) for text in asked}
    assert {text: each for text, each in marks.items() if each != (1, opened)} == {}
    assert [text for text in asked if not text.endswith(("?", "."))] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_spaces_and_signs_are_those_of_the_language(language):
    # A plain space would let a line begin with a percent sign or, in French, with a question mark.
    spaced = r" %|  |^\s|\s$|'|\"" + (r"|[^\u00a0][?:;!»]|« " if language == "fr" else r"|\s[?:;!,.]")
    assert found(language, spaced) == []
    assert found(language, r"[0-9]%") == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_executives_are_addressed_formally(language):
    assert found(language, f"(?i){FAMILIAR[language]}") == []


@pytest.mark.parametrize("language", TRANSLATIONS)
@pytest.mark.parametrize("item_id", FACES)
def test_an_item_with_two_faces_has_three_wordings(item_id, language):
    item = CATALOGUE.item(item_id)
    assert len({item.wording(side, language) for side in ("sales", "marketing", "both")}) == 3


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_prediction_names_the_other_team_and_its_dimension(language):
    marketing, sales = OTHER_TEAM[language]
    names = {dimension.code: dimension.name(language) for dimension in CATALOGUE.dimensions}
    for item in CATALOGUE.items:
        if item.kind == "X":
            asked = item.wording("sales", language)
            assert marketing in asked
            assert asked.replace(marketing, sales) == item.wording("marketing", language)
            assert names.get(item.dimension, "") in asked


@pytest.mark.django_db
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_with_a_hole_is_not_published(tmp_path, language):
    definition = json.loads(SHIPPED.read_text(encoding="utf-8"))
    del definition["items"][0]["wording"]["all"][language]
    path = tmp_path / "holed.json"
    path.write_text(json.dumps(definition), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        publish_instrument(path=path)
    assert caught.value.faults == (f"G0: wording for all has no text in {language}",)
    assert InstrumentVersion.objects.count() == 0
