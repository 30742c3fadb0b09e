from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveys.catalogue import Catalogue

SHIPPED = Path(__file__).parents[3] / "surveys" / "instruments" / "smax.v1.json"


@pytest.fixture
def definition():
    """The shipped file, parsed anew for each test to break."""
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def catalogue():
    return Catalogue.read(SHIPPED)
