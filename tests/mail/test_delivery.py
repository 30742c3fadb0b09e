"""Letters and mail servers: what is sent, what waits, what comes back, and how often."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from smax.mail import delivery, smtp
from smax.mail.delivery import LEASE, MOST_ATTEMPTS, WAITS, deliver, due
from smax.mail.models import every_message
from smax.mail.occasions import NotWanted
from tests.cast import make_firm
from tests.mail.letters import row_of, states, write
from tests.postgres import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]
HOUR = timedelta(hours=1)


@pytest.fixture
def firm():
    return make_firm("Ours")


def later(wait):
    """Deliver as if so much time had passed."""
    with time_machine.travel(timezone.now() + wait):
        return deliver()


def test_letters_arrive_each_with_its_own_message_id(office, firm):
    letters = write(firm, "ada", "ben", "cleo")
    assert deliver() == 3
    assert sorted(office.recipients) == [f"{name}@client.example" for name in ("ada", "ben", "cleo")]
    assert {mail["Message-ID"] for mail in office.mails} == {letter.message_id for letter in letters}
    assert set(states(firm).values()) == {"sent"}
    assert office.connections == 1
    assert deliver() == 0


def test_nothing_of_what_a_letter_said_is_stored(office, firm):
    (letter,) = write(firm, "ada")
    deliver()
    assert "secret-link" in office.mails[0].get_body(("plain",)).get_content()
    assert "secret" not in str(every_message().filter(pk=letter.pk).values().get())


def test_what_is_not_wanted_any_more_is_not_sent(office, firm, note):
    (letter,) = write(firm, "ada")
    note["letter"] = NotWanted("They have answered already.")
    assert deliver() == 0
    assert (row_of(letter).state, row_of(letter).reason) == ("cancelled", "They have answered already.")
    assert office.connections == 0


def test_a_letter_that_cannot_be_composed_waits_for_a_repair(office, firm, note):
    (letter,) = write(firm, "ada")
    note["letter"] = None
    assert deliver() == 0
    assert row_of(letter).state == "queued"
    assert deliver() == 0


def test_a_suspended_firm_sends_nothing_until_it_is_back(office, firm):
    write(firm, "ada")
    type(firm).objects.update(is_active=False)
    assert (deliver(), states(firm)) == (0, {"ada": "queued"})
    type(firm).objects.update(is_active=True)
    assert (deliver(), states(firm)) == (1, {"ada": "sent"})


class TestRefusals:
    def test_an_address_that_does_not_exist_bounces_and_the_others_arrive(self, office, firm):
        office.rcpt = lambda address: "550 5.1.1 No such user" if address.startswith("ben") else None
        _ada, ben, _cleo = write(firm, "ada", "ben", "cleo")
        assert deliver() == 2
        assert states(firm) == {"ada": "sent", "ben": "bounced", "cleo": "sent"}
        assert row_of(ben).reason == "The mail server refuses the address: 550 5.1.1 No such user"
        assert later(24 * HOUR) == 0

    @pytest.mark.parametrize(
        ("answer", "state"),
        [
            pytest.param("550 5.1.1 No such user here", "bounced", id="address-refused-after-the-letter"),
            pytest.param("552 5.2.2 Mailbox full", "bounced", id="mailbox-full"),
            pytest.param("554 5.7.1 Looks like spam", "failed", id="letter-refused"),
        ],
    )
    def test_a_refusal_after_the_letter_itself(self, office, firm, answer, state):
        office.data = lambda _address: answer
        (letter,) = write(firm, "ada")
        deliver()
        assert (row_of(letter).state, row_of(letter).reason) == (
            state,
            f"The mail server refuses the letter: {answer}",
        )

    @pytest.mark.parametrize("place", ["rcpt", "data"])
    @pytest.mark.parametrize("answer", ["452 4.2.2 Over quota", "450 4.2.0 Greylisted", "421 4.3.2 Closing"])
    def test_not_now_means_later_and_under_the_same_id(self, office, firm, place, answer):
        setattr(office, place, lambda _address: answer)
        (letter,) = write(firm, "ada")
        assert deliver() == 0
        row = row_of(letter)
        assert (row.state, row.attempts, row.reason) == (
            "queued",
            1,
            f"Not now, says the mail server: {answer}",
        )
        assert deliver() == 0  # its time has not come
        setattr(office, place, lambda _address: None)
        assert later(timedelta(minutes=WAITS[0], seconds=1)) == 1
        assert office.mails[-1]["Message-ID"] == letter.message_id

    def test_waits_grow_up_to_an_hour_and_end(self, office, firm):
        office.rcpt = lambda _address: "450 4.2.0 Greylisted"
        (letter,) = write(firm, "ada")
        waits = []
        with time_machine.travel(timezone.now(), tick=False) as clock:
            while row_of(letter).state == "queued":
                deliver()
                row = row_of(letter)
                if row.state == "queued":
                    waits.append(round((row.next_at - timezone.now()).total_seconds() / 60))
                    clock.move_to(row.next_at)
        assert waits == [*WAITS, *[60] * (MOST_ATTEMPTS - 1 - len(WAITS))]
        assert (row.state, row.attempts) == ("failed", MOST_ATTEMPTS)
        assert row.reason == "Not now, says the mail server: 450 4.2.0 Greylisted"

    def test_a_name_cannot_add_a_header(self, office, firm):
        (letter,) = write(firm, "ada")
        every_message().filter(pk=letter.pk).update(name="Ada\r\nBcc: eve@evil.example\r\n\r\nHello")
        assert deliver() == 1
        assert office.recipients == ["ada@client.example"]
        assert office.mails[0]["Bcc"] is None
        assert office.mails[0]["Subject"] == "Note for Ada Bcc: eve@evil.example Hello (en)"

    @pytest.mark.parametrize(
        "name", ["Zoë Müller", "Søren, Ørsted", 'Ann "Bo" <x@y>', "李雷", "a\u2028b\x85c"]
    )
    def test_names_of_all_kinds_arrive(self, office, firm, name):
        (letter,) = write(firm, "ada")
        every_message().filter(pk=letter.pk).update(name=name)
        assert deliver() == 1
        (to,) = office.mails[0]["To"].addresses
        assert (to.display_name, to.addr_spec) == (" ".join(name.split()), "ada@client.example")


class TestTrouble:
    """The mail server itself is at fault: all letters wait, none is lost."""

    def test_nobody_there(self, office, firm, settings):
        settings.EMAIL_PORT = free_port()
        letters = write(firm, *(f"person{number}" for number in range(40)))
        began = time.monotonic()
        assert deliver() == 0
        assert time.monotonic() - began < 5
        assert set(states(firm).values()) == {"queued"}
        assert {row_of(letter).reason for letter in letters} == {
            "The mail server cannot be reached: Connection refused"
        }
        assert not due().exists()
        settings.EMAIL_PORT = office.port
        assert later(timedelta(minutes=2)) == 40
        assert set(office.copies.values()) == {1}

    def test_nobody_there_for_a_day(self, firm, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "smax.mail.smtp.BoundedBackend", free_port()
        settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
        write(firm, "ada", "ben", "cleo")
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for _hour in range(40):
                deliver()
                clock.shift(HOUR)
        assert set(states(firm).values()) == {"failed"}

    def test_a_server_that_hangs_holds_nobody_for_long(self, office, firm, monkeypatch):
        monkeypatch.setattr(smtp, "STEP_SECONDS", 0.3)
        office.greeting = lambda: 5
        write(firm, *(f"person{number}" for number in range(40)))
        began = time.monotonic()
        assert deliver() == 0
        assert time.monotonic() - began < 4
        assert set(states(firm).values()) == {"queued"}
        assert {row.reason for row in every_message()} == {"The mail server does not answer in time."}

    def test_a_server_that_drips_is_cut_off(self, firm, settings, monkeypatch):
        monkeypatch.setattr(smtp, "LETTER_SECONDS", 0.5)
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = "smax.mail.smtp.BoundedBackend", "127.0.0.1"
        settings.EMAIL_USE_TLS = False
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.EMAIL_PORT = server.getsockname()[1]
            write(firm, "ada")
            began = time.monotonic()
            dripping = _drip(server)
            assert deliver() == 0
            assert time.monotonic() - began < 4
            dripping.join()
        assert states(firm) == {"ada": "queued"}

    @pytest.mark.parametrize("place", ["rcpt", "data"])
    def test_a_line_that_breaks_costs_one_letter_its_turn_and_no_letter_its_life(self, office, firm, place):
        setattr(office, place, lambda address: "drop" if address.startswith("ben") else None)
        write(firm, "ada", "ben", "cleo")
        assert deliver() == 2
        assert states(firm) == {"ada": "sent", "ben": "queued", "cleo": "sent"}

    def test_a_server_that_always_breaks_is_left_alone_for_a_while(self, office, firm):
        office.rcpt = lambda _address: "drop"
        write(firm, *(f"person{number}" for number in range(40)))
        assert deliver() == 0
        assert office.connections == 3
        assert not due().exists()

    def test_a_letter_that_arrived_though_the_line_broke_comes_twice_as_one(self, office, firm):
        office.data = lambda _address: "keep and drop"
        (letter,) = write(firm, "ada")
        assert deliver() == 0
        office.data = lambda _address: None
        assert later(timedelta(minutes=2)) == 1
        assert dict(office.copies) == {letter.message_id: 2}

    def test_a_letter_that_was_lost_with_the_line_comes_after_all(self, office, firm):
        office.data = lambda _address: "lose"
        write(firm, "ada")
        assert deliver() == 0
        office.data = lambda _address: None
        assert later(timedelta(minutes=2)) == 1
        assert office.recipients == ["ada@client.example"]

    def test_tls_where_there_is_none(self, office, firm, settings):
        settings.EMAIL_USE_TLS = True
        write(firm, "ada")
        assert deliver() == 0
        assert states(firm) == {"ada": "queued"}

    def test_a_password_that_is_wrong(self, office, firm, settings):
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
        write(firm, "ada")
        assert deliver() == 0
        assert states(firm) == {"ada": "queued"}

    def test_a_slow_goodbye_does_not_make_a_letter_look_lost(self, office, firm, monkeypatch):
        monkeypatch.setattr(smtplib.SMTP, "quit", _no_answer)
        write(firm, "ada")
        assert deliver() == 1
        assert states(firm) == {"ada": "sent"}


class TestLeases:
    """A worker may die at any moment."""

    def test_a_letter_is_taken_by_one_worker(self, office, firm):
        (letter,) = write(firm, "ada")
        first, second = due().get(), due().get()
        assert (delivery._leased(first), delivery._leased(second)) == (True, False)
        assert deliver() == 0
        assert row_of(letter).state == "sending"

    def test_a_letter_whose_worker_died_is_sent_by_another(self, office, firm):
        write(firm, "ada")
        delivery._leased(due().get())
        assert later(LEASE - timedelta(seconds=5)) == 0
        assert later(LEASE + timedelta(seconds=5)) == 1

    def test_a_worker_that_wakes_up_too_late_changes_nothing(self, office, firm):
        (letter,) = write(firm, "ada")
        late = due().get()
        delivery._leased(late)
        later(LEASE + timedelta(seconds=5))
        delivery._settle(late, delivery.Outcome("too late", state="failed"))
        assert row_of(letter).state == "sent"


def _drip(server):
    """Send one byte of a greeting now and then, for ever."""

    def run():
        line, _address = server.accept()
        with line:
            try:
                for _second in range(100):
                    line.sendall(b"2")
                    time.sleep(0.1)
            except OSError:
                pass  # cut off

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _no_answer(_connection):
    raise TimeoutError
