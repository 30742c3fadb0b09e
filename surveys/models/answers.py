"""Consent, the draft, and what was submitted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow
from smax.acts import PreparedInsert
from smax.prepared import Argument
from surveys.models.people import Participant


class Consent(FirmRow):
    """That a participant agreed to be shown by role, to which wording, and when."""

    parent_field: ClassVar[str] = "participant"

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="consent")
    wording = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"consent of participant {self.participant_id}"


class Response(FirmRow):
    """A participant's questionnaire. The draft changes with every answer; scoring never reads it."""

    parent_field: ClassVar[str] = "participant"

    class State(models.TextChoices):
        """An open response takes answers; a submitted one shows its receipt."""

        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Submitted")

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="response")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # {item id: stored answer}
    draft = models.JSONField(default=dict)
    # {item id, "comment:CUS" or "note:CUS-K1": revision of the response at its last change}
    revisions = models.JSONField(default=dict)
    # {dimension: {"text": ..., "show": bool}} and {practice item: text}
    comments = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    # {screen: seconds spent on it}
    seconds = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["open", "submitted"]), name="state_known")
        ]

    def __str__(self) -> str:
        return f"response of participant {self.participant_id}"

    def freeze(self, *, receipt: str, submitted_at: Any) -> Submission:
        """Copy the draft into a submission that never changes."""
        submission = self.frozen(receipt=receipt, submitted_at=submitted_at)
        FREEZE.run(submission)
        return submission

    def frozen(self, *, receipt: str, submitted_at: Any) -> Submission:
        """The draft as a submission that is not stored yet."""
        return Submission(
            firm_id=self.firm_id,
            response=self,
            answers=self.draft,
            comments=self.comments,
            notes=self.notes,
            seconds=self.seconds,
            receipt=receipt,
            submitted_at=submitted_at,
        )


class Submission(FirmRow):
    """Answers as they were submitted. Append-only: the database refuses to change or delete one.

    Erasing the person behind it empties what they wrote in their own words, once, and leaves the answers.
    """

    parent_field: ClassVar[str] = "response"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    comments = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    seconds = models.JSONField(default=dict)
    receipt = models.CharField(max_length=20, unique=True)
    submitted_at = models.DateTimeField()
    # The one change that the database lets pass: comments and notes are gone, for good.
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="one_submission_per_number")
        ]

    def __str__(self) -> str:
        return f"submission {self.number} of response {self.response_id}"


def _next_number() -> dict[str, Any]:
    """The number that a submission gets: whoever submits has locked the response's row."""
    earlier = Submission._base_manager.filter(response=Argument("response_id", Response.id.field))
    return {"number": Coalesce(Subquery(earlier.order_by("-number").values("number")[:1]), 0) + 1}


FREEZE = PreparedInsert(Submission, _next_number)
# For whoever has given the number: the audit trail's seal is made of it.
FREEZE_NUMBERED = PreparedInsert(Submission)
