"""A mail server, and letters for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smax.mail.occasions import OCCASIONS, Letter, register
from tests.mail.post_office import PostOffice, post_office


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that this server sends by."""
    with post_office() as running:
        settings.EMAIL_BACKEND = "smax.mail.smtp.BoundedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running


@pytest.fixture
def note(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """An occasion "note" with the words "For {name}: {link}"; what its letters say can be changed."""
    for language in ("en", "de", "fr", "es"):
        words = f"Note for {{name}} ({language})\n\nFor {{name}}\n\n{{link}}\n"
        (tmp_path / f"note.{language}.txt").write_text(words, encoding="utf-8")
    told: dict[str, Any] = {"letter": Letter({"link": "https://smax.example.com/s/secret-link/"})}
    register("note", lambda _message: told["letter"], title="Note", placeholders=("link",), folder=tmp_path)
    yield told
    del OCCASIONS["note"]
