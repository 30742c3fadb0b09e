"""Typed readers of the environment: what cannot be meant is refused and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from smax import env

SECRET = "s" * env.SHORTEST_SECRET


@pytest.fixture
def setting(monkeypatch):
    """Put one value into the environment under the name X, or take it out."""

    def put(value):
        monkeypatch.delenv("X", raising=False)
        if value is not None:
            monkeypatch.setenv("X", value)

    return put


@pytest.mark.parametrize(("value", "read"), [(None, True), ("", True), ("yes", True), ("no", False)])
def test_flag(setting, value, read):
    setting(value)
    assert env.flag("X", default=True) is read


@pytest.mark.parametrize("value", ["YES", "true", "1", "0", " no", "off"])
def test_a_flag_that_is_neither_yes_nor_no_is_refused(setting, value):
    setting(value)
    with pytest.raises(ImproperlyConfigured, match="X must be yes or no, not"):
        env.flag("X", default=True)


@pytest.mark.parametrize(("value", "read"), [(None, 2), ("", 2), ("0", 0), ("5", 5)])
def test_number(setting, value, read):
    setting(value)
    assert env.number("X", default=2, low=0, high=5) == read


@pytest.mark.parametrize("value", ["6", "-1", "1.5", "٣", "1_0", " 1", "9" * 30, "none"])
def test_a_number_out_of_its_range_is_refused(setting, value):
    setting(value)
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number from 0 to 5, not"):
        env.number("X", default=2, low=0, high=5)


def test_secret(setting):
    setting(SECRET)
    assert env.secret("X") == SECRET


@pytest.mark.parametrize(
    ("value", "reason"),
    [(None, "X is missing"), ("", "X is missing"), ("s" * 49, "X is too short: 49 characters")],
)
def test_a_missing_or_short_secret_stops_the_start(setting, value, reason):
    setting(value)
    with pytest.raises(ImproperlyConfigured, match=reason):
        env.secret("X")


def test_a_short_secret_is_not_repeated_in_the_message(setting):
    setting("hunter2")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.secret("X")
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(("value", "read"), [(None, []), (f"{SECRET},{SECRET}2", [SECRET, f"{SECRET}2"])])
def test_retired_secrets(setting, value, read):
    setting(value)
    assert env.secrets("X") == read


def test_a_short_retired_secret_is_refused(setting):
    setting(f"{SECRET},short")
    with pytest.raises(ImproperlyConfigured, match="X holds a secret of fewer than 50 characters"):
        env.secrets("X")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (
            "https://smax.example.com",
            env.BaseURL("https://smax.example.com", "smax.example.com", secure=True),
        ),
        (
            "https://smax.example.com/",
            env.BaseURL("https://smax.example.com", "smax.example.com", secure=True),
        ),
        ("http://127.0.0.1:8000", env.BaseURL("http://127.0.0.1:8000", "127.0.0.1", secure=False)),
        ("http://[::1]:8000", env.BaseURL("http://[::1]:8000", "[::1]", secure=False)),
    ],
)
def test_base_url(setting, value, read):
    setting(value)
    assert env.base_url("X") == read


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "must be an origin"),
        ("smax.example.com", "must be an origin"),
        ("ftp://smax.example.com", "must be an origin"),
        ("https://smax.example.com/app", "must be an origin"),
        ("https://smax.example.com?x=1", "must be an origin"),
        ("https://smax.example.com#x", "must be an origin"),
        ("https://user:word@smax.example.com", "must be an origin"),
        ("https://", "must be an origin"),
        ("https://smax.example.com:port", "must be an origin"),
        ("http://smax.example.com", "must use https"),
        ("http://192.168.0.7:8000", "must use https"),
    ],
)
def test_an_origin_that_is_none_is_refused(setting, value, reason):
    setting(value)
    with pytest.raises(ImproperlyConfigured, match=f"X {reason}"):
        env.base_url("X")


@pytest.mark.parametrize(
    ("value", "engine", "name"),
    [
        ("sqlite:///var/x.sqlite3", "sqlite3", "var/x.sqlite3"),
        ("postgres://u:p%40ss@db.example:5433/smax", "postgresql", "smax"),
        ("postgresql://u@db.example/smax?sslmode=require", "postgresql", "smax"),
    ],
)
def test_database(setting, monkeypatch, tmp_path, value, engine, name):
    monkeypatch.chdir(tmp_path)
    setting(value)
    read = env.database("X", default=Path("unused"))
    assert (read["ENGINE"], str(read["NAME"])) == (f"smax.databases.{engine}", name)


def test_the_parts_of_a_postgresql_address(setting):
    setting("postgres://u:p%40ss@db.example:5433/smax?sslmode=require")
    read = env.database("X", default=Path("unused"))
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT")] == ["u", "p@ss", "db.example", "5433"]
    assert read["OPTIONS"]["sslmode"] == "require"


def test_sqlite_by_default_and_never_less_than_full_safety(setting, tmp_path):
    setting(None)
    read = env.database("X", default=tmp_path / "new" / "smax.sqlite3")
    assert read["NAME"] == tmp_path / "new" / "smax.sqlite3"
    assert read["NAME"].parent.is_dir()
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert read["OPTIONS"]["init_command"] == "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


@pytest.mark.parametrize(
    "value", ["mysql://u:word@db/x", "sqlite://", "postgres://u:word@db", "smax.sqlite3"]
)
def test_another_database_is_refused_without_repeating_its_password(setting, value):
    setting(value)
    with pytest.raises(ImproperlyConfigured, match="X must be sqlite:///path or postgres://") as refused:
        env.database("X", default=Path("unused"))
    assert "word" not in str(refused.value).replace("user:password", "")


def test_a_file_gives_defaults_and_the_process_wins(monkeypatch, tmp_path):
    monkeypatch.setenv("X", "process")
    monkeypatch.delenv("Y", raising=False)
    path = tmp_path / "local.env"
    path.write_text("# comment\n\nX=file\nY = a=b \n", encoding="utf-8")
    monkeypatch.setattr(env.os, "environ", env.os.environ.copy())
    env.load_file(path)
    assert (env.os.environ["X"], env.os.environ["Y"]) == ("process", "a=b")


def test_a_line_that_is_none_is_named(tmp_path):
    path = tmp_path / "local.env"
    path.write_text("A=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match=r"local\.env, line 2: expected KEY=value"):
        env.load_file(path)


def test_no_file_is_no_fault(tmp_path):
    env.load_file(tmp_path / "missing.env")
