"""Typed readers of the environment. A value that cannot be meant stops the start and is named."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SHORTEST_SECRET = 50


def load_file(path: Path) -> None:
    """Read KEY=value lines of `path` as defaults: the process's own environment wins. No file, no change."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals:
            raise ImproperlyConfigured(f"{path.name}, line {number}: expected KEY=value")
        os.environ.setdefault(key.strip(), value.strip())


def text(name: str, default: str) -> str:
    """The value of `name`, or `default` where it is missing or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """`yes` or `no`; anything else is refused."""
    value = os.environ.get(name)
    if not value:
        return default
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")
    return value == "yes"


def number(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = os.environ.get(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def choice(name: str, *, default: str, known: tuple[str, ...]) -> str:
    """One of a few words; anything else is refused."""
    value = os.environ.get(name) or default
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(known)}, not {value!r}")
    return value


def secret(name: str) -> str:
    """A secret of at least 50 characters. Neither its absence nor a short one lets the server start."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is missing. Set it to at least {SHORTEST_SECRET} random characters; "
            "for a trial on this machine, `python3 dev.py run` makes one."
        )
    if len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"{name} is too short: {len(value)} characters, at least {SHORTEST_SECRET} needed"
        )
    return value


def secrets(name: str) -> list[str]:
    """Retired secrets, separated by commas, newest first; each as long as a live one."""
    values = [value for value in os.environ.get(name, "").split(",") if value]
    for value in values:
        if len(value) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"{name} holds a secret of fewer than {SHORTEST_SECRET} characters")
    return values


@dataclass(frozen=True, slots=True)
class BaseURL:
    """Where this server is reached: the origin of every link that leaves it."""

    origin: str
    host: str
    secure: bool

    @property
    def is_number(self) -> bool:
        """Whether the host is an address such as 127.0.0.1 and no name."""
        try:
            ip_address(self.host.strip("[]"))
        except ValueError:
            return False
        return True


def base_url(name: str) -> BaseURL:
    """An origin such as https://smax.example.com. Plain http is accepted for a loopback address only."""
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    # Nothing but a scheme, a host and a port: a browser's Origin header is compared with this text.
    if parts.scheme not in {"http", "https"} or not _is_origin(parts):
        raise ImproperlyConfigured(
            f"{name} must be an origin such as https://smax.example.com, not {value!r}"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if parts.scheme == "http" and host not in LOOPBACK:
        raise ImproperlyConfigured(f"{name} must use https: {value!r} is not an address of this machine")
    return BaseURL(f"{parts.scheme}://{parts.netloc}", host, parts.scheme == "https")


def _is_origin(parts: SplitResult) -> bool:
    try:
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    return bare and bool(parts.hostname) and port != 0


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider of identities (OpenID Connect) by which people may sign in."""

    issuer: str
    origin: str
    client_id: str
    secret: str
    label: str


def provider(prefix: str) -> Provider | None:
    """A provider from <prefix>_ISSUER, _CLIENT_ID, _CLIENT_SECRET and _NAME; None where none is named."""
    needed = [f"{prefix}_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    values = [os.environ.get(name, "") for name in needed]
    if not any(values):
        return None
    missing = [name for name, value in zip(needed, values, strict=True) if not value]
    if missing:
        raise ImproperlyConfigured(f"{' and '.join(missing)} must be set, too: {prefix} is half configured")
    parts = urlsplit(values[0])
    near = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.hostname and (parts.scheme == "https" or near)) or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{needed[0]} must be an address such as https://login.example.com/realm, not {values[0]!r}"
        )
    origin = f"{parts.scheme}://{parts.netloc}"
    return Provider(values[0].rstrip("/"), origin, *values[1:], text(f"{prefix}_NAME", "SSO"))


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Django's settings of one database from a URL: sqlite:///path or postgres://user:password@host:port/name."""
    value = os.environ.get(name, "")
    parts = urlsplit(value)
    if not value:
        return _sqlite(default)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path[1:])))  # three slashes: relative; four: absolute
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return _postgresql(parts, dict(parse_qsl(parts.query)))
    raise ImproperlyConfigured(
        f"{name} must be sqlite:///path or postgres://user:password@host:port/name, "
        f"not one that starts with {parts.scheme!r}"
    )


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "smax.databases.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A read that turns into a write inside one transaction is refused under load unless the write
            # lock is taken at BEGIN; FULL keeps every acknowledged answer through a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(parts: SplitResult, query: dict[str, str]) -> dict[str, Any]:
    options = {"options": "-c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000"}
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "smax.databases.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
