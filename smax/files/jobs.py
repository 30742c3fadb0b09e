"""The work of this room that the clock starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from smax.files.services import sweep
from smax.jobs import every, job

if TYPE_CHECKING:
    from smax.jobs.models import JobRun


@every(minutes=60)
@job("files.sweep", title=_("Delete files whose time is over"))
def sweep_files(_run: JobRun) -> None:
    """Delete expired files, and bytes that no row names."""
    sweep()
