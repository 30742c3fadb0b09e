"""Writing the audit trail: who acts, and what they did.

A service records its act inside its own transaction, last: from then on other acts of the firm wait for its
COMMIT. What is recorded names rows by reference; answers, secrets and addresses have no place in it.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from smax.accounts.tenancy import FirmRow
from smax.accounts.trail import BEGINNING, SERVER_CHAIN, AuditEvent
from smax.acts import PreparedInsert, Statement
from smax.prepared import Argument, PreparedRead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from smax.accounts.models import Firm

Actor = AuditEvent.Actor
ACTION = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
LONGEST_FACT = 200
# First key of the advisory locks that put the writers of one chain in a row on PostgreSQL.
LOCK_CLASS = 0x534D4158
WAIT = "SELECT pg_advisory_xact_lock(%s, %s); "
NEWEST = 'SELECT sequence, seal FROM "accounts_auditevent" WHERE chain = %s ORDER BY sequence DESC LIMIT 1'
# The same in a function, where an argument is as large as its column; then a look whether the place is free.
WAIT_STEP = "PERFORM pg_advisory_xact_lock(%s, %s::integer)"
FREE_STEP = (
    'PERFORM 1 WHERE NOT EXISTS (SELECT 1 FROM "accounts_auditevent" WHERE chain = %s AND sequence >= %s)'
)
APPEND = PreparedInsert(AuditEvent)
_ACT = ("chain", "actor_kind", "actor_ref", "action", "object_kind", "object_id")
_SINCE = PreparedRead(
    lambda: AuditEvent._base_manager.filter(
        **{name: Argument(name, AuditEvent._meta.get_field(name)) for name in _ACT},
        at__gte=Argument("since", AuditEvent.at.field),
    ).only("pk")[:1]
)
_actor: ContextVar[tuple[str, str]] = ContextVar("audit_actor", default=(Actor.SYSTEM, ""))


@contextmanager
def acting(who: AbstractBaseUser | str) -> Iterator[None]:
    """Record acts as those of `who`: a user, or a kind and a reference such as "command create_firm"."""
    token = _actor.set(_reference(who))
    try:
        yield
    finally:
        _actor.reset(token)


def record(action: str, *, on: Model, firm: Firm | None = None, **facts: Any) -> AuditEvent:
    """Write one act into the trail of the row's firm, or of `firm` where the row has none.

    `action` is `object.verb_in_past`, such as "wave.closed". `facts` are small scalars: never answers,
    secrets, or anything that says who a person is.
    """
    return _append(_firm_id(on) if firm is None else firm.pk, action, on, facts)


def sealed_next(action: str, *, on: Model, newest: AuditEvent | None, **facts: Any) -> AuditEvent:
    """What `record` would write if `newest` were still the newest row of the chain, made but not stored.

    `newest` was read with `newest_row`, and nothing holds the chain: a `PreparedActs` stores the row with the
    statement of `APPEND`, behind the guards of `place_is_free`. Those and it take the row's own values.
    """
    event = _event(_firm_id(on), action, on, facts)
    return _sealed(event, *((newest.sequence, newest.seal) if newest else (0, BEGINNING)))


def newest_row() -> QuerySet[AuditEvent]:
    """The newest row of a "chain", for a prepared read."""
    chain = Argument("chain", AuditEvent._meta.get_field("chain"))
    return AuditEvent._base_manager.filter(chain=chain).order_by("-sequence").only("sequence", "seal")[:1]


def place_is_free() -> list[Statement]:
    """Guards of a `PreparedActs`: wait for the chain's other writers, and see that none took the place."""
    chain, place = (Argument(name, AuditEvent._meta.get_field(name)) for name in ("chain", "sequence"))
    return [Statement(WAIT_STEP, (LOCK_CLASS, chain)), Statement(FREE_STEP, (chain, place))]


def record_once_a_day(action: str, *, on: Model) -> None:
    """Record the first time in a day (of UTC) that this actor does this to this row."""
    kind, reference = _actor.get()
    known = _SINCE.get(
        chain=_firm_id(on) or SERVER_CHAIN,
        actor_kind=kind,
        actor_ref=reference,
        action=action,
        object_kind=on._meta.label_lower,
        object_id=str(on.pk),
        since=today(),
    )
    if known is None:
        record(action, on=on)


def done_before(action: str, rows: type[Model]) -> Exists:
    """Whether a user has done this to the row of an outer query, for a statement that reads the row anyway.

    Its arguments are "actor", the user's key as a text, and "since", such as `today()`.
    """
    acts = AuditEvent._base_manager.filter(
        chain=OuterRef("firm_id"),
        actor_kind=Actor.USER,
        actor_ref=Argument("actor", AuditEvent.actor_ref.field),
        action=action,
        object_kind=rows._meta.label_lower,
        object_id=Cast(OuterRef("pk"), AuditEvent.object_id.field),
        at__gte=Argument("since", AuditEvent.at.field),
    )
    return Exists(acts)


def today() -> datetime:
    """When this day (of UTC) began."""
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def record_for_server(action: str, *, on: Model, **facts: Any) -> AuditEvent:
    """Write one act into the server's own trail, which administrators read and firms do not."""
    return _append(None, action, on, facts)


def _append(firm_id: int | None, action: str, on: Model, facts: dict[str, Any]) -> AuditEvent:
    event = _event(firm_id, action, on, facts)
    with transaction.atomic(savepoint=False):
        APPEND.run(_sealed(event, *_newest(event.chain)))
    return event


def _sealed(event: AuditEvent, number: int, previous: str) -> AuditEvent:
    """The row in its place behind the one of this number and seal."""
    event.sequence = number + 1
    event.at = timezone.now()
    event.seal = event.sealed_after(previous)
    return event


def _event(firm_id: int | None, action: str, on: Model, facts: dict[str, Any]) -> AuditEvent:
    if not ACTION.fullmatch(action):
        raise ValueError(f"{action!r} is not an action such as wave.closed")
    kind, reference = _actor.get()
    return AuditEvent(
        firm_id=firm_id,
        chain=firm_id or SERVER_CHAIN,
        actor_kind=kind,
        actor_ref=reference,
        action=action,
        object_kind=on._meta.label_lower,
        object_id=str(on.pk),
        root=_root(on),
        label=str(getattr(on, "audit_label", ""))[:LONGEST_FACT],
        facts={name: _fact(name, value) for name, value in facts.items()},
    )


def _newest(chain: int) -> tuple[int, str]:
    """Number and seal of the newest row. From here to COMMIT the chain has no other writer.

    SQLite has let in only one since BEGIN IMMEDIATE. PostgreSQL waits first, and then looks: both statements
    travel together, and the second sees what was committed while the first one waited.
    """
    one_writer = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(WAIT + NEWEST if one_writer else NEWEST, [*([LOCK_CLASS, chain] * one_writer), chain])
        return cursor.fetchone() or (0, BEGINNING)


def _reference(who: AbstractBaseUser | str) -> tuple[str, str]:
    if isinstance(who, AbstractBaseUser):
        return Actor.USER, str(who.pk)
    kind, _space, reference = who.partition(" ")
    return Actor(kind), reference


def _firm_id(on: Model) -> int | None:
    """The firm of a row; the firm itself; none for a row that belongs to the whole server."""
    return on.pk if on._meta.label_lower == "accounts.firm" else getattr(on, "firm_id", None)


def _root(on: Model) -> str:
    """Name the row at the top of the line of parents, without loading that row itself."""
    model, key = on._meta.model, on.pk
    while isinstance(on, FirmRow) and on.parent_field:
        field = on._meta.get_field(on.parent_field)
        model, key = field.related_model, getattr(on, field.attname)
        if not getattr(model, "parent_field", ""):
            break
        on = getattr(on, on.parent_field)
    return f"{model._meta.label_lower}:{key}"


def _fact(name: str, value: Any) -> Any:
    """Take what reads back from both databases exactly as it was sealed."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and len(value) <= LONGEST_FACT:
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return [str(part) for part in value]
    raise TypeError(f"{name}: a fact is a short text, a whole number, yes or no, or a list of short texts")
