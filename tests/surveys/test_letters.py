"""Letters of a wave: who is asked and reminded, with which link, until when, and who is not any more."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.mail.delivery import deliver
from smax.mail.models import Message
from smax.mail.services import stop_reminders
from surveys.errors import SurveyError
from surveys.jobs import reminders
from surveys.letters.occasions import deadline_in_words
from surveys.letters.standing import letters_of
from surveys.models import Participant, PersonalLink
from surveys.queries import link_by_secret
from surveys.services.letters import change_address, copied_link, invite, invite_all, waiting_for_invitation
from surveys.services.taking_part import decline
from surveys.services.waves import close_wave
from tests.cast import answer_and_submit, make_client, make_firm, make_leader, make_wave

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def clock_face(*numbers):
    """What a clock shows, in no zone yet."""
    return datetime(*numbers)  # noqa: DTZ001 - that is the point


LINK = re.compile(re.escape(configured.BASE_URL.origin) + r"/s/([\w-]{43})/")


@pytest.fixture
def wave():
    made = make_wave(make_client(make_firm("Ours")))
    with firm_scope(made.firm):
        yield made


@pytest.fixture
def ana(wave):
    return make_leader(wave, "sales", "Ana Ruiz")[0]


def posted():
    """(address, subject) of each letter that left since the last look."""
    deliver()
    sent = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return sent


def letters(occasion=""):
    found = Message.objects.order_by("pk")
    found = found.filter(occasion=occasion) if occasion else found
    return [(letter.recipient.partition("@")[0], letter.state, letter.reason) for letter in found]


def remind_all():
    reminders(None)


class TestInvitation:
    def test_it_carries_the_persons_own_live_link(self, ana):
        invite(participant=ana)
        deliver()
        (letter,) = mail.outbox
        secret = LINK.search(letter.body)[1]
        assert link_by_secret(secret).participant == ana
        assert letter.alternatives[0].content.count(secret) == 1
        assert letter.to == ["Ana Ruiz <ana.ruiz@client.example>"]
        assert letter.subject == "How far do sales and marketing agree at Acme?"

    def test_nothing_stored_opens_the_questionnaire(self, ana):
        invite(participant=ana)
        deliver()
        secret = LINK.search(mail.outbox[0].body)[1]
        rows = [*Message.objects.values(), *PersonalLink.objects.values(), *AuditEvent.objects.values()]
        assert secret not in str(rows)

    def test_two_who_invite_at_once_send_one_letter(self, wave, ana):
        first, second = (Participant.objects.get(pk=ana.pk) for _ in range(2))
        invite(participant=first)
        with pytest.raises(SurveyError, match="on its way already"):
            invite(participant=second)
        assert invite_all(wave=wave) == 0
        assert len(posted()) == 1

    def test_somebody_can_be_invited_again_and_gets_the_same_link(self, ana):
        for _time in range(2):
            invite(participant=ana)
            deliver()
        first, second = (LINK.search(letter.body)[1] for letter in mail.outbox)
        assert first == second
        assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2

    def test_all_who_wait_are_invited_once(self, wave, ana):
        ben, _secret = make_leader(wave, "marketing", "Ben")
        gone, _secret = make_leader(wave, "sales", "Gone")
        done, _secret = make_leader(wave, "sales", "Done")
        decline(participant=gone, suggestion="")
        answer_and_submit(done)
        invite(participant=ana)
        assert list(waiting_for_invitation(wave)) == [ben]
        assert [invite_all(wave=wave), invite_all(wave=wave)] == [1, 0]
        posted()
        assert [row[:2] for row in letters("invitation")] == [("ana.ruiz", "sent"), ("ben", "sent")]

    def test_a_letter_that_failed_lets_its_person_wait_again(self, wave, ana):
        invite(participant=ana)
        Message.objects.update(state="failed")
        assert list(waiting_for_invitation(wave)) == [ana]
        assert invite_all(wave=wave) == 1

    def test_a_link_from_before_letters_gives_way_to_one_that_a_letter_can_carry(self, ana):
        PersonalLink.objects.update(nonce=None)
        invite(participant=ana)
        deliver()
        assert link_by_secret(LINK.search(mail.outbox[0].body)[1]).participant == ana
        assert ana.links.filter(revoked_at=None).count() == 1

    @pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
    def test_it_speaks_the_language_of_the_wave_and_leaves_nothing_open(self, wave, ana, language):
        type(wave).objects.update(language=language)
        ana.assessment.refresh_from_db()
        invite(participant=ana)
        deliver()
        letter = mail.outbox[0]
        assert not re.search(r"[{}]", letter.body + letter.subject)
        with translation.override(language):
            assert deadline_in_words(wave) in letter.body
        assert {"en": "Dear", "de": "Guten Tag", "fr": "Bonjour", "es": "Hola"}[language] in letter.body

    @pytest.mark.parametrize(
        ("happens", "reason"),
        [
            (lambda wave, _ana: close_wave(assessment=wave), "The wave takes no more answers."),
            (lambda _wave, ana: answer_and_submit(ana), "They have submitted their answers already."),
            (lambda _wave, ana: decline(participant=ana, suggestion=""), "They have declined to take part."),
            (
                lambda wave, _ana: type(wave).objects.update(deadline=timezone.now() - DAY),
                "The wave takes no more answers.",
            ),
            (
                lambda _wave, ana: Participant.objects.filter(pk=ana.pk).update(
                    excluded_at=timezone.now(), excluded_reason="left"
                ),
                "They are excluded from the wave.",
            ),
        ],
        ids=["closed", "submitted", "declined", "over", "excluded"],
    )
    def test_what_happened_since_decides_whether_it_leaves(self, wave, ana, happens, reason):
        invite(participant=ana)
        happens(wave, ana)
        assert [subject for _to, subject in posted() if subject.startswith("How far")] == []
        assert letters("invitation") == [("ana.ruiz", "cancelled", reason)]

    def test_nobody_is_asked_for_a_wave_that_is_over(self, wave, ana):
        close_wave(assessment=wave)
        with pytest.raises(SurveyError, match="takes no more answers"):
            invite(participant=Participant.objects.get(pk=ana.pk))
        assert Message.objects.count() == 0


class TestAnotherAddress:
    def test_the_person_stays_and_the_link_changes(self, ana):
        invite(participant=ana)
        deliver()
        old = LINK.search(mail.outbox.pop().body)[1]
        change_address(participant=ana, email="Ana@New.example")
        deliver()
        assert mail.outbox[0].to == ["Ana Ruiz <ana@new.example>"]
        new = LINK.search(mail.outbox[0].body)[1]
        assert link_by_secret(new).participant == ana
        assert link_by_secret(old).revoked_at is not None

    def test_a_letter_to_the_old_address_does_not_leave_any_more(self, ana):
        invite(participant=ana)
        change_address(participant=ana, email="ana@new.example")
        assert [to for to, _subject in posted()] == ["Ana Ruiz <ana@new.example>"]

    def test_somebody_elses_address_is_refused_and_nothing_changes(self, wave, ana):
        make_leader(wave, "sales", "Ben")
        before = list(PersonalLink.objects.values_list("pk", "revoked_at"))
        with pytest.raises(SurveyError, match="in this wave already"):
            change_address(participant=ana, email="ben@client.example")
        assert list(PersonalLink.objects.values_list("pk", "revoked_at")) == before
        assert Message.objects.count() == 0


class TestReminders:
    """Days 7 and 2 before the deadline, at nine in the morning where the client is."""

    @pytest.fixture
    def clock(self, wave):
        with time_machine.travel(timezone.now(), tick=False) as running:
            yield running

    def walk(self, wave, clock):
        """Let the time pass until the deadline, and note when a reminder leaves."""
        left = []
        while timezone.now() < wave.deadline + DAY:
            remind_all()
            left += [timezone.localtime(timezone=wave.zone) for _to, _subject in posted()]
            clock.shift(timedelta(minutes=30))
        return left

    def test_they_leave_on_their_days_in_the_clients_morning(self, wave, ana, clock):
        invite(participant=ana)
        posted()
        left = self.walk(wave, clock)
        last_day = wave.deadline.astimezone(wave.zone).date()
        assert [moment.date() for moment in left] == [last_day - 7 * DAY, last_day - 2 * DAY]
        assert {moment.hour for moment in left} == {9}

    def test_a_worker_that_was_away_sends_the_newest_one_only(self, wave, ana, clock):
        invite(participant=ana)
        posted()
        clock.move_to(wave.deadline - DAY)
        remind_all()
        remind_all()
        assert len(posted()) == 1

    def test_who_was_invited_since_is_not_reminded_at_once(self, wave, ana, clock):
        clock.move_to(wave.deadline - DAY)
        invite(participant=ana)
        posted()
        clock.shift(timedelta(hours=1))
        remind_all()
        assert posted() == []

    def test_who_was_never_reached_is_not_reminded(self, wave, ana, clock):
        make_leader(wave, "sales", "Never Invited")
        invite(participant=ana)
        Message.objects.update(state="bounced")
        assert self.walk(wave, clock) == []

    def test_who_has_answered_declined_or_asked_for_no_more_is_left_alone(self, wave, ana, clock):
        ben, cleo = (make_leader(wave, "marketing", name)[0] for name in ("Ben", "Cleo"))
        invite_all(wave=wave)
        posted()
        answer_and_submit(ana)
        decline(participant=ben, suggestion="")
        stop_reminders(firm_id=wave.firm_id, about_kind="surveys.participant", about_id=cleo.pk)
        posted()
        assert self.walk(wave, clock) == []
        assert set(letters("reminder")) == {("cleo", "cancelled", "They asked for no more reminders.")}

    def test_a_later_deadline_starts_a_new_round(self, wave, ana, clock):
        invite(participant=ana)
        posted()
        first = self.walk(wave, clock)
        type(wave).objects.update(deadline=timezone.now() + 10 * DAY)
        wave.refresh_from_db()
        assert (len(first), len(self.walk(wave, clock))) == (2, 2)

    def test_one_click_is_all_it_takes_to_stop_them(self, wave, ana, clock, client):
        invite(participant=ana)
        posted()
        clock.move_to(wave.deadline - DAY)
        remind_all()
        deliver()
        headers = mail.outbox.pop().extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = headers["List-Unsubscribe"].strip("<>").removeprefix(configured.BASE_URL.origin)
        assert client.get(path).status_code == 200
        assert letters_of(wave)[ana.pk].no_more is False  # looking at the page decides nothing
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert client.cookies == {}
        assert letters_of(wave)[ana.pk].no_more is True
        assert Participant.objects.filter(pk=ana.pk, declined_at=None).exists()


class TestThanks:
    def test_they_follow_the_submit_once(self, ana):
        answer_and_submit(ana)
        deliver()
        (letter,) = mail.outbox
        assert letter.subject == "Thank you: your answers have arrived"
        assert link_by_secret(LINK.search(letter.body)[1]).participant == ana

    def test_a_synthetic_company_gets_none(self, wave):
        type(wave.client).objects.update(synthetic=True)
        wave.client.refresh_from_db()
        answer_and_submit(make_leader(wave, "sales")[0])
        assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("zone", "deadline"),
    [
        ("Europe/Berlin", clock_face(2027, 3, 28, 23, 59)),
        ("Europe/Berlin", clock_face(2026, 10, 25, 2, 30)),
        ("America/New_York", clock_face(2027, 3, 14, 18, 0)),
        ("America/New_York", clock_face(2026, 11, 1, 1, 30)),
        ("Asia/Kolkata", clock_face(2028, 2, 29, 23, 59)),
        ("Australia/Sydney", clock_face(2026, 12, 31, 23, 59)),
        ("America/St_Johns", clock_face(2027, 3, 14, 23, 30)),
        ("Pacific/Auckland", clock_face(2027, 4, 4, 2, 30)),
    ],
)
def test_a_letter_names_the_deadline_as_the_clients_clocks_show_it(wave, zone, deadline):
    wave.time_zone, wave.deadline = zone, deadline.replace(tzinfo=ZoneInfo(zone))
    assert deadline_in_words(wave) == f"{deadline:%A}, {deadline.day} {deadline:%B %Y, %H:%M} ({zone})"


def test_a_copied_link_is_the_live_one_and_leaves_a_trace(ana):
    live = ana.links.get(revoked_at=None)
    assert link_by_secret(copied_link(participant=ana)) == live
    assert AuditEvent.objects.filter(action="link.copied").count() == 1
    PersonalLink.objects.update(nonce=None)
    assert copied_link(participant=ana) is None
    assert AuditEvent.objects.filter(action="link.copied").count() == 1


class TestStanding:
    def test_it_says_what_became_of_each(self, wave, ana):
        ben, _secret = make_leader(wave, "marketing", "Ben")
        invite(participant=ana)
        posted()
        found = letters_of(wave)
        assert set(found) == {ana.pk, ben.pk}
        assert (found[ana.pk].invitation.state, found[ben.pk].invitation) == ("sent", None)
        assert found[ana.pk].next_at.date() == (wave.deadline.astimezone(wave.zone) - 7 * DAY).date()
        assert (found[ana.pk].reminded, found[ana.pk].bounced, found[ben.pk].next_at) == (0, False, None)
        Message.objects.update(state="bounced")
        assert letters_of(wave)[ana.pk].bounced

    def test_it_asks_as_often_for_thirty_as_for_three(self, wave):
        def cost(number):
            for place in range(number):
                make_leader(wave, "sales", f"Leader {number} {place}")
            invite_all(wave=wave)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                letters_of(wave)
            return len(queries)

        assert cost(3) == cost(30) == 3


def test_invitations_are_recorded_without_addresses(wave, ana):
    make_leader(wave, "marketing", "Ben")
    invite(participant=ana)
    invite_all(wave=wave)
    change_address(participant=ana, email="ana@new.example")
    actions = ["participant.invited", "wave.invited", "participant.address_changed"]
    events = AuditEvent.objects.filter(action__in=actions).order_by("sequence")
    assert list(events.values_list("action", flat=True)) == actions
    assert "@" not in str(list(events.values()))
