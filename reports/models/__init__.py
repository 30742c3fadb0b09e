"""What is kept of results: releases, readers, files, notes, the plan, meetings and benchmarks."""

from __future__ import annotations

from reports.models.benchmarks import (
    BenchmarkSnapshot,
    SnapshotApproval,
    SnapshotBlock,
    SnapshotCell,
    SnapshotFile,
    SnapshotRow,
)
from reports.models.exports import Export
from reports.models.meetings import AgreedAnswer, Target
from reports.models.norms import NormCell, NormTable
from reports.models.notes import Note
from reports.models.plan import PlanAction
from reports.models.quality import InstrumentQuality
from reports.models.readers import Guest, GuestVisit, ShareLink
from reports.models.releases import Release
from reports.models.study import SnapshotStudy

__all__ = [
    "AgreedAnswer",
    "BenchmarkSnapshot",
    "Export",
    "Guest",
    "GuestVisit",
    "InstrumentQuality",
    "NormCell",
    "NormTable",
    "Note",
    "PlanAction",
    "Release",
    "ShareLink",
    "SnapshotApproval",
    "SnapshotBlock",
    "SnapshotCell",
    "SnapshotFile",
    "SnapshotRow",
    "SnapshotStudy",
    "Target",
]
