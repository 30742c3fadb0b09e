"""Finds LibreOffice on this machine, and runs it without a screen. Standard library only, for dev.py."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

DEBIAN_PACKAGES = ("libreoffice-calc-nogui", "libreoffice-impress-nogui")
ADVICE = (
    f"no LibreOffice on this machine; on Debian: apt-get install -y {' '.join(DEBIAN_PACKAGES)} "
    "(elsewhere install LibreOffice, or name its program in the environment variable SOFFICE)"
)
NAMES = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
TIMEOUT = 180  # seconds; the first start makes a profile
# Formulas are worked out anew when a file is opened, whatever the file says they came to.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find() -> str | None:
    """The path of LibreOffice's program, or None. SOFFICE wins, and must then be right."""
    named = os.environ.get("SOFFICE")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"SOFFICE names {named!r}, which is no program")
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)


def converted(
    program: str, sources: list[Path], ending: str, folder: Path, *, reading: str | None = None
) -> list[Path]:
    """Save files anew in a format, with every formula worked out; gives the new files.

    `reading` names how the files are to be read, where their names do not say it.
    """
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    settings = user / "registrymodifications.xcu"
    if not settings.exists():
        settings.write_text(PROFILE, encoding="utf-8")
    saved = folder / "converted"
    command = [
        *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"),
        *([f"--infilter={reading}"] if reading else []),
        *("--convert-to", ending, "--outdir", str(saved), *map(str, sources)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return [saved / source.with_suffix(f".{ending}").name for source in sources]
