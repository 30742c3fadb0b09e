"""Keeping files and deleting them for good."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from smax.accounts.models import User
from smax.accounts.tenancy import every_firm, firm_scope
from smax.files.models import StoredFile, folder_of
from smax.files.services import clean_name, discard, discard_made_by, keep, sweep
from tests.cast import make_firm
from tests.files.test_kinds import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    return make_firm("Ours")


def kept(firm, name="plan.pdf", content=b"%PDF-1.7 plan", purpose="evidence"):
    with firm_scope(firm):
        return keep(firm=firm, purpose=purpose, upload=ContentFile(content, name), maker=owner(firm))


def owner(firm):
    return User.objects.get(email=f"owner@{firm.name.lower()}.example")


def on_disk(firm):
    return sorted(path.name for path in folder_of(firm.pk).rglob("*") if path.is_file())


def test_what_is_kept(firm):
    stored = kept(firm, "evil.html", picture("PNG"))
    assert (stored.name, stored.kind, stored.size) == ("evil.png", "png", len(picture("PNG")))
    assert stored.sha256 == hashlib.sha256(picture("PNG")).hexdigest()
    assert stored.path.read_bytes() == picture("PNG")
    assert on_disk(firm) == [f"{stored.sha256}.{stored.public_id.hex}"]
    assert stored.path.stat().st_mode & 0o077 == 0
    assert (stored.maker, stored.expires_at) == (owner(firm), None)


def test_what_is_refused_leaves_nothing(firm):
    with pytest.raises(ValidationError):
        kept(firm, "plan.pdf", b"<html>")
    with every_firm("a test"):
        assert (StoredFile.objects.count(), on_disk(firm)) == (0, [])


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("Plan 2027.PDF", "Plan 2027.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Ada\\plan.xlsx", "plan.pdf"),
        ('a"b\r\nSet-Cookie: x=1;.pdf', "a bSet-Cookie x=1;.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, made):
    assert clean_name(given, "pdf") == made


def test_the_same_content_twice_is_two_files_and_deleting_one_leaves_the_other(
    firm, django_capture_on_commit_callbacks
):
    first, second = kept(firm), kept(firm)
    with firm_scope(firm), django_capture_on_commit_callbacks(execute=True):
        discard([first])
    assert (first.path.exists(), second.path.exists()) == (False, True)


def test_bytes_stay_where_the_deletion_is_rolled_back(firm):
    stored = kept(firm)
    with firm_scope(firm), transaction.atomic():
        discard(StoredFile.objects.filter(pk=stored.pk))
        transaction.set_rollback(True)
    assert stored.path.exists()


def test_what_somebody_made_for_themselves_goes_with_them(firm, django_capture_on_commit_callbacks):
    evidence, export = kept(firm), kept(firm, "all.csv", b"a,b\n", purpose="export")
    with firm_scope(firm), django_capture_on_commit_callbacks(execute=True):
        assert discard_made_by(firm=firm, maker=owner(firm)) == 1
    assert (evidence.path.exists(), export.path.exists()) == (True, False)


def test_the_sweep(firm, django_capture_on_commit_callbacks):
    evidence, export = kept(firm), kept(firm, "all.csv", b"a,b\n", purpose="export")
    assert export.expires_at - export.created_at > timedelta(hours=23)
    orphan, fresh = (evidence.path.with_name(f"{'0' * 64}.{mark * 32}") for mark in "ab")
    orphan.write_bytes(b"old")
    fresh.write_bytes(b"new")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    for path in (orphan, evidence.path):
        os.utime(path, (two_days_ago, two_days_ago))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == 0
    assert [path.exists() for path in (evidence.path, export.path, orphan, fresh)] == [
        True,
        True,
        False,
        True,
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(now=timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert [path.exists() for path in (evidence.path, export.path)] == [True, False]


def test_a_disk_that_is_full_leaves_no_row_and_no_part(firm, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        kept(firm)
    with every_firm("a test"):
        assert (StoredFile.objects.count(), on_disk(firm)) == (0, [])


def test_a_file_never_changes_its_firm(firm):
    kept(firm)
    theirs = make_firm("Theirs")
    with (
        firm_scope(firm),
        pytest.raises(IntegrityError, match="never changes its firm"),
        transaction.atomic(),
    ):
        StoredFile.objects.update(firm=theirs)
