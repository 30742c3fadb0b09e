"""The owner's page of the brand, the public files, and the pages that show it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from smax.accounts.branding.models import Brand
from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from surveys.links import secret_of
from tests.cast import make_client, make_firm, make_leader, make_wave
from tests.reports.released import guest_of
from tests.security.test_strangers import signed_in

pytestmark = pytest.mark.django_db
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>'


@pytest.fixture
def firm():
    return make_firm("Ours")


def save(firm, **fields):
    answer = signed_in(f"owner@{firm.name.lower()}.example").post("/firm/brand/", fields)
    firm.refresh_from_db()
    return answer


def upload(content, name="logo.bin"):
    return SimpleUploadedFile(name, content)


def png():
    written = io.BytesIO()
    Image.new("RGB", (90, 30), "#0b6f86").save(written, "PNG")
    return written.getvalue()


def test_a_brand_is_set_and_recorded(firm):
    answer = save(firm, display_name="  Our   Name ", colour="#7a1f3d", logo=upload(DRAWING))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/firm/brand/")
    assert (str(firm), firm.has_logo) == ("Our Name", True)
    with firm_scope(firm):
        event = AuditEvent.objects.get(action="firm.brand_changed")
    assert event.facts == {"brand": firm.brand_digest, "colour": "#7a1f3d", "logo": True}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"colour": "#ffcc00"}, "This colour reaches a contrast of 1.3:1 on our pages"),
        ({"colour": "red"}, "Write it as #rrggbb"),
        ({"colour": "#0b6f8"}, "Write it as #rrggbb"),
        ({"logo": upload(b"%PDF-1.7")}, "This is no PNG, JPEG, WebP or SVG"),
        ({"logo": upload(b"<html></html>")}, "This drawing cannot be read as SVG"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(firm, fields, said):
    answer = save(firm, **fields)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert (firm.brand_digest, Brand.objects.count()) == ("", 0)


def test_a_logo_stays_until_it_is_taken_away(firm):
    save(firm, logo=upload(png()))
    first = firm.brand_digest
    save(firm, colour="#7a1f3d")
    second = firm.brand_digest
    assert (first[0], second[0], first == second) == ("l", "l", False)
    save(firm, colour="#7a1f3d", without_logo="on")
    assert firm.has_logo is False
    save(firm)
    assert (firm.brand_digest, str(firm)) == ("", "Ours")
    for digest in (first, second):
        assert Browser().get(f"/brand/{digest}/logo").status_code == 200


def test_the_files_are_public_immutable_and_without_cookies(firm):
    save(firm, colour="#7a1f3d", logo=upload(DRAWING))
    browser = signed_in("owner@ours.example")
    style = browser.get(f"/brand/{firm.brand_digest}.css")
    logo = browser.get(f"/brand/{firm.brand_digest}/logo")
    assert (style.headers["Content-Type"], logo.headers["Content-Type"]) == (
        "text/css; charset=utf-8",
        "image/svg+xml",
    )
    for answer in (style, logo):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.cookies == {}
    assert logo.headers["Content-Security-Policy"].endswith("sandbox")
    assert "--brand: #7a1f3d" in style.content.decode()


@pytest.mark.parametrize("path", ["/brand/lx.css", "/brand/lx/logo"])
def test_a_brand_that_is_none_is_not_there(path, db):
    assert Browser().get(path).status_code == 404


def test_a_brand_without_a_logo_has_none(firm):
    save(firm, colour="#7a1f3d")
    assert Browser().get(f"/brand/{firm.brand_digest}/logo").status_code == 404


def test_everybody_who_deals_with_the_firm_sees_it(firm, django_assert_num_queries):
    client = make_client(firm)
    _person, secret = make_leader(make_wave(client), "sales")
    browser = Browser()
    browser.get(f"/s/{secret}/")
    with django_assert_num_queries(2):
        plain = browser.get(f"/s/{secret}/").content.decode()
    save(firm, display_name="Our Name", colour="#7a1f3d", logo=upload(png()))
    with django_assert_num_queries(2):
        landing = browser.get(f"/s/{secret}/").content.decode()
    browser.post(f"/s/{secret}/", {"consent": "on"})
    screen = browser.get(browser.post(f"/s/{secret}/", {"consent": "on"}).headers["Location"], follow=True)
    guest = guest_of(client)
    door = Browser().get(f"/g/{secret_of(guest)}/").content.decode()
    desk = signed_in("owner@ours.example").get("/firm/brand/").content.decode()
    style, logo = f'href="/brand/{firm.brand_digest}.css"', f'src="/brand/{firm.brand_digest}/logo"'
    for page in (landing, screen.content.decode(), door, desk):
        assert (style in page, logo in page, "Our Name" in page) == (True, True, True)
        assert page.index("sheets/") < page.index(style)
    assert "/brand/" not in plain


def test_a_screen_follows_a_changed_brand(firm):
    _person, secret = make_leader(make_wave(make_client(firm)), "sales")
    browser = Browser()
    path = browser.post(f"/s/{secret}/", {"consent": "on"}).headers["Location"]
    assert "/brand/" not in browser.get(path, follow=True).content.decode()
    save(firm, colour="#7a1f3d")
    assert firm.brand_digest in browser.get(path, follow=True).content.decode()


def test_only_owners_set_it(firm):
    assert signed_in("consultant@ours.example").get("/firm/brand/").status_code == 404
    assert signed_in("consultant@ours.example").post("/firm/brand/", {}).status_code == 404
    assert Firm.objects.get().brand_digest == ""


def test_the_preview_says_what_a_colour_becomes_and_stores_nothing(firm):
    browser = signed_in("owner@ours.example")
    found = browser.get("/firm/brand/preview/", {"colour": "#7a1f3d"}).json()
    assert (found["error"], found["light"]["brand"], found["light"]["ink"]) == ("", "#7a1f3d", "#ffffff")
    assert set(found["dark"]) == {"brand", "ink", "wash"}
    faint = browser.get("/firm/brand/preview/", {"colour": "#ffcc00"}).json()
    assert faint["error"].startswith("This colour reaches a contrast of 1.3:1")
    assert browser.get("/firm/brand/preview/").json() == {"error": ""}
    assert Brand.objects.count() == 0
