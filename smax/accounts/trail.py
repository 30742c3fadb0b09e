"""The audit trail's rows: one chain a firm, and one of the server's own for what administrators do.

Each row is sealed with a keyed digest of its own content and the seal of the row before it, so an edited,
moved, removed or invented row breaks the chain. People stand in it by reference only: whoever erases a person
changes no row. See docs/decisions/008-audit-chain.md.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from smax.accounts.tenancy import FirmRow

SALT = "smax.accounts.trail"
SERVER_CHAIN = 0
BEGINNING = "0" * 64
SEALED = (
    *("chain", "sequence", "actor_kind", "actor_ref", "action"),
    *("object_kind", "object_id", "root", "label", "facts"),
)


class AuditEvent(FirmRow):
    """One act: who did what to which row, and when. The database refuses to change or delete one."""

    class Actor(models.TextChoices):
        """What kind of actor a reference points to."""

        USER = "user", _("person of the firm")
        PARTICIPANT = "participant", _("participant")
        GUEST = "guest", _("guest")
        COMMAND = "command", _("command")
        JOB = "job", _("job")
        SYSTEM = "system", _("server")

    # None: an act of the server's own chain, which no firm reads.
    firm = models.ForeignKey(
        "accounts.Firm", on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    # The firm's primary key, or 0: a NULL would take part in no unique constraint.
    chain = models.PositiveBigIntegerField(editable=False)
    sequence = models.PositiveBigIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    actor_kind = models.CharField(max_length=12, choices=Actor.choices, editable=False)
    actor_ref = models.CharField(max_length=64, editable=False)
    action = models.CharField(max_length=60, editable=False)
    object_kind = models.CharField(max_length=60, editable=False)
    object_id = models.CharField(max_length=40, editable=False)
    # The row at the top of the object's line of parents, e.g. "surveys.client:12".
    root = models.CharField(max_length=80, editable=False)
    # What the object was called. It names companies and waves, never a person.
    label = models.CharField(max_length=200, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    seal = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ("-sequence",)
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_event_per_place"),
            models.CheckConstraint(
                condition=models.Q(firm=None, chain=SERVER_CHAIN)
                | models.Q(firm__isnull=False, firm=models.F("chain")),
                name="a_chain_is_one_firms",
            ),
        ]
        indexes = [
            models.Index(fields=["chain", "root"], name="audit_by_root"),
            models.Index(fields=["chain", "actor_kind", "actor_ref"], name="audit_by_actor"),
        ]

    # Its line of parents ends here: an event hangs from no other row.
    parent_field: ClassVar[str] = ""

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.action}"

    def canonical(self) -> str:
        """The content of the row as one text, the same on every database."""
        content = {name: getattr(self, name) for name in SEALED}
        content["at"] = localtime(self.at, timezone=UTC).isoformat(timespec="microseconds")
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    def sealed_after(self, previous: str) -> str:
        """The seal of this row behind a row with the seal `previous`."""
        return _seal(previous, self.canonical(), settings.SECRET_KEY)

    def follows(self, previous: str) -> bool:
        """Whether the seal is right, made with the present secret or a retired one."""
        canonical = self.canonical()
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(self.seal, _seal(previous, canonical, key)) for key in keys)


def _seal(previous: str, canonical: str, key: Any) -> str:
    return salted_hmac(SALT, previous + canonical, secret=key, algorithm="sha256").hexdigest()
