from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from reports.benchmarks.cells import HEADER
from reports.models import SnapshotCell
from smax.accounts.models import Membership, User
from smax.jobs.models import every_run
from smax.jobs.runner import run_job
from tests.cast import make_administrator, make_firm, make_person, make_snapshot
from tests.signing_in import confirm
from tests.surveys.desk import text

pytestmark = pytest.mark.django_db


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def administrator():
    browser = signed_in(make_administrator())
    confirm(browser)
    return browser


def measure(middle):
    return {"n": 25, "quartiles": [middle - 10, middle, middle + 10], "histogram": {"edges": [], "below": []}}


def with_cells(**fields):
    snapshot = make_snapshot(cells_offered=9, cells_kept=2, refused={"too_few": 7}, **fields)
    for key, names in (
        ("all", ("P", "SMAX", "A", "R", "L", "gap")),
        ("industry:software+region:dach", ("P",)),
    ):
        SnapshotCell.objects.create(
            snapshot=snapshot,
            key=key,
            n=25,
            measures={name: measure(42.5) for name in names},
            shares={"ambiguous": 60, "collaborative": None, "aligned": None},
        )
    return snapshot


def out(**fields):
    snapshot = with_cells(**fields)
    snapshot.state, snapshot.released_at = "released", snapshot.built_at
    snapshot.save()
    return snapshot


def downloaded(browser):
    response = browser.get("/benchmarks/benchmark.csv")
    # With its length: what breaks on the way is not taken for the whole.
    assert int(response.headers["Content-Length"]) == len(response.content)
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


def test_released_cohorts_are_on_the_page_and_in_the_file(administrator):
    real, synthetic = out(), out(synthetic=True)
    with_cells(period="2026Q2")
    page = administrator.get("/benchmarks/")
    assert [snapshot for snapshot, *_rest in page.context["parts"]] == [real, synthetic]
    [whole, part] = page.context["parts"][0][1]
    assert (whole.name, whole.n, whole.shares) == ("All companies", "about 25", ("60%", "", ""))
    assert (whole.figures[0], part.figures[1]) == (("42.5", "32.5 to 52.5"), ("", ""))
    assert "7 more cohorts are not published" in text(page)
    rows = downloaded(administrator)
    assert [(row["cohort"], row["synthetic"], row["n"]) for row in rows] == [
        ("all", "no", "about 25"),
        ("industry:software+region:dach", "no", "about 25"),
        ("all", "yes", "about 25"),
        ("industry:software+region:dach", "yes", "about 25"),
    ]
    assert list(rows[0]) == list(HEADER)
    assert (rows[0]["P_p50"], rows[1]["SMAX_p50"], rows[0]["share_aligned_pct"]) == (
        "42.5",
        "withheld",
        "withheld",
    )


@pytest.mark.parametrize("role", ["owner", "consultant", "analyst"])
def test_whoever_works_for_a_firm_reads_it_and_no_more(role):
    snapshot = out()
    person = make_person("reader@ours.example")
    Membership.objects.create(user=person, firm=make_firm("Ours"), role=role)
    browser = signed_in(person)
    page = browser.get("/benchmarks/")
    assert (page.status_code, "Download CSV" in text(page), "Snapshots" in text(page)) == (200, False, False)
    for address in ("benchmark.csv", "snapshots/", "snapshots/new/", f"snapshots/{snapshot.pk}/"):
        assert browser.get(f"/benchmarks/{address}").status_code == 404


def test_who_works_for_no_firm_does_not(db):
    assert signed_in(make_person("nobody@ours.example")).get("/benchmarks/").status_code == 404


def test_without_any_the_pages_say_so(administrator):
    assert "No benchmark is released yet" in text(administrator.get("/benchmarks/"))
    assert "No snapshot yet" in text(administrator.get("/benchmarks/snapshots/"))
    assert downloaded(administrator) == []


def test_the_list_costs_the_same_for_three_and_for_many(administrator, django_assert_num_queries):
    for number in range(1, 4):
        make_snapshot(number=number)
    administrator.get("/benchmarks/snapshots/")
    with CaptureQueriesContext(connection) as few:
        administrator.get("/benchmarks/snapshots/")
    for number in range(4, 300):
        make_snapshot(number=number)
    with django_assert_num_queries(len(few.captured_queries)):
        page = administrator.get("/benchmarks/snapshots/")
    assert len(page.context["page_obj"]) == 50


def test_the_record_says_what_the_audit_refused_and_who_approved(administrator, settings):
    settings.RELEASE_APPROVERS = 2
    snapshot = with_cells()
    address = f"/benchmarks/snapshots/{snapshot.pk}/"
    page = text(administrator.get(address))
    assert "7: fewer than ten companies" in page
    assert "It is released once 2 administrators approve it." in page
    assert "2 approvals by different administrators are asked for" in text(
        administrator.get(f"{address}approve/")
    )
    assert administrator.post(f"{address}approve/").headers["Location"] == address
    page = text(administrator.get(address))
    assert "You have; somebody else has to, too." in page
    assert administrator.post(f"{address}approve/").status_code == 409
    other = make_person("second@server.example")
    User.objects.filter(pk=other.pk).update(is_administrator=True)
    second = signed_in(other)
    confirm(second)
    second.post(f"{address}approve/")
    snapshot.refresh_from_db()
    assert snapshot.state == "released"


def test_one_approval_is_enough_and_the_record_says_so(administrator, settings):
    settings.RELEASE_APPROVERS = 1
    address = f"/benchmarks/snapshots/{with_cells().pk}/"
    assert "this server asks for one alone" in text(administrator.get(address))
    administrator.post(f"{address}approve/")
    assert "One approval was enough: this server asked for one." in text(administrator.get(address))


def test_taking_back_asks_first(administrator):
    snapshot = out()
    address = f"/benchmarks/snapshots/{snapshot.pk}/withdraw/"
    assert "Take this snapshot back?" in text(administrator.get(address))
    snapshot.refresh_from_db()
    assert snapshot.state == "released"
    administrator.post(address)
    assert "No benchmark is released yet" in text(administrator.get("/benchmarks/"))


def test_building_is_a_job_that_leads_to_the_snapshot(administrator, monkeypatch):
    form = administrator.get("/benchmarks/snapshots/new/").context["form"]
    period = form.fields["period"].choices[1][0]
    made = make_snapshot()
    asked = []

    def build(**given):
        given.pop("tell")(1, 2)
        asked.append(given)
        return made

    monkeypatch.setattr("reports.jobs.build_snapshot", build)
    answer = administrator.post("/benchmarks/snapshots/new/", {"period": period, "companies": "synthetic"})
    run = every_run().get(kind="benchmarks.build")
    assert answer.headers["Location"] == f"/jobs/{run.public_id}/"
    assert administrator.get(answer.headers["Location"]).status_code == 200
    run_job.func(str(run.public_id))
    assert asked == [{"period": period, "synthetic": True}]
    assert (
        f"/benchmarks/snapshots/{made.pk}/" in administrator.get(answer.headers["Location"]).content.decode()
    )
    run.refresh_from_db()
    assert run.state == "done"


def test_a_refused_build_says_why(administrator):
    form = {
        "period": administrator.get("/benchmarks/snapshots/new/")
        .context["form"]
        .fields["period"]
        .choices[0][0]
    }
    administrator.post("/benchmarks/snapshots/new/", {**form, "companies": "real"})
    run = every_run().get(kind="benchmarks.build")
    run_job.func(str(run.public_id))
    assert "No cohort can be published of 0 companies" in text(administrator.get(f"/jobs/{run.public_id}/"))


def test_a_quarter_that_is_none_is_named(administrator):
    page = administrator.post("/benchmarks/snapshots/new/", {"period": "2019Q9", "companies": "real"})
    assert (page.status_code, every_run().count()) == (200, 0)
    assert "2019Q9" in text(page)


def test_the_clock_builds_the_quarter_that_ended_once(monkeypatch, time_machine):
    from reports import jobs  # noqa: PLC0415

    time_machine.move_to("2027-01-02T00:00Z", tick=False)
    assert jobs._quarter_due()
    jobs.quarter(None)  # too few companies: nothing, and no fault
    make_snapshot(period="2026Q4", synthetic=True)
    assert jobs._quarter_due()
    make_snapshot(period="2026Q4")
    assert not jobs._quarter_due()
