"""What the study found in a benchmark snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.benchmarks import BenchmarkSnapshot


class SnapshotStudy(models.Model):
    """The six findings of a snapshot, rounded and safe to show (see `reports.study.findings`).

    `version` is that of docs/study.md, where the tests were written down before any data was seen.
    """

    snapshot = models.OneToOneField(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="study")
    version = models.CharField(max_length=20)
    findings = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("study of a snapshot")

    def __str__(self) -> str:
        return f"study of {self.snapshot_id}"
