"""Every text of respondents and readers in German, French and Spanish, whole, typeset and compiled."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils.translation import trans_real

from tests import messages
from tests.messages import ENGLISH_ONLY, READERS, ROOT, TRANSLATIONS, Message

FILES = messages.files()
SOURCE = {message for name in FILES for message in messages.messages_of(name)}
TRANSLATED = {language: messages.entries(language) for language in TRANSLATIONS}
PAIRS = [
    (language, original, text)
    for language in TRANSLATIONS
    for entry in TRANSLATED[language][1:]
    for number, text in enumerate(entry.texts)
    for original in [entry.message.plural if number and entry.message.plural else entry.message.id]
    if entry.message.context != "date format"
]
# Names, formulas, and words that both languages write alike.
SAME_IN_ENGLISH = {
    "de": {
        "%(gate)s: %(state)s.",
        "%(name)s: %(meaning)s",
        "%(property)s: %(value)s",
        "%(question)s (1 %(low)s, 5 %(high)s)",
        "Apollo",
        "Code",
        "Crandell",
        "Drift",
        "Forrester",
        "Index",
        "Marketing",
        "Matin",
        "Median",
        "P minus A",
        "P, %s",
        "Pipeline",
        "Pipeline (L)",
        "Plan",
        "Software",
        "Zone",
        "a_wg",
        "ion",
        "n %s",
        "n = %(number)s",
        "r*_wg(j)",
    },
    "fr": {
        "%(name)s, %(number)s question",
        "%(name)s, %(number)s questions",
        "%(question)s (1 %(low)s, 5 %(high)s)",
        "Action",
        "Apollo",
        "Clients",
        "Code",
        "Concordance",
        "Crandell",
        "Drift",
        "Europe",
        "Forrester",
        "Marketing",
        "Matin",
        "Note",
        "Notes",
        "P, %s",
        "Participation",
        "Pipeline",
        "Pipeline (L)",
        "Plan",
        "Points",
        "Question",
        "Questionnaire",
        "Score",
        "Score %(number)s",
        "Section",
        "Services",
        "Source",
        "Verdict",
        "Versions",
        "Zone",
        "a_wg",
        "action",
        "concordance",
        "ion",
        "n %s",
        "n = %(number)s",
        "note",
        "points",
        "r*_wg(j)",
        "score",
        "score %(score)s",
        "version %(version)s",
    },
    "es": {
        "%(gate)s: %(state)s.",
        "%(name)s: %(meaning)s",
        "%(property)s: %(value)s",
        "%(question)s (1 %(low)s, 5 %(high)s)",
        "Apollo",
        "Crandell",
        "Drift",
        "Error:",
        "Forrester",
        "Marketing",
        "Matin",
        "P, %s",
        "Pipeline",
        "Pipeline (L)",
        "Plan",
        "Provisional",
        "Provisional.",
        "Software",
        "a_wg",
        "ion",
        "n %s",
        "n = %(number)s",
        "no",
        "provisional",
        "r*_wg(j)",
    },
}
FAMILIAR = {
    "de": r"\b(du|dich|dir|dein\w*|euer|eure\w*)\b",
    "fr": r"\b(tu|te|toi|ton|ta|tes)\b",
    "es": r"\b(tú|tu|tus|te|ti|vosotr\w+|vuestr\w+)\b",
}
TERMS = {
    "de": {"wave": "welle", "link": "link", "questionnaire": "fragebogen", "receipt": "bestätigung"},
    "fr": {
        "wave": "vague",
        "link": "lien",
        "questionnaire": "questionnaire",
        "receipt": "accusé de réception",
    },
    "es": {"wave": "oleada", "link": "enlace", "questionnaire": "cuestionario", "receipt": "comprobante"},
}
QUOTES = {"de": "„“", "fr": "«»", "es": "«»"}
TAG = re.compile(r"</?[a-z][^>]*>")
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}|%%")


def found(language, pattern):
    """The translations, without their tags, in which the pattern occurs."""
    texts = [TAG.sub("", text) for spoken, _original, text in PAIRS if spoken == language]
    return [text for text in texts if re.search(pattern, text)]


def header_of(text):
    """The lines of a header, without the one that some versions of gettext leave out."""
    return [line for line in text.splitlines() if not line.startswith("POT-Creation-Date")]


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_of_the_journey_and_no_other_is_translated(language):
    header, *entries = TRANSLATED[language]
    assert header.message == Message("", "", "")
    known = Counter(entry.message for entry in entries)
    assert sorted(SOURCE - known.keys()) == []
    assert sorted(known.keys() - SOURCE) == []
    assert [message for message, times in known.items() if times > 1] == []
    assert [entry.message.id for entry in entries if not all(entry.texts)] == []
    assert [entry.message.id for entry in entries if entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_what_is_compiled_is_what_is_written(language):
    written = {}
    for message, texts, _fuzzy in TRANSLATED[language][1:]:
        key = f"{message.context}\x04{message.id}" if message.context else message.id
        written |= (
            {(key, number): text for number, text in enumerate(texts)} if message.plural else {key: texts[0]}
        )
    compiled = messages.compiled(language)
    assert header_of(compiled.pop("")) == header_of(TRANSLATED[language][0].texts[0])
    assert compiled == written


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_plurals_are_formed_as_in_django_itself(language):
    django, own = trans_real.DjangoTranslation(language).plural, messages.plural_of(language)
    # Django has a form of its own for whole millions in some languages, which no count of ours reaches.
    counts = (0, 1, 2, 5, 51, 1_000)
    assert [own(n) == own(1) for n in counts] == [django(n) == django(1) for n in counts]
    shapes = {len(entry.texts) for entry in TRANSLATED[language] if entry.message.plural}
    assert shapes == {1 + max(own(n) for n in (*counts, 1_000_000))}


def test_every_translation_keeps_the_places_and_the_tags():
    drifted = [
        (language, original, text)
        for language, original, text in PAIRS
        if Counter(PLACE.findall(original)) != Counter(PLACE.findall(text))
        or Counter(TAG.findall(original)) != Counter(TAG.findall(text))
    ]
    assert drifted == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_was_left_in_english(language):
    same = {original for spoken, original, text in PAIRS if spoken == language and original == text}
    assert same == SAME_IN_ENGLISH[language]


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_one_word_stands_for_one_thing(language):
    strayed = [
        text
        for spoken, original, text in PAIRS
        for term, word in TERMS[language].items()
        if spoken == language
        and re.search(rf"(?i)\b{term}\b", PLACE.sub("", original))
        and word not in text.lower()
    ]
    assert strayed == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_button_that_a_text_names_is_called_so(language):
    named = {original: text for spoken, original, text in PAIRS if spoken == language}
    buttons = [
        (text, named[button])
        for original, text in named.items()
        for button in re.findall("“([^”]+)”", original)
        if button in named
    ]
    assert len(buttons) == 2
    assert [text for text, button in buttons if button not in text] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_signs_are_those_of_the_language(language):
    # A plain space would let a line begin with a percent sign or, in French, with a question mark.
    spaced = r" %(?![(s])|  |^\s|\s$|[\"'“”]" if language != "de" else r" %(?![(s])|  |^\s|\s$|[\"'”]"
    assert found(language, spaced) == []
    assert found(language, r"[^\u00a0][?:;!»]|«[^\u00a0]" if language == "fr" else r"\s[?:;!,.]") == []
    opening, closing = QUOTES[language]
    unpaired = [
        text
        for text in found(language, f"[{opening}{closing}]")
        if text.count(opening) != text.count(closing)
    ]
    assert unpaired == []
    if language == "es":
        assert [text for text in found("es", "[?¿]") if text.count("?") != text.count("¿")] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_executives_are_addressed_formally(language):
    assert found(language, f"(?i){FAMILIAR[language]}") == []


@pytest.mark.parametrize("pattern", [*ENGLISH_ONLY, *READERS])
def test_no_list_names_a_file_that_is_gone(pattern):
    assert list(ROOT.glob(pattern)) != []


def test_no_page_of_the_journey_is_put_together_from_an_english_room():
    parts = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    borrowed = [
        (name, part)
        for name in FILES
        if name.startswith("templates/")
        for part in parts.findall((ROOT / name).read_text(encoding="utf-8"))
        if messages.english_only(f"templates/{part}")
    ]
    assert borrowed == []


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_no_page_says_a_word_that_is_not_marked(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for marked in (
        r"<code>.*?</code>",
        r"{#.*?#}",
        r"{% (comment|blocktranslate)\b.*?{% end\1 %}",
        r"{[%{].*?[%}]}",
    ):
        text = re.sub(marked, "", text, flags=re.DOTALL)
    spoken = re.findall(r"""\b(?:alt|aria-label|placeholder|title)\s*=\s*["']([^"']*)""", text)
    said = re.sub(r"<[^>]*>", " ", text)
    assert re.findall(r"[^\W\d_]{2,}", " ".join([said, *spoken])) in ([], ["SMAX"])
