"""Files made to hurt are refused with a reason, soon, and with little memory."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from surveys.imports.checking import checked
from surveys.imports.errors import ListFault
from surveys.imports.reading import rows_of_file
from tests.surveys.imports.bombs import bombs

# Read in a process of its own: what one file takes must not hide in what another left.
PROBE = """
import io, re, sys
from tests.plugin import *  # the environment of the tests
import django; django.setup()
from surveys.imports.errors import ListFault
from surveys.imports.reading import rows_of_file
content = sys.stdin.buffer.read()
try:
    rows_of_file(io.BytesIO(content), len(content))
except ListFault:
    pass
# Not `ru_maxrss`: that remembers the process which started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
SOON = 10
LITTLE = 300  # MB, the interpreter and Django included


@pytest.fixture(scope="module")
def files():
    return bombs()


def ready(content):
    """How many people of the file could be added."""
    try:
        rows = rows_of_file(io.BytesIO(content), len(content))
    except ListFault:
        return 0
    return sum(row.nominee is not None for row in checked(rows, taken=frozenset()))


@pytest.mark.slow
def test_there_are_thirty_and_more(files):
    assert len(files) >= 30


@pytest.mark.slow
def test_nobody_gets_in_and_nothing_takes_long(files):
    told = {}
    for name, content in files.items():
        began = time.perf_counter()
        told[name] = (ready(content), time.perf_counter() - began < SOON)
    assert told == dict.fromkeys(files, (0, True))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_nothing_takes_much_memory(files):
    for name, content in files.items():
        done = subprocess.run(
            [sys.executable, "-c", PROBE], input=content, capture_output=True, check=True, timeout=60
        )
        assert int(done.stdout) < LITTLE, name
