"""Finds the libraries that WeasyPrint writes PDF files with. Standard library only: dev.py asks here too."""

from __future__ import annotations

import ctypes

# By Debian's package: the library's file on Linux, macOS and Windows, as WeasyPrint looks for it.
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "libharfbuzz-subset0": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}


def missing() -> list[str]:
    """Debian's packages of the libraries that are not on this machine; without them there is no PDF."""
    return [package for package, files in LIBRARIES.items() if not any(map(_loads, files))]


def advice(packages: list[str]) -> str:
    """Say in one line what to install."""
    return (
        f"no Pango for PDF files on this machine; on Debian: apt-get install -y {' '.join(packages)} "
        "(elsewhere install Pango: with Homebrew on macOS, with MSYS2 on Windows)"
    )


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
