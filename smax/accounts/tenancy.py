"""One firm at a time: rows of a firm can be read only inside that firm's scope.

A query outside any scope raises instead of answering with everybody's rows. The scope comes from the session
or from a respondent's cookie, never from an address, a body or a header.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smax.accounts.models import Firm

EVERY = object()
_scope: ContextVar[object] = ContextVar("firm_scope", default=None)


class OutsideFirmScopeError(RuntimeError):
    """A firm's rows were asked for with no firm in scope."""


@contextmanager
def firm_scope(firm: Firm | int) -> Iterator[None]:
    """Let queries see the rows of `firm` (or of the firm with that primary key), and no others."""
    token = _scope.set(firm if isinstance(firm, int) else firm.pk)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_firm(reason: str) -> Iterator[None]:
    """Let queries see the rows of all firms. `reason` says why; a test lists the few places that may."""
    if not reason:
        raise ValueError("every_firm needs a reason")
    token = _scope.set(EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


class FirmManager(models.Manager["FirmRow"]):
    """Reads the rows of the firm in scope."""

    def get_queryset(self) -> models.QuerySet[FirmRow]:
        """Rows of the firm in scope; OutsideFirmScopeError where there is none."""
        scope = _scope.get()
        if scope is None:
            raise OutsideFirmScopeError(f"{self.model.__name__} was queried outside a firm's scope")
        rows = super().get_queryset()
        return rows if scope is EVERY else rows.filter(firm_id=scope)


class FirmRow(models.Model):
    """A row that belongs to one firm for ever.

    `parent_field` names the relation to the row this one hangs from; the firm is handed down from it, and a
    trigger in the database refuses a child whose firm differs from its parent's (see
    smax/accounts/guards.py).
    """

    parent_field: ClassVar[str] = ""

    firm = models.ForeignKey(
        "accounts.Firm", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("firm")
    )

    objects = FirmManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the firm from the parent where it is not set yet."""
        if self.firm_id is None and self.parent_field:
            self.firm_id = getattr(self, self.parent_field).firm_id
        super().save(*args, **kwargs)

    @property
    def audit_label(self) -> str:
        """What the audit trail calls this row for ever: its place, never a person's name."""
        return str(getattr(self, self.parent_field).audit_label) if self.parent_field else ""
