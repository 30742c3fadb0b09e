"""Publishing a questionnaire."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.catalogue import Catalogue
from surveys.errors import SurveyError
from surveys.models import InstrumentVersion

if TYPE_CHECKING:
    from pathlib import Path


def digest_of(definition: dict[str, Any]) -> str:
    """SHA-256 of the definition in canonical JSON: a database may reorder its keys."""
    canonical = json.dumps(definition, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def publish_instrument(*, path: Path) -> InstrumentVersion:
    """Check the file, store and publish it; the same file again changes nothing.

    Raises CatalogueError where the file has a fault, SurveyError where its version holds something else.
    """
    definition = json.loads(path.read_text(encoding="utf-8"))
    return publish_catalogue(catalogue=Catalogue.from_dict(definition), definition=definition)


@transaction.atomic
def publish_catalogue(*, catalogue: Catalogue, definition: dict[str, Any]) -> InstrumentVersion:
    """Store and publish what was checked, with the definition that it was read from."""
    digest = digest_of(definition)
    row, made = InstrumentVersion.objects.get_or_create(
        instrument=catalogue.instrument,
        version=catalogue.version,
        defaults={"definition": definition, "digest": digest, "published_at": timezone.now()},
    )
    if row.digest != digest:
        raise SurveyError(
            _("%(version)s is published with other contents. Give a changed questionnaire a new version.")
            % {"version": row}
        )
    if made:
        record("instrument.published", on=row, version=str(row), digest=row.digest)
    return row
