"""What is kept of results: releases that never change, who besides the firm may read them, and files."""

from __future__ import annotations

from reports.models.exports import Export
from reports.models.readers import Guest, GuestVisit, ShareLink
from reports.models.releases import Release

__all__ = ["Export", "Guest", "GuestVisit", "Release", "ShareLink"]
