"""Guests: their link, the codes they are sent, and how either ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from reports.models import Guest
from reports.readers import code_of, guest_by_secret
from reports.services.guests import (
    ask_for_code,
    enter_code,
    invite_guest,
    note_visit,
    revoke_guest,
    send_again,
)
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.models import Message
from smax.mail.occasions import OCCASIONS, NotWanted
from surveys.errors import SurveyError
from surveys.links import secret_of
from tests.cast import make_client, make_firm
from tests.reports.released import guest_of, owner_of, released
from tests.reports.waves import answered_wave

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    guest = guest_of(make_client(make_firm("Ours")))
    with firm_scope(guest.firm):
        yield guest


def letter(occasion):
    """The newest letter of an occasion, as it would be sent now."""
    message = Message.objects.filter(occasion=occasion).latest("pk")
    return OCCASIONS[occasion].compose(message)


def fresh(guest):
    return Guest.objects.get(pk=guest.pk)


def test_the_invitation_carries_the_link_and_no_table_does(guest):
    secret = secret_of(guest)
    link = f"{settings.BASE_URL.origin}/g/{secret}/"
    assert letter("guest_invitation").values == {"firm": "Ours", "client": "Acme", "link": link}
    assert guest_by_secret(secret) == guest
    stored = [str(value) for value in Guest.objects.values_list().get()]
    assert not [value for value in stored if secret in value]


def test_an_address_is_a_guest_once_and_again_after_it_was_revoked(guest):
    again = {"client": guest.client, "name": "Cleo", "by": owner_of(guest)}
    with pytest.raises(SurveyError, match="is a guest of this client already"):
        invite_guest(email="CEO@client.example", **again)
    revoke_guest(guest=guest)
    assert invite_guest(email="CEO@client.example", **again).email == "ceo@client.example"


def test_sending_again_writes_another_letter_with_the_same_link(guest):
    first = letter("guest_invitation").values["link"]
    send_again(guest=guest)
    assert Message.objects.filter(occasion="guest_invitation").count() == 2
    assert letter("guest_invitation").values["link"] == first


def test_a_revoked_guest_gets_no_letter_and_no_way_in(guest):
    secret = secret_of(guest)
    ask_for_code(guest=guest)
    code = code_of(fresh(guest))
    revoke_guest(guest=guest)
    revoke_guest(guest=guest)
    assert isinstance(letter("guest_invitation"), NotWanted)
    assert isinstance(letter("guest_code"), NotWanted)
    assert guest_by_secret(secret) is None
    assert enter_code(guest=guest, given=code) is False
    assert ask_for_code(guest=guest) is False
    with pytest.raises(SurveyError, match="taken back"):
        send_again(guest=guest)
    acts = AuditEvent.objects.filter(action__startswith="guest.").order_by("sequence")
    assert [event.action for event in acts] == ["guest.invited", "guest.revoked"]


def test_the_code_in_the_letter_lets_in_once(guest):
    assert ask_for_code(guest=guest) is True
    code = letter("guest_code").values["code"]
    assert (len(code), code.isdigit()) == (6, True)
    assert enter_code(guest=guest, given=f" {code[:3]} {code[3:]} ") is True
    assert enter_code(guest=guest, given=code) is False


def test_a_new_code_takes_the_place_of_the_last(guest):
    ask_for_code(guest=guest)
    first = code_of(fresh(guest))
    ask_for_code(guest=guest)
    second = code_of(fresh(guest))
    assert first != second
    assert enter_code(guest=guest, given=first) is False
    assert enter_code(guest=guest, given=second) is True


def test_five_tries_and_no_more(guest):
    ask_for_code(guest=guest)
    code = code_of(fresh(guest))
    wrong = "000000" if code != "000000" else "111111"
    assert [enter_code(guest=guest, given=wrong) for _try in range(5)] == [False] * 5
    assert enter_code(guest=guest, given=code) is False


@pytest.mark.parametrize(("minutes", "right"), [(9, True), (11, False)])
def test_a_code_lasts_ten_minutes(guest, minutes, right):
    ask_for_code(guest=guest)
    code = code_of(fresh(guest))
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        assert enter_code(guest=guest, given=code) is right
        assert isinstance(letter("guest_code"), NotWanted)


def test_five_codes_an_hour(guest):
    assert [ask_for_code(guest=guest) for _time in range(6)] == [True] * 5 + [False]
    assert Message.objects.filter(occasion="guest_code").count() == 5
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask_for_code(guest=guest) is True


def test_a_visit_is_noted_once_a_day_and_release():
    wave = answered_wave(1, 1, closed=True)
    guest, release = guest_of(wave.client), released(wave)
    with firm_scope(wave.firm):
        for _time in range(3):
            note_visit(guest=guest, release=release)
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            note_visit(guest=guest, release=release)
        assert AuditEvent.objects.filter(action="release.read_by_guest").count() == 2
        assert guest.visits.count() == 2


def test_results_ready_is_not_wanted_once_they_are_taken_back():
    wave = answered_wave(1, 1, closed=True)
    guest_of(wave.client)
    release = released(wave)
    with firm_scope(wave.firm):
        assert letter("results_ready").values["wave"] == "1"
        type(release).objects.filter(pk=release.pk).update(state="withdrawn", withdrawn_at=timezone.now())
        assert isinstance(letter("results_ready"), NotWanted)


@pytest.mark.parametrize("occasion", ["guest_invitation", "guest_code", "results_ready"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_letter_has_its_words_in_every_language(occasion, language):
    words = OCCASIONS[occasion].shipped(language)
    used = {part.partition("}")[0] for part in (words.subject + words.body).split("{")[1:]}
    assert used <= set(OCCASIONS[occasion].placeholders)
    assert used >= {"name", "client"} | ({"code"} if occasion == "guest_code" else {"firm", "link"})
