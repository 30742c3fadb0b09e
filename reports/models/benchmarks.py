"""Benchmark snapshots: what consenting companies were like at one time, frozen with who was among them.

They belong to the server and to no firm. A row says which company it is, so that a company is left out of
what it is shown and joiners and leavers can be counted; no file holds that, and no page.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BenchmarkSnapshot(models.Model):
    """One build over real companies, or over synthetic ones; never over both.

    `cells_offered` counts the cohorts of the lattice that hold a company, `cells_kept` those that the audit
    let through; `rules` is the text of the rules in force, and `membership` the SHA-256 of who is in it.
    """

    class State(models.TextChoices):
        """A built snapshot waits for approval; a released one is replaced by the next or withdrawn."""

        BUILT = "built", _("Built")
        RELEASED = "released", _("Released")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    period = models.CharField(_("period"), max_length=6)
    number = models.PositiveSmallIntegerField()
    synthetic = models.BooleanField(_("synthetic"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILT)
    companies = models.PositiveIntegerField()
    cells_offered = models.PositiveIntegerField()
    cells_kept = models.PositiveIntegerField()
    # {reason: cohorts} of those that the audit refused
    refused = models.JSONField()
    joined = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    rules_version = models.CharField(max_length=20)
    method_version = models.CharField(max_length=20)
    instrument_versions = models.CharField(max_length=200)
    membership = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("benchmark snapshot")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["period", "synthetic", "number"], name="one_snapshot_per_number"),
            models.UniqueConstraint(
                fields=["synthetic"],
                condition=models.Q(state="released"),
                name="one_released_snapshot_per_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state="built", released_at=None, ended_at=None)
                | models.Q(state="released", released_at__isnull=False, ended_at=None)
                | models.Q(state="replaced", released_at__isnull=False, ended_at__isnull=False)
                | models.Q(state="withdrawn", ended_at__isnull=False),
                name="snapshots_have_the_dates_of_their_state",
            ),
        ]

    def __str__(self) -> str:
        kind = " (synthetic)" if self.synthetic else ""
        return f"{self.period}.{self.number}{kind}"

    @property
    def cells_refused(self) -> int:
        """Cohorts that the audit did not let through."""
        return self.cells_offered - self.cells_kept

    @property
    def audit_label(self) -> str:
        """Period, number, and whether it is synthetic."""
        return str(self)


class SnapshotApproval(models.Model):
    """One administrator's yes to releasing a snapshot."""

    snapshot = models.ForeignKey(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("approval of a snapshot")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "by"], name="one_approval_per_administrator")
        ]

    def __str__(self) -> str:
        return f"approval of {self.snapshot}"


def _score() -> models.FloatField:
    """A score in points, to 2.5; None where missing."""
    return models.FloatField(null=True)


class SnapshotRow(models.Model):
    """One company of a snapshot: its profile in bands, and its scores rounded to 2.5 points.

    `items` holds the joint scores of practices and facts as bytes (see `reports.benchmarks.packing`); `group`
    is how many rows of the snapshot have the same profile, and `released` whether its line may leave in a
    file of companies: nothing of a file is worked out when it is asked for.
    """

    snapshot = models.ForeignKey(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="rows")
    client = models.ForeignKey("surveys.Client", on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=30)
    employees = models.CharField(max_length=10)
    region = models.CharField(max_length=20)
    revenue_band = models.CharField(max_length=10)
    business_model = models.CharField(max_length=15)
    reporting_structure = models.CharField(max_length=15)
    level = models.CharField(max_length=15)
    # One column a measure, named as in `reports.benchmarks.measures.COLUMNS`.
    perceived = _score()
    smax = _score()
    operating = _score()
    revenue = _score()
    pipeline = _score()
    gap = _score()
    p_cus = _score()
    m_cus = _score()
    p_str = _score()
    m_str = _score()
    p_cap = _score()
    m_cap = _score()
    p_org = _score()
    m_org = _score()
    p_cad = _score()
    m_cad = _score()
    p_dat = _score()
    m_dat = _score()
    p_flw = _score()
    m_flw = _score()
    p_col = _score()
    m_col = _score()
    items = models.BinaryField()
    group = models.PositiveIntegerField(default=0)
    released = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("company of a snapshot")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "client"], name="one_row_per_company"),
        ]

    def __str__(self) -> str:
        return f"company {self.pk} of {self.snapshot_id}"


class SnapshotCell(models.Model):
    """A published cohort of a snapshot, with everything that is published of it, rounded.

    `measures` holds by measure n, three quartiles and a cumulative histogram; `shares` the percentage on each
    level, None where it would tell of too few.
    """

    snapshot = models.ForeignKey(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="cells")
    key = models.CharField(max_length=120)
    n = models.PositiveIntegerField()
    measures = models.JSONField()
    shares = models.JSONField()

    class Meta:
        verbose_name = _("cohort of a snapshot")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["snapshot", "key"], name="one_cell_per_cohort")]

    def __str__(self) -> str:
        return f"{self.key} of {self.snapshot_id}"


class SnapshotFile(models.Model):
    """A file of a snapshot as it leaves, made when the snapshot was built: approved by its SHA-256.

    `size` is in bytes, `rows` does not count the heading.
    """

    snapshot = models.ForeignKey(BenchmarkSnapshot, on_delete=models.CASCADE, related_name="files")
    table = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of a snapshot")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["snapshot", "table"], name="one_file_per_table")]

    def __str__(self) -> str:
        return f"{self.table} of {self.snapshot_id}"


class SnapshotBlock(models.Model):
    """A part of a file; all but the last are of the same length, so that a byte is found by its number."""

    file = models.ForeignKey(SnapshotFile, on_delete=models.CASCADE, related_name="blocks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("part of a file of a snapshot")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_block_per_number")]

    def __str__(self) -> str:
        return f"block {self.number} of {self.file_id}"
