"""dev.py: what it installs and when, what it writes, and what its closing line says."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

import dev
from tests import office


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A tree with two locks and no environment; commands are noted, and pip ends with `code`."""
    made = SimpleNamespace(root=tmp_path, commands=[], code=0)
    monkeypatch.setattr(dev, "HERE", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "installed.json")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "python")
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-test.txt").write_text("a==1\nb==1\n")

    def run(command, **_options):
        if "venv" in command:
            made.commands.append("venv")
            dev.VENV.mkdir(exist_ok=True)
            dev.PYTHON.touch()
            dev.STAMP.unlink(missing_ok=True)
            return subprocess.CompletedProcess(command, 0)
        made.commands.append(f"pip {command[-1]}")
        return subprocess.CompletedProcess(command, made.code)

    monkeypatch.setattr(dev.subprocess, "run", run)
    return made


RUNTIME, TEST = "requirements.txt", "requirements-test.txt"


class TestInstall:
    def test_a_fresh_tree(self, machine):
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt"]

    def test_nothing_changed(self, machine):
        dev.install(RUNTIME)
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt"]

    def test_the_test_lock_is_added_to_what_runs(self, machine):
        dev.install(RUNTIME)
        dev.install(RUNTIME, TEST)
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt", "pip requirements-test.txt"]

    def test_a_changed_lock_starts_from_nothing(self, machine):
        dev.install(RUNTIME)
        (machine.root / RUNTIME).write_text("a==2\n")
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt"] * 2

    def test_another_python_starts_from_nothing(self, machine, monkeypatch):
        dev.install(RUNTIME)
        monkeypatch.setattr(dev.sys, "version_info", (3, 99, 0))
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt"] * 2

    def test_a_failed_installation_is_tried_again(self, machine):
        machine.code = 1
        with pytest.raises(SystemExit, match=r"Installing requirements\.txt failed"):
            dev.install(RUNTIME)
        machine.code = 0
        dev.install(RUNTIME)
        assert machine.commands == ["venv", "pip requirements.txt"] * 2

    def test_an_incomplete_python_is_told_what_to_install(self, machine, monkeypatch):
        monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _name: None)
        with pytest.raises(SystemExit, match="apt-get install python3-venv"):
            dev.install(RUNTIME)
        assert machine.commands == []


def test_an_old_python_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"SMAX needs Python 3\.11 or newer; this is Python 3\.9\.2"):
        dev.require_python()


def test_a_taken_port_is_named_before_any_work(monkeypatch):
    monkeypatch.setattr(dev, "install", lambda *_locks: pytest.fail("worked before asking for the port"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} cannot be used .*--port {port + 1}"):
            dev.run(port)


def test_the_local_secret_is_written_once_and_for_the_owner_only(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "VAR", tmp_path / "var")
    dev._write_local_env()
    path = tmp_path / "var" / "local.env"
    first = path.read_text(encoding="utf-8")
    dev._write_local_env()
    assert path.read_text(encoding="utf-8") == first
    values = dict(line.split("=", 1) for line in first.splitlines() if not line.startswith("#"))
    assert len(values.pop("SMAX_SECRET_KEY")) >= 50
    assert values == {"SMAX_BASE_URL": "http://127.0.0.1:8000", "SMAX_DEMO": "yes"}
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_system_packages_are_those_that_are_missing(machine, monkeypatch):
    monkeypatch.setattr("tests.chromium.find", lambda: "chromium")
    monkeypatch.setattr("tests.office.find", lambda: None)
    monkeypatch.setattr(dev.pango, "missing", lambda: ["libpango-1.0-0", "libharfbuzz-subset0"])
    monkeypatch.setattr(dev.shutil, "which", lambda name: name)
    seen = []
    monkeypatch.setattr(
        dev.subprocess, "run", lambda words, **_o: seen.append(words) or SimpleNamespace(returncode=0)
    )
    dev._install_system_packages()
    wanted = [*office.DEBIAN_PACKAGES, "libpango-1.0-0", "libharfbuzz-subset0"]
    assert [words[words.index("-qq") :] for words in seen] == [
        ["-qq"],
        ["-qq", "-y", "--no-install-recommends", *wanted],
    ]


class TestTally:
    @pytest.mark.parametrize(
        ("passed", "failed", "skips", "strict", "code", "line"),
        [
            pytest.param(3, 0, [], False, 0, "3 passed, 0 failed, 0 skipped", id="all-well"),
            pytest.param(3, 1, [], False, 1, "3 passed, 1 failed, 0 skipped", id="one-failed"),
            pytest.param(3, 0, ["x: no Chromium"], False, 0, "3 passed, 0 failed, 1 skipped", id="skip"),
            pytest.param(
                3, 0, ["x: no Chromium"], True, 1, "3 passed, 0 failed, 1 skipped", id="no-skip-in-ci"
            ),
            pytest.param(0, 0, [], False, 1, "0 passed, 0 failed, 0 skipped", id="nothing-was-run"),
        ],
    )
    def test_the_closing_line(self, capsys, passed, failed, skips, strict, code, line):
        tally = dev.Tally()
        tally.passed, tally.failed, tally.skips = passed, failed, skips
        assert tally.close(skips_allowed=not strict) == code
        assert capsys.readouterr().out.splitlines()[-1] == line

    def test_each_skip_gives_its_reason(self, capsys):
        tally = dev.Tally()
        tally.passed, tally.skips = 1, ["a: no Chromium", "b: no Chromium", "a: no Chromium"]
        tally.close(skips_allowed=True)
        shown = [line for line in capsys.readouterr().out.splitlines() if line.startswith("SKIPPED")]
        assert shown == ["SKIPPED a: no Chromium (x2)", "SKIPPED b: no Chromium (x1)"]

    @pytest.mark.parametrize(
        ("code", "counts", "expected"),
        [
            pytest.param(0, {"passed": 2, "failed": [], "skipped": []}, (2, 0), id="passed"),
            pytest.param(1, {"passed": 2, "failed": ["x"], "skipped": []}, (2, 1), id="counted-once"),
            pytest.param(5, {"passed": 0, "failed": [], "skipped": []}, (0, 0), id="nothing-selected"),
            pytest.param(3, None, (0, 1), id="pytest-broke"),
            pytest.param(2, {"passed": 0, "failed": [], "skipped": []}, (0, 1), id="interrupted"),
        ],
    )
    def test_a_leg(self, monkeypatch, code, counts, expected):
        def run(*_words, env):
            if counts is not None:
                Path(env["SMAX_TEST_COUNTS"]).write_text(json.dumps(counts), encoding="utf-8")
            return code

        monkeypatch.setattr(dev, "run_python", run)
        tally = dev.Tally()
        tally.pytest("a leg", [])
        assert (tally.passed, tally.failed) == expected


def test_an_unknown_word_shows_the_words(capsys):
    assert dev.main(["serve"]) == 2
    assert "python3 dev.py run [--port N]" in capsys.readouterr().out
