"""What is kept of results: releases that never change, their readers, files, and what a meeting decided."""

from __future__ import annotations

from reports.models.exports import Export
from reports.models.meetings import AgreedAnswer, Target
from reports.models.readers import Guest, GuestVisit, ShareLink
from reports.models.releases import Release

__all__ = ["AgreedAnswer", "Export", "Guest", "GuestVisit", "Release", "ShareLink", "Target"]
