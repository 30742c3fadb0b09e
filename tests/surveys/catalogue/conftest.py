from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveys.catalogue import Catalogue

SHIPPED = Path(__file__).parents[3] / "surveys" / "instruments" / "smax.v1.json"


@pytest.fixture
def shipped():
    """The shipped file in all its languages, parsed anew for each test to break."""
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture
def definition(shipped):
    """The shipped file in English alone: its faults are told once, not once a language."""
    shipped["languages"] = ["en"]
    return in_english(shipped)


@pytest.fixture(scope="session")
def catalogue():
    return Catalogue.read(SHIPPED)


def in_english(part):
    if isinstance(part, dict):
        kept = ["en"] if "en" in part else part
        return {key: in_english(part[key]) for key in kept}
    return [in_english(each) for each in part] if isinstance(part, list) else part
