"""The vendored files are the ones that were checked in: versions and checksums, licences beside them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parent.parent / "static" / "vendor"
SUMMED = ("bootstrap", "fonts", "plotly")


def sums(folder: str) -> dict[str, str]:
    lines = (VENDOR / folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def files(folder: str) -> list[str]:
    root = VENDOR / folder
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if path.parts[0] != "build" and path.name not in {"README.md", "SHA256SUMS"}
    )


@pytest.mark.parametrize("folder", SUMMED)
def test_every_file_has_the_checksum_it_came_with(folder):
    root = VENDOR / folder
    actual = {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in files(folder)}
    assert actual == sums(folder)


def test_every_folder_is_held():
    assert sorted(path.name for path in VENDOR.iterdir() if path.is_dir()) == sorted(SUMMED)


@pytest.mark.parametrize(
    ("path", "banner"),
    [
        ("bootstrap/bootstrap.min.css", "Bootstrap  v5.3.9 "),
        ("plotly/plotly-smax.min.js", "plotly.js 4.1.1 "),
        ("plotly/plotly.css", "plotly.js 4.1.1,"),
    ],
)
def test_versions(path, banner):
    assert banner in (VENDOR / path).read_text(encoding="utf-8")[:200]


def test_the_bundle_is_built_from_the_version_it_names():
    package = json.loads((VENDOR / "plotly" / "build" / "package.json").read_text(encoding="utf-8"))
    assert package["devDependencies"] == {"esbuild": "0.28.2", "plotly.js": "4.1.1"}


@pytest.mark.parametrize("pattern", ["*.css", "*.js"])
def test_no_file_names_a_map_that_is_not_here(pattern):
    """A reference to a missing map stops collectstatic's manifest."""
    naming = [path.name for path in VENDOR.rglob(pattern) if "build" not in path.parts and _maps(path)]
    assert naming == []


def _maps(path: Path) -> list[str]:
    return re.findall(r"[#@] sourceMappingURL=", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", ["bootstrap", "plotly", "fonts/source-sans-3", "fonts/source-serif-4"])
def test_licences(folder):
    assert (VENDOR / folder / "LICENSE").stat().st_size > 500
