"""Finds Chromium on this machine. Standard library only: dev.py asks before anything is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

DEBIAN_PACKAGES = ("chromium", "fonts-dejavu-core")
ADVICE = (
    f"no Chromium on this machine; on Debian: apt-get install -y {' '.join(DEBIAN_PACKAGES)} "
    "(elsewhere install Chromium or Chrome, or name it in the environment variable CHROMIUM)"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# Without a network of its own, without a GPU, and as root in CI.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def find() -> str | None:
    """The path of a Chromium, or None. CHROMIUM wins, and must then be right."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"CHROMIUM names {named!r}, which is no program")
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)
