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

    from django.db.models import Model

    from smax.accounts.models import Firm

Actor = AuditEvent.Actor
ACTION = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
LONGEST_FACT = 200
# First key of the advisory locks that put the writers of one chain in a row on PostgreSQL.
LOCK_CLASS = 0x534D4158
WAIT = "SELECT pg_advisory_xact_lock(%s, %s); "
NEWEST = 'SELECT sequence, seal FROM "accounts_auditevent" WHERE chain = %s ORDER BY sequence DESC LIMIT 1'
# The same in a function, where an argument is as large as its column.
WAIT_STEP = "PERFORM pg_advisory_xact_lock(%s, %s::integer)"
_INSERT = PreparedInsert(AuditEvent)
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


def record(
    action: str, *, on: Model, firm: Firm | None = None, newest: tuple[int, str] | None = None, **facts: Any
) -> AuditEvent:
    """Write one act into the trail of the row's firm, or of `firm` where the row has none.

    `action` is `object.verb_in_past`, such as "wave.closed". `facts` are small scalars: never answers,
    secrets, or anything that says who a person is. `newest` is what `newest_in_steps` found in this very
    transaction, for who has asked already.
    """
    return _append(_firm_id(on) if firm is None else firm.pk, action, on, facts, newest)


def newest_in_steps() -> list[Statement]:
    """What `record` asks first, as the last steps of a `PreparedActs`: each takes the `chain`."""
    chain = Argument("chain", AuditEvent._meta.get_field("chain"))
    return [Statement(WAIT_STEP, (LOCK_CLASS, chain)), Statement(NEWEST, (chain,), 2)]


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


def _append(
    firm_id: int | None,
    action: str,
    on: Model,
    facts: dict[str, Any],
    newest: tuple[int, str] | None = None,
) -> AuditEvent:
    if not ACTION.fullmatch(action):
        raise ValueError(f"{action!r} is not an action such as wave.closed")
    kind, reference = _actor.get()
    event = AuditEvent(
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
    with transaction.atomic(savepoint=False):
        number, previous = newest or _newest(event.chain)
        event.sequence = number + 1
        event.at = timezone.now()
        event.seal = event.sealed_after(previous)
        _INSERT.run(event)
    return event


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
