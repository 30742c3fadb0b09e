from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser

from reports.inputs import all_waves
from reports.numbers import one_decimal, signed, whole
from reports.scorecards import scorecard_for
from smax.accounts.models import User
from smax.accounts.tenancy import every_firm
from tests.reports.exports.test_assessments import downloaded
from tests.reports.waves import answered_wave, results_url

pytestmark = pytest.mark.django_db


def exported(number):
    out = io.StringIO()
    call_command("export_assessment", str(number), stdout=out)
    return out.getvalue()


def test_scoring_the_export_gives_the_page_the_file_and_the_scorecard():
    wave = answered_wave(2, 2, 1)
    command = [sys.executable, "-m", "scoring", "score", "-"]
    done = subprocess.run(command, input=exported(wave.pk), capture_output=True, text=True, check=True)
    scored = json.loads(done.stdout)

    with every_firm("a test reads"):
        card = scorecard_for(all_waves().get(pk=wave.pk))
    assert scored == json.loads(json.dumps(card.as_dict()))

    owner = Browser()
    owner.force_login(User.objects.get(email="owner@ours.example"))
    [row] = downloaded(owner)
    measured = scored["measured"]
    expected = {
        "P": scored["perceived"]["joint"],
        "SMAX": measured["index"],
        "A": measured["operating"],
        "R": measured["revenue"],
        "L": measured["pipeline"],
        "gap": scored["gap"],
    }
    assert {name: float(row[name]) for name in expected} == {
        name: one_decimal(value) for name, value in expected.items()
    }
    page = owner.get(results_url(wave))
    shown = {figure.code: figure.figure for figure in page.context["figures"]}
    assert shown["perceived"] == whole(scored["perceived"]["joint"])
    assert shown["measured"] == whole(measured["index"])
    assert shown["gap"] == signed(scored["gap"])


@pytest.mark.parametrize("number", [0, -1, 999, 2**63, 10**30])
def test_an_unknown_id_is_named(number):
    with pytest.raises(CommandError, match=f"There is no assessment with the id {number}."):
        call_command("export_assessment", "--", str(number))


def test_an_id_that_is_no_number_is_named():
    with pytest.raises(CommandError, match="'seven'"):
        call_command("export_assessment", "seven")
