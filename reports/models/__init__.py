"""What is kept of results: releases, their readers, files, notes, the plan, and what a meeting decided."""

from __future__ import annotations

from reports.models.exports import Export
from reports.models.meetings import AgreedAnswer, Target
from reports.models.notes import Note
from reports.models.plan import PlanAction
from reports.models.readers import Guest, GuestVisit, ShareLink
from reports.models.releases import Release

__all__ = [
    "AgreedAnswer",
    "Export",
    "Guest",
    "GuestVisit",
    "Note",
    "PlanAction",
    "Release",
    "ShareLink",
    "Target",
]
