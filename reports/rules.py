"""Who may fetch a file that was made of a wave's results: whoever asked for it, while they see the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from reports.models import Export
from surveys.rules import works_with

if TYPE_CHECKING:
    from smax.accounts.models import User
    from smax.files.models import StoredFile


@rules.predicate
def reads_export(user: User, stored: StoredFile) -> bool:
    """Whether the file was made for this person, of a client that they see now."""
    export = Export.objects.filter(file=stored).select_related("assessment__client", "file").first()
    return export is not None and export.belongs_to(user) and works_with(user, export.assessment.client)


rules.add_perm("files.read_export", reads_export)
