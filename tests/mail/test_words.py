"""The words of letters: placeholders, escaping, and the words that are shipped."""

from __future__ import annotations

import pytest
from django.conf import settings

from smax.mail.occasions import OCCASIONS
from smax.mail.words import FIELD, as_html, fill, subject_line, unknown_fields

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SHIPPED = [(code, language) for code in OCCASIONS for language in LANGUAGES]


def test_places_are_filled_once():
    assert fill("{name}, {company}", {"name": "{company}", "company": "Acme"}) == "{company}, Acme"


def test_a_place_without_a_value_stays_as_it_is_written():
    assert fill("{name} { } {x y}", {"name": "Ada"}) == "Ada { } {x y}"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{name} and {link}", []),
        ("{Name} {nmae} {link}", ["Name", "nmae"]),
        ("{name.__class__} {0} {}", ["", "0", "name.__class__"]),
        ("{{name}} {% load i18n %}", ["% load i18n %"]),
    ],
)
def test_unknown_places_are_found(text, unknown):
    assert unknown_fields(text, ("name", "link")) == unknown


def test_a_subject_is_one_line_whatever_the_values_hold():
    assert subject_line("For {name}", {"name": "Ada\r\nBcc: x@y.example"}) == "For Ada Bcc: x@y.example"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\nTwo\nlines", "<p>One</p>\n<p>Two<br>lines</p>"),
        ("{name}", "<p>&lt;b&gt;&amp;&quot;</p>"),
        ("<i>{name}</i>", "<p>&lt;i&gt;&lt;b&gt;&amp;&quot;&lt;/i&gt;</p>"),
        ("{link}", '<p class="letter-button"><a href="https://x.example/?a=1&amp;b=2">Open</a></p>'),
        (
            "See {link}.",
            '<p>See <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>.</p>',
        ),
    ],
)
def test_html_is_made_from_the_text_and_escapes_all_of_it(text, html):
    values = {"name": '<b>&"', "link": "https://x.example/?a=1&b=2"}
    assert as_html(text, values, button="Open") == html


@pytest.mark.parametrize(("code", "language"), SHIPPED)
def test_shipped_words_name_only_what_their_occasion_has(code, language):
    words = OCCASIONS[code].shipped(language)
    assert unknown_fields(words.subject + words.body, OCCASIONS[code].placeholders) == []
    assert "link" not in FIELD.findall(words.subject)
    assert 5 < len(words.subject) <= 150
    assert "{name}" in words.body or code == "colleague"


@pytest.mark.parametrize("code", OCCASIONS)
def test_shipped_words_say_the_same_in_every_language(code):
    used = {language: sorted(FIELD.findall(OCCASIONS[code].shipped(language).body)) for language in LANGUAGES}
    assert list(used.values()) == [used["en"]] * len(LANGUAGES)
