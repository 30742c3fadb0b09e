"""Many who invite at once, over connections of their own: one letter for each person."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.server import ROOT

pytestmark = pytest.mark.slow

PROCESSES = 4
INVITE = """
import sys
import django; django.setup()
from smax.accounts.tenancy import every_firm, firm_scope
from surveys.errors import SurveyError
from surveys.models import Assessment
from surveys.services.letters import invite, invite_all
with every_firm("a test invites"):
    wave = Assessment.objects.select_related("firm", "client").get(client__name="Rush Client")
print("ready", flush=True)
sys.stdin.readline()
with firm_scope(wave.firm):
    invite_all(wave=wave)
    for person in wave.participants.select_related("response", "assessment"):
        try:
            invite(participant=person)
        except SurveyError:
            pass
"""
LOOK = """
import django; django.setup()
from smax.mail.models import every_message
for message in every_message().filter(firm__name="Rush"):
    print(message.recipient, message.occasion)
"""


def test_one_letter_for_each_person(server):
    made = json.loads(server.python("-m", "tests.stage", "Rush", *["sales", "marketing"] * 4))
    command = [sys.executable, "-c", INVITE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    crowd = [
        subprocess.Popen(command, cwd=ROOT, env=os.environ | server.env, text=True, **pipes)
        for _process in range(PROCESSES)
    ]
    for process in crowd:
        assert process.stdout.readline() == "ready\n"
    for process in crowd:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[1] for process in crowd]
    assert [process.returncode for process in crowd] == [0] * PROCESSES, said
    letters = Counter(server.python("-c", LOOK).splitlines())
    assert len(letters) == len(made["leaders"])
    assert set(letters.values()) == {1}
