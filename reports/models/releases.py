"""Releases: results as they stood when the consultant let them out."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow


def _by(name: str) -> models.ForeignKey:
    """Who did it. Kept for ever: nobody's row goes while a release names it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=name
    )


class Release(FirmRow):
    """The results of a wave, frozen.

    `content` is the whole of what the page needs (see `reports.frozen`), as text: a database that stores JSON
    as it likes would change the order of keys. `words` is what people wrote beside it, notes and the plan,
    whose digest stands in the content: names can stand there, and go when somebody is erased. Once released,
    the database lets only the columns of its withdrawal change, and the words where they say when.
    """

    parent_field: ClassVar[str] = "assessment"

    class State(models.TextChoices):
        """A draft is looked at, reviewed, then released; a released one can be withdrawn, for good."""

        DRAFT = "draft", _("Draft")
        REVIEWED = "reviewed", _("Reviewed")
        RELEASED = "released", _("Released")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PENDING = (State.DRAFT, State.REVIEWED)

    assessment = models.ForeignKey("surveys.Assessment", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    instrument_version = models.ForeignKey(
        "surveys.InstrumentVersion", on_delete=models.PROTECT, related_name="+"
    )
    method_version = models.CharField(max_length=20)
    content = models.TextField()
    # Null, not empty, where there are none: a default would make SQLite build the guarded table anew.
    words = models.TextField(null=True)  # noqa: DJ001
    words_erased_at = models.DateTimeField(null=True)
    digest = models.CharField(_("SHA-256 of the content"), max_length=64)
    made_by = _by(_("made by"))
    made_at = models.DateTimeField()
    reviewed_by = _by(_("reviewed by"))
    reviewed_at = models.DateTimeField(null=True)
    released_by = _by(_("released by"))
    released_at = models.DateTimeField(null=True)
    withdrawn_by = _by(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("release")
        ordering = ("-number",)
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_release_per_number"),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(state__in=["draft", "reviewed"]),
                name="one_pending_release_per_wave",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(state="released"),
                name="one_live_release_per_wave",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", reviewed_at=None, released_at=None, withdrawn_at=None)
                | models.Q(state="reviewed", reviewed_at__isnull=False, released_at=None, withdrawn_at=None)
                | models.Q(
                    state="released",
                    reviewed_at__isnull=False,
                    released_at__isnull=False,
                    withdrawn_at=None,
                )
                | models.Q(state="withdrawn", released_at__isnull=False, withdrawn_at__isnull=False),
                name="releases_have_the_dates_of_their_state",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.number} of assessment {self.assessment_id}"

    @property
    def audit_label(self) -> str:
        """Which release of which wave."""
        return f"release {self.number}, {self.assessment.audit_label}"

    @property
    def pending(self) -> bool:
        """Whether it is still in the making."""
        return self.state in self.PENDING


def digest_of_content(content: str) -> str:
    """SHA-256 of a release's content: it stands in the audit trail, too."""
    return hashlib.sha256(content.encode()).hexdigest()
