"""Many requests at once, against the real server with its processes and threads."""

from __future__ import annotations

import copy
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.security.http import Visitor

pytestmark = pytest.mark.slow

COUNT = """
import django; django.setup()
from smax.accounts.tenancy import every_firm
from surveys.models import Response, Submission
with every_firm("a test counts"):
    found = Response.objects.get(participant__public_id="{public_id}")
    print(Submission.objects.filter(response=found).count(), found.state, len(found.draft))
"""


@pytest.fixture(scope="module")
def staged(server):
    return json.loads(server.python("-m", "tests.stage", "Crowd", "sales", "marketing", "both"))


def answered(server, leader):
    """A visitor who has answered everything and stands before the submit button."""
    visitor = Visitor(server.base_url)
    assert visitor.post(f"/s/{leader['secret']}/", {"consent": "on"}).status == 302
    place = f"/survey/{leader['public_id']}/"
    return visitor, place


def fill(server, leader):
    server.python(
        "-c",
        "import django; django.setup()\n"
        "from smax.accounts.tenancy import every_firm\n"
        "from surveys.models import Participant\n"
        "from surveys.services.answers import save_answers\n"
        "from tests.cast import AGREEMENT, full_answers\n"
        "with every_firm('a test answers'):\n"
        f"    person = Participant.objects.get(public_id='{leader['public_id']}')\n"
        "    given = full_answers(person.assessment, person.side)\n"
        "    save_answers(response=person.response, given=given, agreement=AGREEMENT)\n",
    )


def test_fifty_submits_at_once_are_one_submission_and_one_receipt(server, staged):
    leader = staged["leaders"][0]
    visitor, place = answered(server, leader)
    fill(server, leader)
    crowd = [copy.deepcopy(visitor) for _ in range(50)]

    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda one: one.post(f"{place}review/", {}), crowd))

    assert {(reply.status, reply.headers["Location"]) for reply in replies} == {(302, f"{place}receipt/")}
    with ThreadPoolExecutor(10) as pool:
        pages = list(pool.map(lambda one: one.get(f"{place}receipt/").body, crowd))
    assert len({re.search(r"Receipt ([0-9A-F-]{14})<", page)[1] for page in pages}) == 1
    assert server.python("-c", COUNT.format(**leader)).split()[:2] == ["1", "submitted"]


def test_windows_that_save_at_once_lose_nothing(server, staged):
    leader = staged["leaders"][1]
    visitor, place = answered(server, leader)
    screens = ["cus", "str", "cap", "org", "cad", "dat", "flw", "col"]
    fields = {screen: {f"{screen.upper()}-P1": 4, f"{screen.upper()}-K1": 3} for screen in screens}
    windows = [(copy.deepcopy(visitor), screen) for screen in screens for _ in range(3)]

    with ThreadPoolExecutor(24) as pool:
        replies = list(pool.map(lambda pair: pair[0].post(f"{place}{pair[1]}/", fields[pair[1]]), windows))

    assert {reply.status for reply in replies} == {302}
    assert server.python("-c", COUNT.format(**leader)).split() == ["0", "open", "16"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing(server, staged, method):
    leader = staged["leaders"][2]
    for _ in range(5):
        Visitor(server.base_url).get(f"/s/{leader['secret']}/", method)
    visitor, place = answered(server, leader)
    for screen in ("", "cus/", "dat/", "review/", "receipt/"):
        visitor.get(place + screen, method)
    assert server.python("-c", COUNT.format(**leader)).split() == ["0", "open", "0"]
