"""The desk's pages of releases, guests and share links."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.models import Guest, Release, ShareLink
from smax.accounts.tenancy import every_firm, firm_scope
from smax.mail.models import Message
from surveys.models import OutcomeFigure
from tests.cast import make_client, make_firm
from tests.reports.released import guest_of, owner_of, released, reviewed, share_of
from tests.reports.waves import answered_wave
from tests.security.test_strangers import signed_in

pytestmark = pytest.mark.django_db
WAVE = "/clients/acme/waves/1/"


@pytest.fixture
def wave():
    return answered_wave(2, 2, closed=True)


@pytest.fixture
def desk(wave):
    return signed_in("consultant@ours.example")


def only(model):
    with every_firm("a test looks"):
        return model.objects.get()


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_from_the_results_page_to_a_released_copy(desk):
    assert "Only your firm sees these results." in text_of(desk.get(f"{WAVE}results/"))
    frozen = desk.post(f"{WAVE}release/")
    assert (frozen.status_code, frozen.headers["Location"]) == (302, f"{WAVE}release/preview/")
    preview = desk.get(f"{WAVE}release/preview/")
    assert "Not released yet." in text_of(preview)
    digest = re.search(r'name="digest" value="(\w+)"', preview.content.decode())[1]
    desk.post(f"{WAVE}release/review/", {"digest": digest})
    assert "Release these results?" in text_of(desk.get(f"{WAVE}release/confirm/"))
    desk.post(f"{WAVE}release/confirm/")
    assert only(Release).state == "released"
    assert "Guests and share links show the release of" in text_of(desk.get(f"{WAVE}results/"))


def test_no_page_that_asks_acts(wave, desk):
    reviewed(wave)
    share = None
    for path in ("confirm/", "discard/"):
        assert desk.get(f"{WAVE}release/{path}").status_code == 200
    assert only(Release).state == "reviewed"
    desk.post(f"{WAVE}release/confirm/")
    share, _secret, _passcode = share_of(only(Release))
    guest = guest_of(wave.client)
    for path in (
        f"{WAVE}release/withdraw/",
        f"{WAVE}release/shares/new/",
        f"{WAVE}release/shares/{share.public_id}/revoke/",
        f"/clients/acme/guests/{guest.public_id}/revoke/",
        f"/clients/acme/guests/{guest.public_id}/again/",
    ):
        assert desk.get(path).status_code == 200
    assert (only(Release).state, only(ShareLink).revoked_at, only(Guest).revoked_at) == (
        "released",
        None,
        None,
    )


def test_a_review_of_another_copy_is_refused(wave, desk):
    desk.post(f"{WAVE}release/")
    assert desk.post(f"{WAVE}release/review/", {"digest": "x"}).status_code == 409
    assert only(Release).state == "draft"


def test_the_page_says_when_the_live_figures_have_moved(wave, desk):
    released(wave)
    words = "Figures, notes, the plan or the benchmark have changed since this copy was frozen."
    assert words not in text_of(desk.get(f"{WAVE}release/"))
    with firm_scope(wave.firm):
        OutcomeFigure.objects.update(value=1.0)
    page = text_of(desk.get(f"{WAVE}release/"))
    assert (words in page, "Prepare a new release" in page) == (True, True)


def test_an_open_wave_says_what_is_missing():
    answered_wave(1, 1)
    desk = signed_in("consultant@ours.example")
    page = text_of(desk.get(f"{WAVE}release/"))
    assert ("The wave is open: its figures still move." in page, "Freeze a copy" in page) == (True, False)
    assert desk.post(f"{WAVE}release/").status_code == 409


def test_a_guest_is_invited_again_and_revoked(wave, desk):
    desk.post("/clients/acme/guests/new/", {"name": "Cleo", "email": "Cleo@client.example"})
    guest = only(Guest)
    assert (guest.email, guest.invited_by.email) == ("cleo@client.example", "consultant@ours.example")
    twice = desk.post("/clients/acme/guests/new/", {"name": "Cleo", "email": "cleo@CLIENT.example"})
    assert "belongs to a guest of this client already" in text_of(twice)
    desk.post(f"/clients/acme/guests/{guest.public_id}/again/")
    with firm_scope(wave.firm):
        assert Message.objects.filter(occasion="guest_invitation").count() == 2
    desk.post(f"/clients/acme/guests/{guest.public_id}/revoke/")
    assert only(Guest).revoked_at is not None
    assert desk.post(f"/clients/acme/guests/{guest.public_id}/revoke/").status_code == 404
    assert "Revoked" in text_of(desk.get("/clients/acme/guests/"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": "", "days": 5}, "This field is required"),
        ({"label": "x", "days": 91}, "less than or equal to 90"),
        ({"label": "x", "days": 0}, "greater than or equal to 1"),
        ({"label": "x", "days": "soon"}, "Enter a whole number"),
    ],
)
def test_a_share_link_that_cannot_be_meant_is_refused(wave, desk, fields, said):
    released(wave)
    assert said in text_of(desk.post(f"{WAVE}release/shares/new/", fields))
    with firm_scope(wave.firm):
        assert ShareLink.objects.count() == 0


def test_link_and_passcode_are_shown_once(wave, desk):
    released(wave)
    fields = {"label": "The board", "days": 7, "with_passcode": "on"}
    made = desk.post(f"{WAVE}release/shares/new/", fields).content.decode()
    secret = re.search(r"/r/([\w-]{43})/", made)[1]
    passcode = re.search(r'id="share-passcode" readonly value="([\w-]+)"', made)[1]
    listed = desk.get(f"{WAVE}release/").content.decode()
    assert ("The board" in listed, secret in listed, passcode in listed) == (True, False, False)
    share = only(ShareLink)
    assert timedelta(days=6) < share.expires_at - timezone.now() <= timedelta(days=7)
    desk.post(f"{WAVE}release/shares/{share.public_id}/revoke/")
    assert only(ShareLink).revoked_at is not None


def queries(desk, path):
    desk.get(path)
    with CaptureQueriesContext(connection) as found:
        assert desk.get(path).status_code == 200
    return len(found)


def test_lists_cost_the_same_for_three_and_for_three_hundred(wave, desk):
    release = released(wave)
    with firm_scope(wave.firm):
        counts = []
        for number in (3, 300):
            people = [
                Guest(
                    firm=wave.firm, client=wave.client, name=f"G {n}", email=f"{number}-{n}@x.example",
                    nonce=b"x", digest=f"{number}-{n}", invited_by=owner_of(wave),
                )
                for n in range(number)
            ]  # fmt: skip
            Guest.objects.bulk_create(people)
            ShareLink.objects.bulk_create(
                ShareLink(
                    firm=wave.firm, release=release, label=f"S {n}", nonce=b"x", digest=f"{number}-{n}",
                    expires_at=timezone.now(), made_by=owner_of(wave),
                )
                for n in range(number)
            )  # fmt: skip
            counts.append((queries(desk, "/clients/acme/guests/"), queries(desk, f"{WAVE}release/")))
    assert counts[0] == counts[1]
    page = desk.get("/clients/acme/guests/").content.decode()
    assert page.count("<tbody>") == 1
    assert page.count("@x.example") == 50


def test_text_from_people_is_shown_as_text(wave, desk):
    hostile = "<img src=x onerror=alert(1)>"
    share_fields = {"label": hostile, "days": 7}
    released(wave)
    made = desk.post(f"{WAVE}release/shares/new/", share_fields)
    desk.post("/clients/acme/guests/new/", {"name": hostile, "email": "a@client.example"})
    for page in (made, desk.get(f"{WAVE}release/"), desk.get("/clients/acme/guests/")):
        assert hostile not in page.content.decode()
        assert "&lt;img src=x" in page.content.decode()


def test_a_colleague_without_the_client_sees_none_of_it(wave):
    make_client(wave.firm, "Other")
    make_firm("Theirs")
    browser = signed_in("consultant@theirs.example")
    for path in ("/clients/acme/guests/", f"{WAVE}release/"):
        assert browser.get(path).status_code == 404
