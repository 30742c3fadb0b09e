"""Who leaves finds nothing at the next request: not by a session, a link, a file's address or a job."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client as Browser

from smax.accounts.colleagues import change_role, invite, remove
from smax.accounts.models import Firm, Membership, User
from smax.accounts.services import resume_firm, suspend_firm
from smax.accounts.tenancy import firm_scope
from smax.files.services import keep, signed_url
from smax.jobs import job, start
from smax.jobs.models import every_run
from smax.jobs.registry import JOBS
from smax.jobs.runner import run_job
from smax.mail.models import Message
from surveys.models import Client, Document
from surveys.services.assignments import assign
from tests.cast import make_client, make_firm, make_wave
from tests.signing_in import step_in

pytestmark = pytest.mark.django_db

ANA = "consultant@ours.example"


@pytest.fixture
def firm(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    firm = make_firm("Ours")
    make_wave(make_client(firm, "Acme"))
    return firm


@pytest.fixture
def ana(firm):
    return Membership.objects.select_related("user", "firm").get(user__email=ANA)


@pytest.fixture
def done():
    """What a job has done; it is registered for the time of the test."""
    before, names = dict(JOBS), []

    @job("test.leaving", allowed=lambda membership, **_args: membership.advises)
    def look(run):
        names.extend(client.name for client in Client.objects.all())

    yield names
    JOBS.clear()
    JOBS.update(before)


def leave(ana):
    remove(membership=ana)


def shut_out(ana):
    User.objects.filter(pk=ana.user_id).update(is_active=False)


def suspend(ana):
    suspend_firm(firm=ana.firm)


def be_an_analyst(ana):
    change_role(membership=ana, role="analyst", all_clients=True)


def lose_the_client(ana):
    Membership.objects.filter(pk=ana.pk).update(all_clients=False)


WAYS = [leave, shut_out, suspend, be_an_analyst, lose_the_client]
OUT = [leave, shut_out, suspend]


def evidence(firm, reader):
    with firm_scope(firm):
        wave = firm.clients.get().assessments.get()
        stored = keep(firm=firm, purpose="evidence", upload=ContentFile(b"%PDF-1.7 plan", "plan.pdf"))
        Document.objects.create(assessment=wave, item="CUS-K1", step=3, note="x", file=stored, seen_by=reader)
        return signed_url(stored, reader=reader)


@pytest.mark.parametrize("way", WAYS)
def test_a_session_finds_the_client_no_more(firm, ana, way):
    browser = Browser()
    step_in(browser, ANA)
    assert browser.get("/clients/acme/waves/1/").status_code == 200
    way(ana)
    assert browser.get("/clients/acme/waves/1/").status_code in {302, 404}
    assert "Acme" not in browser.get("/clients/", follow=True).content.decode()


@pytest.mark.parametrize("way", OUT)
def test_the_password_opens_no_client_any_more(firm, ana, way):
    way(ana)
    browser = Browser()
    step_in(browser, ANA)
    assert browser.get("/clients/acme/", follow=True).status_code in {200, 404}
    assert "Acme" not in browser.get("/clients/acme/", follow=True).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_the_address_of_a_file_opens_nothing(firm, ana, way):
    address = evidence(firm, ana.user)
    answer = Browser().get(address)
    assert (answer.status_code, b"".join(answer)) == (200, b"%PDF-1.7 plan")
    way(ana)
    assert Browser().get(address).status_code == 404


@pytest.mark.parametrize("way", [leave, shut_out, suspend, be_an_analyst])
def test_a_job_that_waits_does_nothing(firm, ana, done, way):
    run = start("test.leaving", firm=firm, actor=ana.user)
    way(ana)
    run_job.call(str(run.public_id))
    assert (every_run().get(pk=run.pk).state, done) == ("forbidden", [])


def test_the_same_job_runs_for_who_stays(firm, ana, done):
    run = start("test.leaving", firm=firm, actor=ana.user)
    run_job.call(str(run.public_id))
    assert (every_run().get(pk=run.pk).state, done) == ("done", ["Acme"])


def test_one_assignment_of_two_ends_alone(firm, ana):
    other = make_client(firm, "Beta")
    change_role(membership=ana, role="consultant", all_clients=False)
    with firm_scope(firm):
        assign(membership=ana, clients=list(firm.clients.all()))
    browser = Browser()
    step_in(browser, ANA)
    assert [browser.get(f"/clients/{slug}/").status_code for slug in ("acme", "beta")] == [200, 200]
    with firm_scope(firm):
        assign(membership=ana, clients=[other])
    assert [browser.get(f"/clients/{slug}/").status_code for slug in ("acme", "beta")] == [404, 200]


def test_an_invitation_of_a_firm_that_is_suspended_rests(firm):
    with firm_scope(firm):
        link = invite(firm=firm, email="new@ours.example", role="owner").link
    path = "/" + link.split("/", 3)[3]
    assert Browser().get(path).status_code == 200
    suspend_firm(firm=firm)
    assert Browser().get(path).status_code == 404
    resume_firm(firm=firm)
    assert Browser().get(path).status_code == 200


def test_who_leaves_one_firm_sees_only_the_next_one(firm, ana):
    next_firm = Firm.objects.create(name="Next")
    make_client(next_firm, "Their Client")
    remove(membership=ana)
    with firm_scope(next_firm):
        invitation = invite(firm=next_firm, email=ANA, role="owner")
    path = "/" + invitation.link.split("/", 3)[3]
    password = "a-second-long-phrase"
    Browser().post(path, {"name": "Ana", "new_password1": password, "new_password2": password})
    browser = Browser()
    step_in(browser, ANA, password)
    assert browser.get("/clients/").headers["Location"] == "/accounts/second-factor/"
    with firm_scope(firm):
        assert Message.objects.count() == 0
        assert not ana.firm.memberships.filter(user__email=ANA).exists()
