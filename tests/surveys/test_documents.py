"""Documents seen as evidence of a practice, and the trail of what changed."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope
from smax.accounts.trail import AuditEvent
from smax.boundary import LARGEST_BODY
from smax.files.models import StoredFile, folder_of
from surveys.errors import SurveyError
from surveys.models import EvidenceChange
from surveys.services.evidence import keep_document, record_outcomes, remove_document
from tests.cast import make_client, make_firm, make_wave
from tests.files.test_kinds import picture
from tests.surveys.desk import errors, sign_in, text

pytestmark = pytest.mark.django_db

PATH = "/clients/acme/waves/1/documents/"
FORM = f"{PATH}CUS-K2/"


@pytest.fixture
def wave(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    return make_wave(make_client(make_firm("Ours")))


@pytest.fixture
def browser(wave):
    return sign_in()


def consultant():
    return User.objects.get(email="consultant@ours.example")


def pdf(name="plan.pdf", content=b"%PDF-1.7 plan"):
    return SimpleUploadedFile(name, content)


def documents(wave):
    with firm_scope(wave.firm):
        return [
            (document.item, document.step, document.note, document.file and document.file.name)
            for document in wave.documents.select_related("file")
        ]


def changes(wave):
    with firm_scope(wave.firm):
        return [
            (change.item, change.act, change.value, change.fields)
            for change in wave.evidence_changes.order_by("pk")
        ]


def on_disk(wave):
    return [path for path in folder_of(wave.firm_id).rglob("*") if path.is_file()]


def test_every_practice_that_a_document_can_show_is_offered(browser):
    page = browser.get(PATH).content.decode()
    offered = re.findall(r'href="/clients/acme/waves/1/documents/([A-Z0-9-]+)/"', page)
    assert offered == [
        *("CUS-K1", "CUS-K2", "STR-K1", "CAP-K1", "CAP-F1", "ORG-K1", "ORG-K2", "CAD-K1", "CAD-K2", "CAD-F1"),
        *("DAT-K1", "DAT-K2", "DAT-K3", "FLW-K1", "FLW-K2", "FLW-F1", "COL-K1", "COL-K2", "COL-K3"),
    ]
    assert page.count("none seen") == len(offered)


@pytest.mark.parametrize("item", ["CUS-P1", "CUS-F1", "O1", "G0", "NOPE", "cus-k1"])
def test_other_items_are_not_there(browser, item):
    assert browser.get(f"{PATH}{item}/").status_code == 404


def test_a_step_with_its_note_and_file(wave, browser):
    answer = browser.post(FORM, {"step": "4", "note": "Persona file of March", "upload": pdf()})
    assert answer.headers["Location"] == PATH
    assert documents(wave) == [("CUS-K2", 4, "Persona file of March", "plan.pdf")]
    assert changes(wave) == [("CUS-K2", "entered", 4.0, ["step", "note", "file"])]
    page = text(browser.get(PATH))
    assert "4 of 5: " in page
    assert "Persona file of March plan.pdf 13 bytes seen by Consultant of Ours, " in page.replace("\xa0", " ")
    assert "CUS-K2 , step 4 of 5: Persona file of March ( plan.pdf )" in text(
        browser.get("/clients/acme/waves/1/")
    )


def test_the_file_is_opened_by_an_address_without_cookies(wave, browser):
    browser.post(FORM, {"step": "4", "note": "Seen", "upload": pdf()})
    answer = browser.get(f"{FORM}file/")
    assert answer.headers["Location"].startswith("/files/")
    content = Browser().get(answer.headers["Location"])
    assert b"".join(content) == b"%PDF-1.7 plan"
    assert content.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_without_a_file_there_is_none_to_open(browser):
    browser.post(FORM, {"step": "4", "note": "Seen"})
    assert browser.get(f"{FORM}file/").status_code == 404


def test_another_document_takes_the_place_of_the_first(wave, browser, django_capture_on_commit_callbacks):
    browser.post(FORM, {"step": "4", "note": "Seen", "upload": pdf()})
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(FORM, {"step": "2", "note": "Seen", "upload": pdf("Board.html", picture("PNG"))})
    assert documents(wave) == [("CUS-K2", 2, "Seen", "Board.png")]
    assert changes(wave)[1:] == [("CUS-K2", "changed", 2.0, ["step", "file"])]
    assert len(on_disk(wave)) == 1


def test_a_file_stays_until_it_is_to_go(wave, browser, django_capture_on_commit_callbacks):
    browser.post(FORM, {"step": "4", "note": "Seen", "upload": pdf()})
    browser.post(FORM, {"step": "4", "note": "Seen again"})
    assert documents(wave) == [("CUS-K2", 4, "Seen again", "plan.pdf")]
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(FORM, {"step": "4", "note": "Seen again", "without_file": "on"})
    assert (documents(wave), on_disk(wave)) == ([("CUS-K2", 4, "Seen again", None)], [])
    assert [fields for *_rest, fields in changes(wave)] == [["step", "note", "file"], ["note"], ["file"]]


def test_saving_the_same_again_is_no_change(wave, browser):
    for _time in range(2):
        browser.post(FORM, {"step": "4", "note": "Seen"})
    assert len(changes(wave)) == 1


def test_removing_asks_first_and_takes_the_file_along(wave, browser, django_capture_on_commit_callbacks):
    browser.post(FORM, {"step": "4", "note": "Seen", "upload": pdf()})
    assert "Remove the document for CUS-K2?" in text(browser.get(f"{FORM}remove/"))
    assert len(documents(wave)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{FORM}remove/")
    assert (documents(wave), on_disk(wave)) == ([], [])
    assert changes(wave)[1:] == [("CUS-K2", "removed", 4.0, [])]
    assert browser.post(f"{FORM}remove/").status_code == 404


STEP, NOTE, FILE = "What the document shows", "What you saw", "The document itself (optional)"
NO_CHOICE = "Select a valid choice. 6 is not one of the available choices."
TOO_LONG = "Ensure this value has at most 1000 characters (it has 1001)."
NO_TYPE = "This type of file cannot be kept, whatever its name ends in."
TOO_LARGE = b"%PDF-" + b"0" * 10 * 1024 * 1024


@pytest.mark.parametrize(
    ("sent", "label", "error"),
    [
        pytest.param({"step": ""}, STEP, "This field is required.", id="no-step"),
        pytest.param({"step": "6"}, STEP, NO_CHOICE, id="no-such-step"),
        pytest.param({"note": ""}, NOTE, "This field is required.", id="no-note"),
        pytest.param({"note": "x" * 1001}, NOTE, TOO_LONG, id="long-note"),
        pytest.param({"upload": pdf(content=b"<html>")}, FILE, NO_TYPE, id="markup"),
        pytest.param({"upload": pdf(content=b"")}, FILE, "The submitted file is empty.", id="empty"),
        pytest.param(
            {"upload": pdf(content=TOO_LARGE)}, FILE, "The file is too large: at most 10 MB.", id="large"
        ),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_written(wave, browser, sent, label, error):
    answer = browser.post(FORM, {"step": "4", "note": "Seen", **sent})
    assert errors(answer) == {label: error}
    assert (documents(wave), changes(wave), on_disk(wave)) == ([], [], [])


def test_a_body_far_too_large_is_not_read(browser):
    largest = 10 * 1024 * 1024 + LARGEST_BODY
    for size, status in ((largest + 1, 413), (LARGEST_BODY + 1, 200)):
        answer = browser.generic(
            "POST", FORM, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size)
        )
        assert answer.status_code == status


def test_the_service_knows_the_practices_too(wave):
    with firm_scope(wave.firm):
        for item, step in (("CUS-P1", 3), ("CUS-K1", 6), ("CUS-K1", 0)):
            with pytest.raises(SurveyError, match=f"{item} has no step {step} that a document could show"):
                keep_document(assessment=wave, item=item, step=step, note="x", seen_by=consultant())


def test_the_second_removal_removes_nothing(wave):
    with firm_scope(wave.firm):
        document = keep_document(assessment=wave, item="CUS-K1", step=3, note="x", seen_by=consultant())
        for _time in range(2):
            remove_document(document=document, removed_by=consultant())
    assert [act for _item, act, *_rest in changes(wave)] == ["entered", "removed"]


# ---- What changed and when -------------------------------------------------------------------------------


def test_outcomes_leave_a_trail_of_what_changed(wave):
    figure = {"value": 12.0, "period": "FY 2025", "source": "system", "owner": "Ada Lovelace"}
    with firm_scope(wave.firm):
        for change in (
            figure,
            {**figure, "value": 13.0, "owner": "Bob"},
            {**figure, "value": 13.0, "owner": "Bob"},
            None,
        ):
            record_outcomes(assessment=wave, figures={"O1": change}, entered_by=consultant())
        record_outcomes(assessment=wave, figures={"O2": None}, entered_by=consultant())
        trail = str(list(EvidenceChange.objects.values()))
    assert changes(wave) == [
        ("O1", "entered", 12.0, ["value", "period", "source", "owner"]),
        ("O1", "changed", 13.0, ["value", "owner"]),
        ("O1", "removed", 13.0, []),
    ]
    assert "Ada" not in trail


def test_the_list_of_changes_says_what_when_and_who(wave, browser):
    path = "/clients/acme/waves/1/changes/"
    assert "No change yet" in text(browser.get(path))
    sent = {"O1-value": "12", "O1-period": "FY 2025", "O1-source": "system", "O1-owner": "Ada"}
    browser.post("/clients/acme/waves/1/outcomes/", sent)
    browser.post("/clients/acme/waves/1/outcomes/", {**sent, "O1-value": "-3.5"})
    browser.post(FORM, {"step": "4", "note": "Seen"})
    browser.post(f"{FORM}remove/")
    page = text(browser.get(path))
    parts = [part.partition(" Consultant of Ours")[0] for part in page.split("CUS-K2 ")[1:]]
    assert parts[0].endswith("removed was step 4 of 5")
    assert parts[1].partition(" entered ")[2].startswith("step 4 of 5")
    assert "financial year changed (value) -3.5 % · FY 2025 · From a system of record" in page
    assert "Ada" not in page
    assert "12 % FY 2025 From a system of record" not in text(browser.get("/clients/acme/waves/1/"))
    assert "-3.5 % FY 2025 From a system of record Ada" in text(browser.get("/clients/acme/waves/1/"))


def test_changes_are_append_only(wave, browser):
    browser.post(FORM, {"step": "4", "note": "Seen"})
    with firm_scope(wave.firm):
        for act in (lambda: EvidenceChange.objects.update(value=5), EvidenceChange.objects.all().delete):
            with pytest.raises(IntegrityError, match="this row is final"), transaction.atomic():
                act()


def test_fifty_changes_a_page_in_as_many_queries(wave, browser):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = text(browser.get("/clients/acme/waves/1/changes/"))
        return len(captured), page

    with firm_scope(wave.firm):
        for number in range(3):
            wave.evidence_changes.create(item="O1", act="changed", value=number, changed_by=consultant())
    queries()
    few, _page = queries()
    with firm_scope(wave.firm):
        for number in range(50):
            wave.evidence_changes.create(item="O1", act="changed", value=number, changed_by=consultant())
    many, page = queries()
    assert (many, "Page 1 of 2" in page) == (few, True)


def test_acts_are_in_the_trail_of_the_firm(wave, browser):
    browser.post(FORM, {"step": "4", "note": "Seen", "upload": pdf()})
    browser.post(f"{FORM}remove/")
    with firm_scope(wave.firm):
        acts = AuditEvent.objects.order_by("pk").values_list("action", "actor_kind")
        assert [act for act in acts if act[0].startswith(("document.", "file."))] == [
            ("file.kept", "user"),
            ("document.kept", "user"),
            ("document.removed", "user"),
            ("file.deleted", "user"),
        ]
        assert StoredFile.objects.count() == 0
