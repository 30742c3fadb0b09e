"""Writing the consultant's notes. No words are lost: whoever writes second sees what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from reports.models import Note
from smax.accounts.audit import record

if TYPE_CHECKING:
    from smax.accounts.models import User
    from surveys.models import Assessment


def save_note(*, assessment: Assessment, section: str, text: str, known: int, by: User) -> bool:
    """Store a note in place of revision `known`, 0 for none; False where another stands there by now.

    An empty text takes the note away.
    """
    if not (text or known):
        return not Note.objects.filter(assessment=assessment, section=section).exclude(text="").exists()
    try:
        with transaction.atomic():
            return _saved(assessment, section, text, known, by)
    except IntegrityError:  # somebody else wrote the first one at the same moment
        return False


def _saved(assessment: Assessment, section: str, text: str, known: int, by: User) -> bool:
    written = {"text": text, "written_by": by, "written_at": timezone.now()}
    own = Note.objects.filter(assessment=assessment, section=section)
    if known:
        if not own.filter(revision=known).update(**written, revision=F("revision") + 1):
            return False
        note = own.get()
    else:
        note = Note(assessment=assessment, section=section, **written)
        note.save(force_insert=True)
    record("note.written" if text else "note.removed", on=note, section=section, revision=note.revision)
    return True
