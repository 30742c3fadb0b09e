"""How well the questionnaire measures, over the companies of a benchmark snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.benchmarks import BenchmarkSnapshot


class InstrumentQuality(models.Model):
    """Reliability, missing answers and time, rounded and safe to show (see `reports.quality.figures`).

    Made once of a snapshot, and never anew: two readings around a company that left would tell of it.
    """

    snapshot = models.OneToOneField(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="quality")
    figures = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("quality of the questionnaire")

    def __str__(self) -> str:
        return f"quality in {self.snapshot_id}"
