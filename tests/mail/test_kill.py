"""kill -9 of the worker while it sends: every letter arrives, and a copy is always known as one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.mail.post_office import post_office
from tests.server import ROOT, serve

pytestmark = [
    pytest.mark.django_db,  # on both engines: what is killed holds rows
    pytest.mark.skipif(os.name == "nt", reason="there is no fork on Windows"),
]

PAUSES = (0.1, 1.2)  # seconds of work before the next kill
PATIENCE = 300
QUEUE = """
import django; django.setup()
from smax.accounts.tenancy import firm_scope
from surveys.services.letters import invite_all
from surveys.services.people import add_participant
from tests.cast import make_client, make_firm, make_wave
wave = make_wave(make_client(make_firm("Kill"), "Kill Client"))
with firm_scope(wave.firm):
    for number in range({letters}):
        add_participant(
            assessment=wave, name=f"Leader {{number}}", email=f"leader{{number}}@client.example",
            side="sales", seniority="c_level",
        )
    invite_all(wave=wave)
"""
LOOK = """
import django; django.setup()
from smax.jobs.models import every_run
from smax.mail.models import every_message
for message in every_message():
    print("letter", message.state, message.message_id, message.reason)
for run in every_run():
    print("run", run.state, run.kind)
"""


@contextmanager
def nursery(server):
    """Workers on demand: a function that starts one and gives its process id."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.mail.nursery"],
        cwd=ROOT,
        env=server.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:

        def start():
            process.stdin.write("\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        try:
            yield start
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize(("letters", "kills"), [(500, 100)])
def test_killed_while_sending(tmp_path, letters, kills):
    with post_office() as office, serve(tmp_path, start=False) as plain:
        office.data = lambda _address: 0.02
        smtp = {"SMAX_SMTP_HOST": "127.0.0.1", "SMAX_SMTP_PORT": str(office.port)}
        server = replace(plain, env=plain.env | smtp)
        server.python("-c", QUEUE.format(letters=letters))
        at_work = killed(server, office, letters, kills)
        rows = [line.split() for line in server.python("-c", LOOK).splitlines()]
    sent = [row[2] for row in rows if row[:2] == ["letter", "sent"]]
    assert Counter(" ".join([row[1], *row[3:]]) for row in rows if row[0] == "letter") == {"sent": letters}
    assert set(office.copies) == set(sent)
    assert 0 < at_work <= kills
    assert office.copies.total() - letters <= kills
    assert {row[1] for row in rows if row[0] == "run"} <= {"done", "failed", "queued"}


def killed(server, office, letters, kills):
    """Kill workers one after the other, and let the last one finish; how many of them had sent something."""
    dice, at_work = random.Random(5), 0
    with nursery(server) as start:
        for kill in range(kills):
            before, worker = office.copies.total(), start()
            # However slow the machine, one of them is killed in the middle of its work.
            patience = time.monotonic() + PATIENCE
            while kill == 0 and office.copies.total() == before and time.monotonic() < patience:
                time.sleep(0.02)
            time.sleep(dice.uniform(*PAUSES))
            os.kill(worker, signal.SIGKILL)
            at_work += office.copies.total() > before
        last = start()
        deadline = time.monotonic() + PATIENCE
        while len(office.copies) < letters and time.monotonic() < deadline:
            time.sleep(0.2)
        time.sleep(3)  # the last marks, and the sweep
        os.kill(last, signal.SIGTERM)
    return at_work
