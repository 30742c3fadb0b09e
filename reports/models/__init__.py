"""What is kept of results: releases that never change, and who besides the firm may read them."""

from __future__ import annotations

from reports.models.readers import Guest, GuestVisit, ShareLink
from reports.models.releases import Release

__all__ = ["Guest", "GuestVisit", "Release", "ShareLink"]
