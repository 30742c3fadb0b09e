"""Keeping files, handing out addresses for them, and deleting them for good."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
import unicodedata
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from smax.accounts.audit import record
from smax.accounts.tenancy import every_firm
from smax.files.kinds import KINDS
from smax.files.models import StoredFile, folder_of
from smax.files.purposes import PURPOSES, checked_kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.files.base import File

    from smax.accounts.models import Firm, User

SALT = "smax.files.download"
LINK_MINUTES = 10
# A file without a row is one whose transaction was rolled back, or is still under way.
ORPHAN_SECONDS = 24 * 60 * 60
_CHUNK = 1024 * 1024
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|]+')


def keep(
    *, firm: Firm, purpose: str, upload: File[bytes], maker: User | None = None, name: str = ""
) -> StoredFile:
    """Keep a file for a purpose; ValidationError where its content, not its name, is of a type not taken."""
    name = name or upload.name or ""
    stream: IO[bytes] = upload.file
    kind = checked_kind(stream, size=upload.size, name=name, purpose=purpose)
    lifetime = PURPOSES[purpose].lifetime
    stored = StoredFile(
        firm=firm,
        purpose=purpose,
        kind=kind,
        name=clean_name(name, KINDS[kind].ending),
        maker=maker,
        expires_at=timezone.now() + lifetime if lifetime else None,
    )
    _write(stored, stream)
    with transaction.atomic():
        stored.save()
        record("file.kept", on=stored, purpose=purpose, kind=kind, size=stored.size)
    return stored


def clean_name(name: str, ending: str) -> str:
    """Make a name that is safe in a header and on a disk, with the ending of what the file really is."""
    text = unicodedata.normalize("NFC", name.rpartition("/")[2].rpartition("\\")[2])
    shown = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    stem = _NOT_IN_A_NAME.sub(" ", shown.rpartition(".")[0] or shown)
    return f"{' '.join(stem.split()).strip('. ')[:100] or 'file'}.{ending}"


def signed_url(stored: StoredFile, *, reader: User) -> str:
    """Make an address that opens the file for some minutes, as long as the reader works for the firm."""
    token = signing.TimestampSigner(salt=SALT).sign_object([stored.public_id.hex, reader.pk])
    return reverse("files:download", args=[token])


def discard(files: Iterable[StoredFile]) -> int:
    """Delete rows and bytes; the bytes go when the transaction is committed. Returns how many went."""
    rows = list(files)
    with transaction.atomic():
        for stored in rows:
            path = stored.path
            record("file.deleted", on=stored, purpose=stored.purpose)
            stored.delete()
            transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))
    return len(rows)


def discard_made_by(*, firm: Firm, maker: User, purposes: Iterable[str] = ("export",)) -> int:
    """Delete what somebody had made for themselves, as when their access ends or their data are erased."""
    return discard(StoredFile.objects.filter(firm=firm, maker=maker, purpose__in=list(purposes)))


def sweep(now: datetime | None = None) -> int:
    """Delete files whose time is over, and bytes that no row names. Returns how many files went."""
    with every_firm("expired files are deleted whoever's they are"):
        gone = discard(StoredFile.objects.filter(expires_at__lte=now or timezone.now()))
        for path in _old_bytes():
            if not StoredFile.objects.filter(sha256=path.name[:64], public_id=path.name[65:]).exists():
                path.unlink(missing_ok=True)
    return gone


def _old_bytes() -> Iterable[Path]:
    before = time.time() - ORPHAN_SECONDS
    for path in Path(settings.FILES_DIR).glob("*/*/*"):
        named = re.fullmatch(r"[0-9a-f]{64}\.[0-9a-f]{32}|part-.*", path.name)
        if named and path.is_file() and path.stat().st_mtime < before:
            yield path


def _write(stored: StoredFile, stream: IO[bytes]) -> None:
    """Write beside the final place and rename: a file that stands is whole."""
    folder = folder_of(stored.firm_id) / "part"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    handle, part = tempfile.mkstemp(prefix="part-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as out:
            stream.seek(0)
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        stored.sha256, stored.size = digest.hexdigest(), size
        stored.path.parent.mkdir(exist_ok=True, mode=0o700)
        Path(part).replace(stored.path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
