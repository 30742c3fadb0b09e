"""What a wave promises its leaders, and taking the whole wave back."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from smax.accounts.tenancy import every_firm, firm_scope
from surveys.errors import SurveyError
from surveys.models import Assessment, InstrumentVersion
from surveys.services.waves import change_promises, close_wave, withdraw_wave
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import errors, rows, sign_in, text
from tests.surveys.respondent import Respondent, every_row, facts, heading
from tests.surveys.test_waves import fields

pytestmark = pytest.mark.django_db

PAGE = "/clients/acme/waves/1/"
PROMISES = f"{PAGE}promises/"
WITHDRAW = f"{PAGE}withdraw/"
MODES = {
    "attributed": "Attributed: answers are shown by role",
    "aggregated": "Aggregated: nothing from fewer than three people of a side is shown",
}
FIXED = "Somebody has answered already, so how answers are shown stays as it was promised."


@pytest.fixture
def wave():
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    return sign_in()


def promised(wave):
    with every_firm("a test reads"):
        return Assessment.objects.values_list("identity_mode", "language", "own_profile").get(pk=wave.pk)


# ---- On opening a wave -----------------------------------------------------------------------------------


def test_a_wave_is_opened_with_its_promises(wave, browser):
    choice = {"identity_mode": "aggregated", "language": "de", "own_profile": "on"}
    assert browser.post("/clients/acme/waves/new/", fields(wave.client, **choice)).status_code == 302
    with firm_scope(wave.firm):
        assert promised(wave.client.assessments.get(number=2)) == ("aggregated", "de", True)


def test_the_form_begins_with_answers_by_role_and_the_language_of_the_wave_before(wave, browser):
    with firm_scope(wave.firm):
        change_promises(assessment=wave, language="fr")
    form = browser.get("/clients/acme/waves/new/").context["form"]
    assert [form[name].value() for name in ("identity_mode", "language", "own_profile")] == [
        "attributed",
        "fr",
        False,
    ]


@pytest.mark.parametrize(
    ("change", "label", "fault"),
    [
        ({"identity_mode": ""}, "How answers are shown", "This field is required."),
        (
            {"identity_mode": "anonymous"},
            "How answers are shown",
            "Select a valid choice. anonymous is not one of the available choices.",
        ),
        ({"language": "it"}, "Language", "Select a valid choice. it is not one of the available choices."),
    ],
)
def test_a_promise_that_is_none_is_refused(wave, browser, change, label, fault):
    before = rows(Assessment)
    assert errors(browser.post("/clients/acme/waves/new/", fields(wave.client, **change))) == {label: fault}
    assert rows(Assessment) == before


def test_a_language_that_the_questionnaire_does_not_speak_is_refused(wave, browser):
    sent = fields(wave.client, language="de")
    english = InstrumentVersion.objects.create(
        instrument="smax",
        version="2",
        definition=only_english(InstrumentVersion.objects.get().definition),
        digest="english",
        published_at=wave.created_at,
    )
    answer = browser.post("/clients/acme/waves/new/", sent | {"instrument_version": english.pk})
    assert errors(answer) == {
        "Language": "This questionnaire has no texts in Deutsch. Choose another language."
    }


def only_english(part):
    """The instrument as if nobody had translated it."""
    if isinstance(part, dict):
        kept = {key: only_english(value) for key, value in part.items() if key not in {"de", "fr", "es"}}
        return kept | ({"languages": ["en"]} if "languages" in part else {})
    return [only_english(each) for each in part] if isinstance(part, list) else part


# ---- Changing them ---------------------------------------------------------------------------------------


def test_the_page_of_the_wave_says_what_is_promised(wave, browser):
    shown = facts(browser.get(PAGE))
    assert shown["How answers are shown"] == MODES["attributed"]
    assert (shown["Language"], shown["Leaders see their own perceived profile"]) == ("English", "No")


def test_promises_can_be_changed_before_the_first_answer(wave, browser):
    make_leader(wave, "sales")
    sent = {"identity_mode": "aggregated", "language": "es", "own_profile": "on"}
    assert browser.post(PROMISES, sent).headers["Location"] == PAGE
    assert promised(wave) == ("aggregated", "es", True)
    assert facts(browser.get(PAGE))["How answers are shown"] == MODES["aggregated"]


def test_after_the_first_answer_the_page_asks_for_the_mode_no_more(wave, browser):
    ana = Respondent(wave)
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    page = browser.get(PROMISES)
    assert 'name="identity_mode"' not in page.content.decode()
    assert FIXED in text(page)
    assert browser.post(PROMISES, {"language": "de"}).status_code == 302
    assert promised(wave) == ("attributed", "de", False)


def test_after_the_first_answer_another_mode_is_refused_and_nothing_is_changed(wave, browser):
    ana = Respondent(wave)
    ana.enter()
    ana.post("cus/", {"G0": "4"})
    answer = browser.post(PROMISES, {"identity_mode": "aggregated", "language": "de", "own_profile": "on"})
    assert errors(answer) == {"How answers are shown": FIXED}
    assert promised(wave) == ("attributed", "en", False)


def test_the_database_refuses_what_the_form_did_not_see_yet(wave):
    answer_and_submit(make_leader(wave, "sales")[0])
    with firm_scope(wave.firm), pytest.raises(SurveyError) as refused:
        change_promises(assessment=wave, identity_mode="aggregated", language="de")
    assert refused.value.reason == FIXED
    assert promised(wave) == ("attributed", "en", False)


@pytest.mark.parametrize("end", [close_wave, withdraw_wave])
def test_a_wave_that_is_over_promises_nothing_new(wave, browser, end):
    with firm_scope(wave.firm):
        end(assessment=wave)
    answer = browser.post(PROMISES, {"identity_mode": "aggregated", "language": "en"})
    assert errors(answer) == {"": "This wave is over, so what it promises can no longer be changed."}
    assert promised(wave) == ("attributed", "en", False)
    assert PROMISES not in browser.get(PAGE).content.decode()


def test_an_agreement_to_another_promise_stores_nothing(wave, browser):
    ana = Respondent(wave)
    ana.enter()
    browser.post(PROMISES, {"identity_mode": "aggregated", "language": "en"})
    before = every_row()
    answer = ana.post("cus/", {"G0": "4"})
    assert answer.status_code == 409
    assert "Please open your personal link again and say whether you agree to take part." in text(answer)
    assert every_row() == before
    ana.enter()
    assert ana.post("cus/", {"G0": "4"}).status_code == 302
    with every_firm("a test reads"):
        assert type(ana.person).objects.get(pk=ana.person.pk).consent.wording == "aggregated-2"


# ---- Withdrawing -----------------------------------------------------------------------------------------


def test_withdrawing_asks_first_and_says_who_has_answered(wave, browser):
    answer_and_submit(make_leader(wave, "sales")[0])
    before = every_row()
    page = browser.get(WITHDRAW)
    assert heading(page) == "Withdraw wave 1?"
    assert "1 leader has submitted. This response will count no more." in text(page)
    assert every_row() == before


def test_a_withdrawn_wave_says_so_and_asks_for_the_next_one(wave, browser):
    assert browser.post(WITHDRAW).headers["Location"] == PAGE
    with every_firm("a test reads"):
        assert Assessment.objects.get(pk=wave.pk).state == "withdrawn"
    page = browser.get(PAGE)
    assert "This wave is withdrawn. It takes no answers, and those it has count in no result." in text(page)
    listed = browser.get("/clients/").content.decode()
    assert '<span class="tag tag--withdrawn">Withdrawn</span>' in listed
    assert '<a href="/clients/acme/waves/new/">Open the next wave</a>' in listed


def test_a_closed_wave_can_be_withdrawn_and_a_withdrawn_one_stays_so(wave, browser):
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    browser.post(WITHDRAW)
    before = rows(Assessment)
    browser.post(WITHDRAW)
    browser.post(f"{PAGE}close/")
    assert rows(Assessment) == before
    with every_firm("a test reads"):
        assert Assessment.objects.get(pk=wave.pk).state == "withdrawn"


@pytest.mark.parametrize("submitted", [False, True])
def test_its_leaders_read_that_it_was_withdrawn_wherever_they_look(wave, submitted):
    ana = Respondent(wave)
    ana.enter()
    if submitted:
        answer_and_submit(ana.person)
    with firm_scope(wave.firm):
        withdraw_wave(assessment=wave)
    before = every_row()
    pages = ["", "cus/", "review/", "receipt/", "reopen/", "answers.txt", "answers.json"]
    links = [ana.landing, f"{ana.landing}decline/"]
    seen = [ana.get(page) for page in pages] + [Browser().get(link) for link in links]
    assert {(page.status_code, heading(page)) for page in seen} == {(410, "This survey was withdrawn")}
    late = [ana.post("cus/", {"G0": "4"}), ana.post("review/"), ana.post("reopen/")]
    assert {answer.status_code for answer in late} == {410}
    assert "What you sent just now was not stored." in text(late[0])
    assert every_row() == before


def test_nobody_is_added_to_a_withdrawn_wave(wave, browser):
    browser.post(WITHDRAW)
    person = {"name": "Ada", "email": "ada@client.example", "side": "sales", "seniority": "c_level"}
    answer = browser.post(f"{PAGE}participants/new/", person)
    assert answer.status_code == 409
