"""Many writers of one trail at once, against the real server's database."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

WRITE = """
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.db import connection, transaction
from smax.accounts.audit import acting, record
from smax.accounts.chains import verify
from smax.accounts.models import Firm

firm = Firm.objects.get(name="Scribes")

def write(number):
    try:
        with acting(f"command writer{number}"):
            for turn in range(5):
                with transaction.atomic():
                    record("wave.closed", on=firm, turn=turn)
    finally:
        connection.close()

before = verify(firm.pk, {}).rows
with ThreadPoolExecutor(20) as pool:
    list(pool.map(write, range(20)))
found = verify(firm.pk, {})
print(found.rows - before, found.fault or "intact")
"""


def test_twenty_writers_at_once_make_one_chain(server):
    server.manage("create_firm", "Scribes", "--owner", "owner@scribes.example")
    assert server.python("-c", WRITE).split() == ["100", "intact"]
