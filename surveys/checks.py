"""What stops a server: a restored backup that still knows people who were erased."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from smax.health import CHECKS
from surveys.rights.ledger import LedgerError, pending


def erasures_fault() -> str:
    """Say what to do where the ledger knows erasures that this database does not."""
    try:
        left = len(pending())
    except LedgerError as error:
        return f"erasure ledger unreadable: {error}"
    return f"{left} erasures to replay: run manage.py replay_erasures" if left else ""


def replayed(**_told: Any) -> list[Error]:
    """The same as an error of `check --deploy`, before a restored server is started."""
    try:
        fault = erasures_fault()
    except DatabaseError as error:
        fault = f"the database does not say which erasures it knows: {type(error).__name__}"
    return [Error(fault, id="surveys.E001")] if fault else []


def listen() -> None:
    """Register both."""
    CHECKS.append(erasures_fault)
    register(replayed, Tags.security, deploy=True)
