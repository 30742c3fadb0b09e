"""The pages of the letters: outbox, settings, words, and the way out of reminders."""

from __future__ import annotations

import pytest
from django.conf import settings as configured
from django.core import mail
from django.core.signing import dumps
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.jobs.models import every_run
from smax.mail import smtp
from smax.mail.composing import STOP_SALT, settings_of
from smax.mail.delivery import deliver
from smax.mail.models import MailSettings, MailTemplate, Message, OptOut, every_message
from smax.mail.post import backend_for
from smax.mail.vault import seal, unseal
from tests.cast import make_client, make_firm, make_leader, make_wave
from tests.jobs.worker import work
from tests.mail.letters import row_of, write
from tests.mail.post_office import post_office

pytestmark = pytest.mark.django_db
OWN = {
    "sender_name": "Nora Brandt",
    "reply_to": "nora@ours.example",
    "footer": "Ours Ltd, 1 High Street",
    "host": "smtp.ours.example",
    "port": "587",
    "security": "starttls",
    "username": "ours",
    "password": "s3cret-of-ours",
    "from_address": "letters@ours.example",
}
WORDS = "/firm/mail/templates/invitation/en/"


@pytest.fixture
def firm():
    made = make_firm("Ours")
    make_firm("Theirs")
    return made


@pytest.fixture
def owner(firm):
    return signed_in("owner@ours.example")


def signed_in(email):
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return browser


def text_of(answer):
    return answer.content.decode()


class TestOutbox:
    pytestmark = pytest.mark.usefixtures("note")

    def test_it_teaches_while_it_is_empty(self, owner):
        assert "No letters yet" in text_of(owner.get("/firm/mail/"))

    def test_each_letter_with_its_state_and_reason(self, firm, owner):
        ada, _ben = write(firm, "ada", "ben")
        every_message().filter(pk=ada.pk).update(state="bounced", reason="550 No such user")
        page = text_of(owner.get("/firm/mail/"))
        assert ("ada@client.example" in page, "550 No such user" in page, "Bounced" in page) == (True,) * 3
        assert "ben@client.example" not in text_of(owner.get("/firm/mail/?state=bounced"))
        assert "ben@client.example" in text_of(owner.get("/firm/mail/?state=nonsense"))

    def test_another_firm_sees_none_of_them(self, firm):
        (letter,) = write(firm, "ada")
        stranger = signed_in("owner@theirs.example")
        assert "ada@" not in text_of(stranger.get("/firm/mail/"))
        assert stranger.post(f"/firm/mail/{letter.pk}/retry/").status_code == 404
        assert stranger.post(f"/firm/mail/{letter.pk}/cancel/").status_code == 404
        assert row_of(letter).state == "queued"

    def test_consultants_have_none_of_these_pages(self, firm):
        (letter,) = write(firm, "ada")
        consultant = signed_in("consultant@ours.example")
        paths = ["", "settings/", "templates/", "templates/invitation/en/", f"{letter.pk}/cancel/"]
        assert {consultant.get(f"/firm/mail/{path}").status_code for path in paths} == {404}

    def test_a_letter_that_waits_is_cancelled_after_a_question(self, firm, owner):
        (letter,) = write(firm, "ada")
        path = f"/firm/mail/{letter.pk}/cancel/"
        assert "Cancel the letter to Ada?" in text_of(owner.get(path))
        assert row_of(letter).state == "queued"
        assert owner.post(path).status_code == 302
        assert row_of(letter).state == "cancelled"
        assert owner.post(path).status_code == 409
        assert deliver() == 0

    def test_a_letter_that_came_to_nothing_is_tried_again(self, firm, owner):
        (letter,) = write(firm, "ada")
        every_message().filter(pk=letter.pk).update(state="failed", attempts=30)
        assert owner.post(f"/firm/mail/{letter.pk}/retry/").status_code == 302
        assert deliver() == 1
        assert owner.post(f"/firm/mail/{letter.pk}/retry/").status_code == 409
        assert mail.outbox[0].extra_headers["Message-ID"] == letter.message_id

    def test_it_pages_at_fifty_and_costs_the_same_for_many(self, firm, owner):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                page = text_of(owner.get("/firm/mail/"))
            return len(queries), page.count("@client.example")

        write(firm, "ada", "ben", "cleo")
        few = cost()
        write(firm, *(f"person{number}" for number in range(297)))
        many = cost()
        assert (few[0], few[1], many[1]) == (many[0], 3, 50)


class TestSettings:
    def test_they_show_in_the_next_letter(self, firm, owner, note):
        owner.post("/firm/mail/settings/", {**OWN, "host": "", "password": ""})
        write(firm, "ada")
        deliver()
        (letter,) = mail.outbox
        address = configured.DEFAULT_FROM_EMAIL
        assert (letter.from_email, letter.reply_to) == (f"Nora Brandt <{address}>", ["nora@ours.example"])
        assert "Ours Ltd, 1 High Street" in letter.body
        assert "Ours Ltd, 1 High Street" in letter.alternatives[0].content

    def test_a_password_rests_encrypted_and_is_never_shown(self, firm, owner):
        assert owner.post("/firm/mail/settings/", OWN).status_code == 302
        with firm_scope(firm):
            row = MailSettings.objects.values().get()
            own = settings_of(firm)
        assert "s3cret" not in str(row)
        assert "s3cret" not in text_of(owner.get("/firm/mail/settings/"))
        backend = backend_for(own)
        assert (backend.password, backend.use_tls, backend.public_only) == ("s3cret-of-ours", True, True)

    def test_it_is_kept_while_the_server_stays_and_asked_for_when_it_moves(self, firm, owner):
        owner.post("/firm/mail/settings/", OWN)
        owner.post("/firm/mail/settings/", {**OWN, "password": "", "footer": "New"})
        with firm_scope(firm):
            assert unseal(settings_of(firm).sealed_password) == "s3cret-of-ours"
        moved = owner.post("/firm/mail/settings/", {**OWN, "password": "", "host": "evil.example"})
        assert "it was given for another server" in text_of(moved)
        owner.post("/firm/mail/settings/", {**OWN, "password": "", "host": ""})
        with firm_scope(firm):
            assert settings_of(firm).sealed_password == ""

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("port", "22", "Port 22 is none of mail servers"),
            ("from_address", "", "needs an address that letters come from"),
            ("reply_to", "nobody", "valid email address"),
            ("security", "none", "Select a valid choice"),
        ],
    )
    def test_what_cannot_work_is_refused(self, firm, owner, field, value, said):
        answer = owner.post("/firm/mail/settings/", {**OWN, field: value})
        assert said in text_of(answer)
        with firm_scope(firm):
            assert not MailSettings.objects.exists()

    def test_a_sealed_text_opens_with_a_retired_key_and_not_without(self, settings):
        sealed = seal("text")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "n" * 50
        assert unseal(sealed) == "text"
        settings.SECRET_KEY_FALLBACKS = []
        assert unseal(sealed) is None

    def test_the_trail_names_what_changed_and_not_to_what(self, firm, owner):
        owner.post("/firm/mail/settings/", OWN)
        with firm_scope(firm):
            event = AuditEvent.objects.get(action="mail_settings.changed")
        assert event.facts == {"fields": sorted(OWN.keys() - {"port", "security"})}

    def test_a_test_letter_goes_to_who_asks(self, owner):
        answer = owner.post("/firm/mail/test/")
        work()
        assert [letter.to for letter in mail.outbox] == [["Owner of Ours <owner@ours.example>"]]
        assert "All went well." in text_of(owner.get(answer.headers["Location"]))

    def test_a_test_letter_says_what_the_mail_server_says(self, firm, owner, settings):
        with post_office() as office:
            office.rcpt = lambda _address: "550 5.7.1 Relaying denied"
            settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = "smax.mail.smtp.BoundedBackend", False
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
            answer = owner.post("/firm/mail/test/")
            work()
        assert "550 5.7.1 Relaying denied" in text_of(owner.get(answer.headers["Location"]))

    def test_a_firm_cannot_knock_at_this_machine(self, firm, owner, monkeypatch):
        with post_office() as office:
            monkeypatch.setattr("smax.mail.forms.OPEN_PORTS", (office.port,))
            own = {**OWN, "host": "127.0.0.1", "port": str(office.port)}
            assert owner.post("/firm/mail/settings/", own).status_code == 302
            owner.post("/firm/mail/test/")
            work()
            assert (
                every_run().get(kind="mail.test").reason == "The mail server's address is not a public one."
            )
            assert office.connections == 0

    @pytest.mark.parametrize(
        ("address", "public"),
        [
            ("8.8.8.8", True),
            ("2001:4860:4860::8888", True),
            ("127.0.0.1", False),
            ("10.1.2.3", False),
            ("169.254.169.254", False),
            ("100.64.0.1", False),
            ("::1", False),
            ("::ffff:127.0.0.1", False),
            ("fe80::1%eth0", False),
            ("0.0.0.0", False),
        ],
    )
    def test_public_addresses(self, address, public):
        class Line:
            def getpeername(self):
                return (address, 25)

        assert smtp._is_public(Line()) is public


class TestWords:
    def test_the_shipped_ones_stand_until_there_are_own_ones(self, firm, owner, note):
        shipped = text_of(owner.get(WORDS))
        assert "In the words that come with SMAX" in shipped
        body = "Hello {name},\n\n{link}\n\nBye"
        owner.post("/firm/mail/templates/note/en/", {"subject": "Own {name}", "body": body})
        write(firm, "ada")
        deliver()
        (letter,) = mail.outbox
        assert letter.subject == "Own Ada"
        assert letter.body == "Hello Ada,\n\nhttps://smax.example.com/s/secret-link/\n\nBye\n"

    @pytest.mark.parametrize(
        ("subject", "body", "said"),
        [
            ("Hello {nmae}", "{link}", "There is no {nmae} in this letter. It has {name}, {company},"),
            ("Hello", "{link} {password}", "There is no {password} in this letter."),
            ("Hello {link}", "{link}", "The link is a key: it must not stand in the subject."),
            ("Hello", "No way in", "The text needs {link}"),
            ("", "{link}", "This field is required."),
        ],
    )
    def test_words_that_would_not_work_are_refused_by_name(self, firm, owner, subject, body, said):
        answer = owner.post(WORDS, {"subject": subject, "body": body})
        assert said in text_of(answer)
        with firm_scope(firm):
            assert not MailTemplate.objects.exists()

    def test_a_preview_stores_nothing_and_runs_nothing(self, firm, owner):
        words = {"subject": "S {company}", "body": "<script>alert(1)</script> {name}\n\n{link}"}
        answer = owner.post(f"{WORDS}preview/", words, headers={"HX-Request": "true"})
        page = text_of(answer)
        assert "S Northwind Pumps" in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; Ada Brandt" in page
        assert "<html" not in page
        assert "<html" in text_of(owner.post(f"{WORDS}preview/", words))
        with firm_scope(firm):
            assert not MailTemplate.objects.exists()

    @pytest.mark.parametrize(("language", "word"), [("de", "Öffnen"), ("fr", "Ouvrir"), ("es", "Abrir")])
    def test_a_preview_speaks_the_language_of_the_letter(self, owner, language, word):
        path = f"/firm/mail/templates/reminder/{language}/"
        assert f">{word}</a>" in text_of(owner.get(path))

    def test_back_to_the_shipped_words_after_a_question(self, firm, owner):
        owner.post(WORDS, {"subject": "Own", "body": "{link}"})
        assert "Give up your own words?" in text_of(owner.get(f"{WORDS}reset/"))
        with firm_scope(firm):
            assert MailTemplate.objects.count() == 1
            owner.post(f"{WORDS}reset/")
            assert MailTemplate.objects.count() == 0
        assert "In the words that come with SMAX" in text_of(owner.get(WORDS))

    def test_words_of_one_firm_are_no_other_firms(self, firm, owner):
        owner.post(WORDS, {"subject": "Own subject", "body": "{link}"})
        assert "Own subject" not in text_of(signed_in("owner@theirs.example").get(WORDS))

    @pytest.mark.parametrize("path", ["nothing/en/", "invitation/xx/", "invitation/en/nothing/"])
    def test_what_is_none_is_not_there(self, owner, path):
        assert owner.get(f"/firm/mail/templates/{path}").status_code == 404


class TestStop:
    def token(self, firm, language="en"):
        return dumps([firm.pk, "surveys.participant", 7, language], salt=STOP_SALT)

    def test_only_a_post_stops_anything(self, firm):
        browser = Browser(enforce_csrf_checks=True)
        path = f"/letters/stop/{self.token(firm)}/"
        assert "Stop the reminders?" in text_of(browser.get(path))
        with firm_scope(firm):
            assert OptOut.objects.count() == 0
            for _time in range(2):
                assert "No more reminders" in text_of(browser.post(path))
            assert OptOut.objects.get().about_id == 7
        assert browser.cookies == {}

    def test_it_speaks_the_language_of_the_letter(self, firm):
        assert 'lang="fr"' in text_of(Browser().get(f"/letters/stop/{self.token(firm, 'fr')}/"))

    @pytest.mark.parametrize(
        "token", ["x", "a:b:c", pytest.param(dumps([1, "x", 7, "en"], salt="another"), id="another-purpose")]
    )
    def test_a_made_up_address_is_not_there(self, firm, token):
        assert Browser().post(f"/letters/stop/{token}/").status_code == 404


class TestInviting:
    """The desk's pages that send letters."""

    @pytest.fixture
    def wave(self, firm):
        made = make_wave(make_client(firm))
        make_leader(made, "sales", "Ana Ruiz")
        return made

    def test_all_who_wait_after_a_look_at_them(self, wave, owner):
        path = "/clients/acme/waves/1/invite/"
        page = text_of(owner.get(path))
        assert ("Invite 1 leader?" in page, "ana.ruiz@client.example" in page) == (True, True)
        assert every_message().count() == 0
        assert owner.post(path).status_code == 302
        assert every_message().get().recipient == "ana.ruiz@client.example"
        assert "Nobody waits for an invitation" in text_of(owner.get(path))

    def test_one_of_them(self, wave, owner):
        person = wave_person(wave)
        path = f"/clients/acme/waves/1/participants/{person.public_id}/invite/"
        assert "Invite Ana Ruiz?" in text_of(owner.get(path))
        assert owner.post(path).status_code == 302
        assert owner.post(path).status_code == 409
        assert every_message().count() == 1
        deliver()
        assert "Invite Ana Ruiz again?" in text_of(owner.get(path))

    def test_another_address(self, wave, owner):
        person = wave_person(wave)
        path = f"/clients/acme/waves/1/participants/{person.public_id}/address/"
        same = owner.post(path, {"email": person.email})
        assert "the address we write to already" in text_of(same)
        assert owner.post(path, {"email": "ana@new.example"}).status_code == 302
        assert wave_person(wave).email == "ana@new.example"
        assert every_message().get().recipient == "ana@new.example"


def wave_person(wave):
    with firm_scope(wave.firm):
        return wave.participants.get()


def test_no_row_of_the_outbox_is_a_place_for_a_link():
    kinds = {field.name for field in Message._meta.fields if field.get_internal_type() == "TextField"}
    assert kinds == set()
