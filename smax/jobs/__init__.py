"""Work that is done outside of a request: what runs, for whom, and how far it is."""

from __future__ import annotations

from smax.jobs.registry import every, job
from smax.jobs.starting import start

__all__ = ["every", "job", "start"]
