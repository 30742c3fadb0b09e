"""A page joined from pieces is the page that the templates give, whoever reads it."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from smax.accounts.tenancy import firm_scope
from surveys import pieces
from surveys.drafts import Draft
from surveys.forms.questionnaire import ScreenForm
from surveys.forms.remarks import remarks_on
from surveys.pieces import Marks, Setting, screen_page
from surveys.questionnaire import Questionnaire
from tests.cast import make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db

NASTY = [
    "<script>alert(1)</script>",
    "\"quotes\" & 'more'",
    "{{ csrf_token }}{% now 'Y' %}",
    "checked",
    "\\1 %s &amp; \u2028",
    "00000000-0000-4000-8000-000000000001",
]
TEXTS = [*NASTY, "Our board report, p. 3", "one\ntwo\n\nthree", "</textarea><b>", "ß € 日本"]


@pytest.fixture(autouse=True)
def empty_cache():
    pieces._pieces.cache_clear()


@pytest.fixture
def wave():
    return wave_with(NASTY)


def wave_with(segments, firm="Hartmann", **fields):
    texts = [{"code": code, "text": text} for code, text in zip("abcdef", segments, strict=True)]
    return make_wave(make_client(make_firm(firm), "Client"), segments=texts, **fields)


def request_for(person, screen, languages=(("en", "English"), ("de", "Deutsch"))):
    request = RequestFactory().get(f"/survey/{person.public_id}/{screen.code}/")
    request.languages, request.unreviewed = languages, False
    return request


def joined(person, number=0):
    """The page of one of the person's screens, joined."""
    questionnaire = Questionnaire(person)
    screen = questionnaire.screens[number]
    return screen_page(request_for(person, screen), questionnaire, screen).decode()


def ordinary(request, questionnaire, screen):
    """The page as the templates and crispy-forms give it."""
    context = {
        "participant": questionnaire.participant,
        "questionnaire": questionnaire,
        "form": ScreenForm(None, questionnaire=questionnaire, screen=screen),
        "here": screen.code,
    }
    return render_to_string("surveys/survey/screen.html", context, request)


def normalised(page):
    """Whitespace between tags says nothing; the token is masked anew at each use."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w{64}"', r'\1token"', page)
    return re.sub(r"\s*(<[^>]*>)\s*", r"\n\1", page)


def scribbled(person, chance):
    """Give the person a random draft: any answers, notes, comments and revisions."""
    questionnaire = Questionnaire(person)
    given = {}
    for screen in questionnaire.screens:
        for item in screen.items:
            codes = [code for code, _text in questionnaire.choices(item)]
            apart = [code for code in codes if code in {"dk", "na"}]
            rest = [code for code in codes if code not in apart]
            if item.form == "set" and chance.random() < 0.8:
                answer = sorted(chance.sample(rest, chance.randint(1, item.max_choices)))
            else:
                code = chance.choice(apart if item.form == "set" else codes)
                answer = int(code) if code.isdigit() else code
            given[item.id] = answer
        for key in remarks_on(screen):
            text = chance.choice(TEXTS)
            shown = {"text": text, "show": chance.random() < 0.5}
            given[key] = shown if key.startswith("comment:") else text
    share = chance.choice([0, 0.1, 0.5, 0.9, 1])
    draft = Draft.of(person.response)
    for _turn in range(3):
        draft = draft.merged(
            {key: value for key, value in given.items() if chance.random() < share / 2 + 0.3}
        )
    if not share:
        draft = Draft.of(person.response)
    draft.put_into(person.response)
    return person


@pytest.mark.parametrize("turns", [60, pytest.param(200, marks=pytest.mark.slow)])
def test_joined_pages_equal_rendered_ones_in_random_states(wave, turns):
    chance = random.Random(4)
    people = [
        make_leader(wave, side, f"{side} {n}")[0] for side in ("sales", "marketing", "both") for n in range(2)
    ]
    compared, seen = 0, set()
    with firm_scope(wave.firm):
        for _turn in range(turns):
            person = chance.choice(people)
            person.public_id = UUID(int=chance.getrandbits(128))
            person.response.draft, person.response.revisions = {}, {}
            person.response.comments, person.response.notes = {}, {}
            questionnaire = Questionnaire(scribbled(person, chance), reopened=chance.random() < 0.2)
            screen = chance.choice(questionnaire.screens)
            request = request_for(person, screen)
            page = screen_page(request, questionnaire, screen).decode()
            assert normalised(page) == normalised(ordinary(request, questionnaire, screen))
            compared += 1
            seen.add((person.side, screen.code))
    assert compared == turns
    assert turns < 200 or len(seen) == 9 + 9 + 8


def test_user_text_stays_text(wave):
    person, _secret = make_leader(wave, "sales")
    person.response.notes = {"CUS-K1": "</textarea><script>1</script>"}
    with firm_scope(wave.firm):
        page = joined(person)
    assert "&lt;/textarea&gt;&lt;script&gt;1&lt;/script&gt;</textarea>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</label>" in page
    assert "<script>alert(1)" not in page


def test_marks_in_the_text_of_a_wave_are_no_marks(monkeypatch):
    taken = [UUID("aaaaaaaa-aaaa-4aaa-8aaa-000000000000"), UUID("bbbbbbbb-bbbb-4bbb-8bbb-000000000000")]
    wave = wave_with([f"{taken[0]}"[:24].upper() + f"{n:012x}" for n in range(1, 7)])
    person, _secret = make_leader(wave, "sales")
    drawn = iter(taken)
    monkeypatch.setattr(pieces, "uuid4", lambda: next(drawn))
    with firm_scope(wave.firm):
        questionnaire = Questionnaire(person)
        request = request_for(person, questionnaire.screens[0])
        page = screen_page(request, questionnaire, questionnaire.screens[0]).decode()
        assert normalised(page) == normalised(ordinary(request, questionnaire, questionnaire.screens[0]))
    assert next(drawn, None) is None  # the first was refused
    assert "AAAAAAAA-AAAA-4AAA-8AAA-000000000001" in page
    assert "bbbbbbbb" not in page


def test_a_mark_can_be_used_twice_and_stands_in_an_address():
    marks = Marks([])
    mark = marks["who"]
    html = f'<a href="/survey/{UUID(mark)}/">{mark}</a>{marks["answered"]}'
    assert marks.cut(html).fill({"who": b"me", "answered": b"3"}) == b'<a href="/survey/me/">me</a>3'
    assert marks.cut(html).fill({}) == b'<a href="/survey//"></a>'


def test_two_waves_keep_their_own_words():
    first = wave_with([f"First {n}" for n in range(6)], firm="Hartmann")
    second = wave_with([f"Second {n}" for n in range(6)], firm="Lindqvist")
    pages = {}
    for wave in (first, second, first):
        person, _secret = make_leader(wave, "sales", f"Leader {len(pages)} {wave.firm}")
        with firm_scope(wave.firm):
            pages[wave.firm.name] = joined(person)
    assert "First 0" in pages["Hartmann"]
    assert "Hartmann for Client" in pages["Hartmann"]
    assert not re.search(r"Second \d|Lindqvist", pages["Hartmann"])
    assert not re.search(r"First \d|Hartmann", pages["Lindqvist"])


def test_pieces_are_kept_apart_by_everything_that_a_page_says(wave):
    person, _secret = make_leader(wave, "sales")
    with firm_scope(wave.firm):
        screen = Questionnaire(person).screens[0]
        request = request_for(person, screen)
        setting = Setting.of(request, person, screen)
        with override("de"):
            assert Setting.of(request, person, screen) != setting
    others = {
        "digest": "0",
        "side": "marketing",
        "language": "fr",
        "screen": "str",
        "segments": (("a", "Other"),),
        "trigger_labels": (("other", None),),
        "identity_mode": "aggregated",
        "firm": "Other",
        "client": "Other",
        "number": 2,
        "trial": True,
        "demo": True,
        "languages": (("fr", "Français"),),
        "unreviewed": True,
    }
    compared = {name for name, spec in Setting.__dataclass_fields__.items() if spec.compare}
    assert set(others) >= compared
    assert all(replace(setting, **{name: others[name]}) != setting for name in compared)


def test_nothing_of_a_person_is_kept(wave):
    person, _secret = make_leader(wave, "sales", "Ana Unmistakable")
    person.response.notes = {"CUS-K1": "my own note"}
    person.response.comments = {"CUS": {"text": "my own comment", "show": True}}
    with firm_scope(wave.firm):
        joined(person)
        screen = Questionnaire(person).screens[0]
        frame, fields = pieces._pieces(Setting.of(request_for(person, screen), person, screen))
    kept = b"".join(b"".join(part.parts) for part in (frame, *fields.values())).decode()
    assert pieces._pieces.cache_info().hits == 1
    assert not re.search(f"Unmistakable|my own|{person.public_id}|sales.leader@| checked| open>", kept)


def test_the_cache_is_bounded():
    assert pieces._pieces.cache_info().maxsize == 512
