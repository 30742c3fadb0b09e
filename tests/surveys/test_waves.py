"""Opening, watching and closing a wave."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Min
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smax.accounts.tenancy import firm_scope
from surveys.errors import SurveyError
from surveys.models import Assessment, InstrumentVersion
from surveys.services.answers import save_answers
from surveys.services.waves import close_wave
from surveys.zones import moments
from tests.cast import AGREEMENT, SEGMENTS, answer_and_submit, make_client, make_firm, make_leader, make_wave
from tests.surveys.desk import errors, rows, sign_in, text

pytestmark = pytest.mark.django_db

LINES = "Regional hospitals\nPrivate clinics\nCare homes\nInsurers\nPharmacies\nLaboratories"
OPEN = "/clients/acme/waves/new/"


@pytest.fixture
def client():
    """A client with one closed wave, so that a questionnaire is published."""
    wave = make_wave(make_client(make_firm("Ours")))
    with firm_scope(wave.firm):
        close_wave(assessment=wave)
    return wave.client


@pytest.fixture
def browser(client):
    return sign_in()


def fields(client, day=None, time="18:00", zone="Europe/Berlin", segments=LINES, **more):
    day = day or date.today() + timedelta(days=14)  # noqa: DTZ011 - any day in two weeks
    version = InstrumentVersion.objects.get().pk
    return {
        "instrument_version": version,
        "deadline_date": str(day),
        "deadline_time": time,
        "time_zone": zone,
        "segments": segments,
        "identity_mode": "attributed",
        "language": "en",
        "minimum_per_side": "1",
        "reminder_days": ["7", "2"],
        **more,
    }


def newest(client):
    with firm_scope(client.firm):
        return client.assessments.first()


# ---- Opening ---------------------------------------------------------------------------------------------


def test_a_wave_is_opened(client, browser):
    answer = browser.post(OPEN, fields(client))
    assert answer.headers["Location"] == "/clients/acme/waves/2/"
    wave = newest(client)
    assert (wave.number, wave.state, wave.time_zone) == (2, "open", "Europe/Berlin")
    assert f"{wave.deadline.astimezone(wave.zone):%H:%M}" == "18:00"
    assert [segment["code"] for segment in wave.segments] == [
        "regional-hospitals", "private-clinics", "care-homes", "insurers", "pharmacies", "laboratories",
    ]  # fmt: skip


def test_the_form_begins_with_the_newest_questionnaire_and_the_last_waves_choices(client, browser):
    old = InstrumentVersion.objects.get()
    newer = InstrumentVersion.objects.create(
        instrument="smax",
        version="2",
        definition=old.definition,
        digest=old.digest,
        published_at=timezone.now(),
    )
    InstrumentVersion.objects.create(instrument="smax", version="3", definition={}, digest="d")
    form = browser.get(OPEN).context["form"]
    assert form["instrument_version"].value() == newer.pk
    assert [label for _pk, label in form.fields["instrument_version"].choices] == [
        "SMAX, version 2",
        "SMAX, version 1",
    ]
    assert (form["time_zone"].value(), form["deadline_time"].value()) == ("Europe/Berlin", "18:00")
    assert form["segments"].value().splitlines() == [segment["text"] for segment in SEGMENTS]


def test_without_a_questionnaire_the_page_says_what_is_missing():
    make_client(make_firm("Ours"))
    assert "No questionnaire is published" in text(sign_in().get(OPEN))


NO_DAY = ("Last day for answers", "Write the day as year-month-day, such as 2030-11-29.")
NO_TIME = ("Time of day", "Write the time with 24 hours, such as 18:00.")
OUT_OF_RANGE = "cannot be the deadline: it must lie in the future, and within two years."
NO_CHOICE = "is not one of the available choices."


@pytest.mark.parametrize(
    ("change", "label", "fault"),
    [
        ({"deadline_date": ""}, "Last day for answers", "This field is required."),
        ({"deadline_date": "24.12.2026"}, *NO_DAY),
        ({"deadline_date": "2026-02-30"}, *NO_DAY),
        ({"deadline_date": "-2026-01-01"}, *NO_DAY),
        ({"deadline_date": "0001-01-01"}, "Last day for answers", f"0001-01-01 {OUT_OF_RANGE}"),
        ({"deadline_date": "9999-12-31"}, "Last day for answers", f"9999-12-31 {OUT_OF_RANGE}"),
        ({"deadline_time": "6 pm"}, *NO_TIME),
        ({"deadline_time": "24:00"}, *NO_TIME),
        ({"time_zone": ""}, "Time zone of the client", "This field is required."),
        ({"time_zone": "Mars/X"}, "Time zone of the client", f"Select a valid choice. Mars/X {NO_CHOICE}"),
        (
            {"time_zone": "../passwd"},
            "Time zone of the client",
            f"Select a valid choice. ../passwd {NO_CHOICE}",
        ),
        (
            {"instrument_version": "999999"},
            "Questionnaire",
            f"Select a valid choice. That choice {NO_CHOICE}",
        ),
        (
            {"instrument_version": "9" * 40},
            "Questionnaire",
            f"Select a valid choice. That choice {NO_CHOICE}",
        ),
        ({"segments": "a"}, "The client's segments", "Enter 6 to 10 segments, one a line: there are 1 now."),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_opened(client, browser, change, label, fault):
    before = rows(Assessment)
    answer = browser.post(OPEN, fields(client) | change)
    assert errors(answer) == {label: fault}
    assert rows(Assessment) == before


@pytest.mark.parametrize(
    ("now", "day", "time", "zone", "fault"),
    [
        ("2026-11-22 12:00", "2026-11-22", "12:59", "Europe/Berlin", "Last day for answers"),
        ("2026-11-22 12:00", "2026-11-22", "13:01", "Europe/Berlin", None),
        ("2026-11-22 12:00", "2026-11-23", "00:30", "Pacific/Auckland", "Last day for answers"),
        ("2026-11-22 12:00", "2026-11-22", "06:30", "America/Los_Angeles", None),
        ("2026-11-22 12:00", "2028-11-22", "12:00", "UTC", None),
        ("2026-11-22 12:00", "2028-11-22", "12:01", "UTC", "Last day for answers"),
        ("2026-11-22 12:00", "2028-11-23", "00:00", "UTC", "Last day for answers"),
        ("2026-03-01 12:00", "2026-03-29", "02:30", "Europe/Berlin", "Time of day"),
        ("2026-03-01 12:00", "2026-03-29", "03:00", "Europe/Berlin", None),
        ("2026-10-01 12:00", "2026-10-25", "02:30", "Europe/Berlin", "Time of day"),
        ("2026-10-01 12:00", "2026-10-25", "02:30", "Europe/London", None),
        ("2026-10-01 12:00", "2026-11-01", "01:15", "America/New_York", "Time of day"),
        ("2026-03-01 12:00", "2026-03-08", "02:15", "America/New_York", "Time of day"),
    ],
)
def test_the_deadline_on_the_clients_clock(client, browser, monkeypatch, now, day, time, zone, fault):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    before = newest(client)
    monkeypatch.setattr("surveys.forms.waves.timezone.now", lambda: moment)
    answer = browser.post(OPEN, fields(client, day, time, zone))
    monkeypatch.undo()
    if fault is None:
        assert newest(client).deadline == moments(datetime.fromisoformat(f"{day} {time}"), ZoneInfo(zone))[0]
    else:
        assert list(errors(answer)) == [fault]
        assert newest(client) == before


def test_what_a_clock_change_does_is_said(client, browser, monkeypatch):
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    monkeypatch.setattr("surveys.forms.waves.timezone.now", lambda: moment)
    forward = browser.post(OPEN, fields(client, "2026-03-29", "02:30"))
    back = browser.post(OPEN, fields(client, "2026-10-25", "02:30"))
    assert [errors(answer)["Time of day"] for answer in (forward, back)] == [
        "There is no 2026-03-29 02:30 in Europe/Berlin: clocks are put forward over it. Choose another time.",
        "2026-10-25 02:30 comes twice in Europe/Berlin: clocks are put back over it. Choose another time.",
    ]


def test_two_waves_opened_at_the_same_moment(client, monkeypatch):
    # Whoever comes second has counted the waves before the first one's was stored.
    monkeypatch.setattr("surveys.services.waves.Max", Min)
    make_wave(client)
    before = rows(Assessment)
    with pytest.raises(SurveyError, match="Another wave of this client was opened at the same moment"):
        make_wave(client)
    assert rows(Assessment) == before


# ---- Watching --------------------------------------------------------------------------------------------


@pytest.fixture
def wave(client):
    return make_wave(client, deadline=timezone.now() + timedelta(days=3, minutes=5))


PAGE = "/clients/acme/waves/2/"


def test_a_wave_that_nobody_is_asked_in(wave, browser):
    page = text(browser.get(PAGE))
    assert page.startswith(
        "Clients Acme Wave 2 Acme Open Wave 2 Results Close the wave "
        "Responses Sales Nobody asked 1 wanted: not reached Marketing Nobody asked 1 wanted: not reached "
        "Deadline in 3 days"
    )
    assert "Leaders Nobody is asked yet Add at least one leader of sales and one of marketing." in page
    assert "Outcome figures No figure yet" in page


def test_how_far_each_leader_is(wave, browser):
    submitted, started, _new = (
        make_leader(wave, side, name)[0]
        for side, name in (("sales", "Ana"), ("marketing", "Bo"), ("both", "Chris"))
    )
    sent = answer_and_submit(submitted)
    with firm_scope(wave.firm):
        save_answers(response=started.response, given={"CUS-P1": 4, "CUS-F1": "dk"}, agreement=AGREEMENT)
    page = text(browser.get(PAGE))
    day = sent.submitted_at.astimezone(wave.zone)
    assert (
        f"Ana ana@client.example Sales C-level or vice president Submitted {day.day} {day:%B %Y, %H:%M} "
        "3 reasons for a second look none Copy the link of Ana Replace the link of Ana "
        "Bo bo@client.example Marketing C-level or vice president "
        "Started 2 of 51 answered none Invite Bo Copy the link of Bo Replace the link of Bo "
        "Chris chris@client.example Both functions C-level or vice president "
        "Not invited 0 of 42 answered none Invite Chris Copy the link of Chris "
        "Replace the link of Chris"
    ) in page
    assert (
        "Sales 1 of 1 submitted 1 wanted: reached Marketing 0 of 1 submitted 1 wanted: not reached "
        "Both functions 0 of 1 submitted Deadline"
    ) in page


def incomplete(browser):
    page = text(browser.get(PAGE))
    if "The pair is incomplete." not in page:
        return None
    return page.partition("The pair is incomplete. ")[2].partition(" Joint scores")[0]


def test_who_is_missing_in_the_pair(wave, browser):
    assert incomplete(browser) is None
    make_leader(wave, "both")
    assert incomplete(browser) == "No leader of sales is asked. No leader of marketing is asked."
    people = [make_leader(wave, side)[0] for side in ("sales", "marketing")]
    assert incomplete(browser) == "No leader of sales has submitted. No leader of marketing has submitted."
    answer_and_submit(people[0])
    assert incomplete(browser) == "No leader of marketing has submitted."
    answer_and_submit(people[1])
    assert incomplete(browser) is None


def test_somebody_responsible_for_both_completes_no_pair(wave, browser):
    answer_and_submit(make_leader(wave, "both")[0])
    answer_and_submit(make_leader(wave, "sales")[0])
    assert incomplete(browser) == "No leader of marketing is asked."


def test_a_second_submission_of_one_response_counts_once(wave, browser):
    person, _link = make_leader(wave, "sales")
    answer_and_submit(person)
    later = timezone.now()
    with firm_scope(wave.firm):
        person.response.freeze(receipt="SECOND", submitted_at=later)
    page = text(browser.get(PAGE))
    assert "Sales 1 of 1 submitted" in page
    assert f"Submitted {later.astimezone(wave.zone).day} {later.astimezone(wave.zone):%B %Y, %H:%M}" in page


def test_a_wave_past_its_deadline(wave, browser):
    make_leader(wave, "sales")
    with firm_scope(wave.firm):
        Assessment.objects.filter(pk=wave.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    page = text(browser.get(PAGE))
    heading = "Clients Acme Wave 2 Acme Deadline passed Wave 2 Results Data quality Close the wave"
    assert page.startswith(heading)
    assert "Deadline passed" in page.partition("Marketing Nobody asked 1 wanted: not reached ")[2]


def test_as_many_queries_for_twenty_leaders_as_for_two(wave, browser):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGE).status_code == 200
        return len(captured)

    for side in ("sales", "marketing"):
        answer_and_submit(make_leader(wave, side)[0])
    queries()
    few = queries()
    for number in range(18):
        make_leader(wave, "sales", f"Leader {number}")
    assert queries() == few


def test_names_are_escaped(wave, browser):
    make_leader(wave, "sales", "<script>alert(1)</script>")
    assert b"<script>alert" not in browser.get(PAGE).content


# ---- Closing ---------------------------------------------------------------------------------------------


def state(wave):
    with firm_scope(wave.firm):
        return Assessment.objects.values_list("state", flat=True).get(pk=wave.pk)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_question_closes_nothing(wave, browser, method):
    getattr(browser, method)(f"{PAGE}close/")
    assert state(wave) == "open"


def test_the_question_says_what_will_be_lost(wave, browser):
    for side in ("sales", "marketing"):
        make_leader(wave, side)
    page = text(browser.get(f"{PAGE}close/"))
    assert "2 leaders have not submitted. What they have answered so far will not count." in page
    assert "No leader of marketing has submitted. There will be no joint score." in page


def test_a_wave_is_closed_once(wave, browser):
    before = timezone.now()
    answer = browser.post(f"{PAGE}close/")
    assert (answer.headers["Location"], state(wave)) == (PAGE, "closed")
    closed_at = newest(wave.client).closed_at
    assert before <= closed_at <= timezone.now()
    browser.post(f"{PAGE}close/")
    assert newest(wave.client).closed_at == closed_at
    assert "Wave 2 is closed" in text(browser.get(f"{PAGE}close/"))
    assert "Close the wave" not in text(browser.get(PAGE))


def test_a_closed_wave_that_nobody_was_asked_in_leads_on(wave, browser):
    browser.post(f"{PAGE}close/")
    assert "Leaders Nobody was asked This wave takes no more answers." in text(browser.get(PAGE))


@pytest.mark.parametrize(
    ("asked", "few"),
    [(1, ["sales", "marketing"]), (3, [])],
)
def test_an_aggregated_wave_says_that_three_of_each_side_are_needed(browser, client, asked, few):
    wave = make_wave(client, identity_mode="aggregated")
    page = f"/clients/{client.slug}/waves/{wave.number}/"
    assert "add at least three leaders of sales and three of marketing" in text(browser.get(page))
    for side in ("sales", "marketing"):
        people = [make_leader(wave, side, f"{side} {number}")[0] for number in range(asked)]
        with firm_scope(wave.firm):
            answer_and_submit(people[0])
    for said in (text(browser.get(page)), text(browser.get(f"{page}participants/new/"))):
        warned = [side for side in ("sales", "marketing") if f"three leaders of {side} are asked." in said]
        assert warned == few
    assert "Joint scores need at least three responses of each side" in text(browser.get(page))
    closing = text(browser.get(f"{page}close/"))
    assert "Fewer than three leaders of sales have submitted." in closing
    assert "Nothing that these answered will be shown, and there will be no joint score." in closing
