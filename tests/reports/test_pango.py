"""The libraries behind PDF files: what is missing is said in one line."""

from __future__ import annotations

import ctypes
from pathlib import Path

from reports import pango

CONTAINERFILE = Path(__file__).parents[2] / "Containerfile"


def without(*files):
    """A loader that finds everything but those files."""

    def load(file):
        if file in files:
            raise OSError(file)

    return load


def test_a_library_under_any_of_its_names_is_there(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", without("libpango-1.0.so.0", "libpango-1.0-0.dll"))
    assert pango.missing() == []


def test_what_is_missing_is_named_by_its_package(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", without(*pango.LIBRARIES["libharfbuzz-subset0"]))
    assert pango.missing() == ["libharfbuzz-subset0"]
    assert "apt-get install -y libharfbuzz-subset0 (" in pango.advice(pango.missing())


def test_the_image_has_every_library():
    installed = CONTAINERFILE.read_text(encoding="utf-8")
    assert [package for package in pango.LIBRARIES if f" {package}" not in installed] == []
