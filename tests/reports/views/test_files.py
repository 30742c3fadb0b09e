"""The desk's page of files: who gets one, for how long, and what it says of itself."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.exports.formats import FORMATS
from reports.models import Export
from reports.services.releases import discard_release, withdraw_release
from smax.accounts.models import Membership
from smax.accounts.tenancy import every_firm, firm_scope
from smax.accounts.trail import AuditEvent
from smax.errors import RefusedError
from smax.files.models import StoredFile
from smax.files.services import signed_url
from smax.jobs.models import every_run
from smax.jobs.runner import run_job
from surveys.rights.places import find
from surveys.services.erasing import erase_person
from surveys.services.waves import withdraw_wave
from tests.jobs.worker import work
from tests.reports.exports.ordered import made, order, quick
from tests.reports.released import owner_of, released, reviewed
from tests.reports.waves import answered_wave
from tests.security.test_strangers import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/clients/acme/waves/1/exports/"
ANA = "consultant@ours.example"


@pytest.fixture
def wave(settings, tmp_path, monkeypatch):
    settings.FILES_DIR = tmp_path
    quick(monkeypatch)
    return answered_wave(2, 2, closed=True)


@pytest.fixture
def desk(wave):
    return signed_in(ANA)


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def links(page):
    return re.findall(rf"{PAGE}\d+/", page.content.decode())


def test_from_the_results_to_a_file_on_the_disk(desk):
    assert PAGE in desk.get("/clients/acme/waves/1/results/").content.decode()
    assert "No files yet" in text_of(desk.get(PAGE))
    run = made(desk, language="de")
    assert (run.state, run.progress, run.then) == ("done", 100, PAGE)
    page = desk.get(PAGE)
    assert f"acme_wave_{timezone.now():%Y-%m}_quick_de.csv" in text_of(page)
    led = desk.get(links(page)[0])
    answer = Browser().get(led.headers["Location"])
    assert b"".join(answer).decode() == "de,Vertrieb,Acme,False\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_was_made_stands_in_the_trail(desk):
    made(desk, language="fr")
    with every_firm("a test looks"):
        event = AuditEvent.objects.filter(action="results.exported").get()
        stored = StoredFile.objects.get(purpose="export")
    assert event.facts == {
        "format": "quick",
        "language": "fr",
        "release": None,
        "size": stored.size,
        "sha256": stored.sha256,
    }
    assert "made a file of the results of" in text_of(signed_in("owner@ours.example").get("/firm/audit/"))


def test_a_file_is_for_who_asked(desk):
    made(desk)
    owner = signed_in("owner@ours.example")
    assert "No files yet" in text_of(owner.get(PAGE))
    place = links(desk.get(PAGE))[0]
    assert (desk.get(place).status_code, owner.get(place).status_code) == (302, 404)
    with every_firm("a test makes an address"):
        stored = StoredFile.objects.get(purpose="export")
        other = Membership.objects.get(user__email="owner@ours.example").user
        address = signed_url(stored, reader=other)
    assert Browser().get(address).status_code == 404


def test_who_loses_the_client_loses_the_file(desk):
    made(desk)
    address = desk.get(links(desk.get(PAGE))[0]).headers["Location"]
    Membership.objects.filter(user__email=ANA).update(all_clients=False)
    assert Browser().get(address).status_code == 404
    assert desk.get(PAGE).status_code == 404


def test_who_loses_the_client_gets_no_file_made(desk):
    order(desk)
    Membership.objects.filter(user__email=ANA).update(all_clients=False)
    work()
    with every_firm("a test looks"):
        assert (every_run().get(kind="reports.export").state, StoredFile.objects.count()) == ("forbidden", 0)


def test_a_file_is_gone_after_a_day(desk):
    made(desk)
    place = links(desk.get(PAGE))[0]
    with every_firm("a test lets time pass"):
        assert timedelta(hours=23) < StoredFile.objects.get().expires_at - timezone.now() <= timedelta(days=1)
        StoredFile.objects.update(expires_at=timezone.now())
    assert "No files yet" in text_of(desk.get(PAGE))
    assert desk.get(place).status_code == 404


def test_files_of_a_client_go_when_somebody_in_them_is_erased(wave, desk):
    made(desk)
    with firm_scope(wave.firm):
        path = StoredFile.objects.get(purpose="export").path
        people = find(wave.firm.clients.all(), "sales 1")
        with TestCase.captureOnCommitCallbacks(execute=True):
            erase_person(firm=wave.firm, person=people[0])
        assert (StoredFile.objects.filter(purpose="export").count(), path.exists()) == (0, False)
    assert "No files yet" in text_of(desk.get(PAGE))


def test_live_and_released_are_told_apart(wave, desk):
    released(wave)
    page = text_of(desk.get(PAGE))
    assert "Release 1 of" in page
    assert made(desk, source="1").state == "done"
    with every_firm("a test looks"):
        assert Export.objects.get().release.number == 1
    assert re.search(r"quick_en\.csv Release 1 ", text_of(desk.get(PAGE)))


def test_a_frozen_copy_can_be_looked_at_while_it_stands(wave, desk):
    release = reviewed(wave)
    assert "The frozen copy 1, which is not released." in text_of(desk.get(PAGE))
    assert made(desk, source="1").state == "done"
    place = links(desk.get(PAGE))[0]
    with firm_scope(wave.firm):
        discard_release(release=release)
    assert desk.get(place).status_code == 404
    assert order(desk, source="1").status_code == 200
    assert every_run().filter(kind="reports.export").count() == 1


def test_a_release_that_is_withdrawn_before_its_turn_is_not_made(wave, desk):
    release = released(wave)
    order(desk, source="1")
    with firm_scope(wave.firm):
        withdraw_release(release=release, by=owner_of(wave))
    work()
    run = every_run().get(kind="reports.export")
    assert (run.state, run.reason) == ("failed", "This release is not there any more.")


@pytest.mark.parametrize(
    "wrong", [{"code": "exe"}, {"language": "tlh"}, {"source": "7"}, {"source": "../x"}, {"code": ""}]
)
def test_what_is_not_offered_is_refused(desk, wrong):
    assert order(desk, **wrong).status_code == 200
    assert not every_run().filter(kind="reports.export").exists()


def test_what_this_machine_cannot_make_is_said_and_not_offered(desk, monkeypatch):
    quick(monkeypatch, lacking=lambda: "No Pango here.")
    page = desk.get(PAGE)
    assert "No Pango here." in text_of(page)
    assert re.search(r'value="quick"[^>]* disabled', page.content.decode())
    assert order(desk).status_code == 200
    assert not every_run().filter(kind="reports.export").exists()


def test_a_job_says_why_there_is_no_file(desk, monkeypatch):
    def fail(edition, brand, path):
        raise RefusedError("It took too long.")

    quick(monkeypatch, make=fail)
    run = made(desk)
    assert (run.state, run.attempts, run.reason) == ("failed", 1, "It took too long.")
    assert "It took too long." in text_of(desk.get(f"/jobs/{run.public_id}/"))
    with every_firm("a test looks"):
        assert not StoredFile.objects.exists()


def test_a_job_that_runs_again_makes_no_second_file(desk):
    run = made(desk)
    every_run().filter(pk=run.pk).update(state="queued", attempts=0)
    run_job.call(str(run.public_id))
    with every_firm("a test looks"):
        assert (StoredFile.objects.count(), every_run().get(pk=run.pk).state) == (1, "done")


def test_a_withdrawn_wave_has_no_files(wave, desk):
    with firm_scope(wave.firm):
        withdraw_wave(assessment=wave)
    page = text_of(desk.get(PAGE))
    assert "there is nothing to make a file of" in page
    order(desk)
    assert not every_run().filter(kind="reports.export").exists()


def test_every_format_has_a_name_of_its_own_for_files(wave):
    assert all(re.fullmatch(r"[a-z]+", code) and code == each.code for code, each in FORMATS.items())


def test_three_files_or_three_hundred_cost_the_same(wave, desk):
    made(desk)
    with CaptureQueriesContext(connection) as few:
        desk.get(PAGE)
    with every_firm("a test fills a page"):
        export = Export.objects.select_related("file").get()
        stored = export.file
        for _number in range(60):
            stored.pk, stored.public_id = None, uuid4()
            stored.save()
            export.pk, export.run, export.file = None, uuid4(), stored
            export.save()
    with CaptureQueriesContext(connection) as many:
        page = desk.get(PAGE)
    assert (len(many), len(links(page))) == (len(few), 50)
