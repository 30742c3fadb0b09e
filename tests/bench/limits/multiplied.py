"""Many companies out of a few simulated ones: the database copies their rows (SQLite alone)."""

from __future__ import annotations

from typing import Any

FIRST = 500
WORDS = {"Client": ("name", "slug")}
RANDOM = {"Participant": ("public_id", 16), "Submission": ("receipt", 10)}


def multiply(companies: int) -> None:
    """Simulate the first companies, and double them until there are so many."""
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    from smax.accounts.tenancy import every_firm  # noqa: PLC0415
    from surveys.models import Client  # noqa: PLC0415

    with every_firm("a benchmark counts"):
        if not Client.objects.exists():
            call_command("simulate_companies", companies=FIRST, stdout=_Nowhere())
        while Client.objects.count() < companies:
            _double()


class _Nowhere:
    def write(self, _text: str) -> None:
        """Write nothing."""


def _double() -> None:
    from surveys.models import (  # noqa: PLC0415 - after setup
        Assessment,
        Client,
        OutcomeFigure,
        Participant,
        Response,
        Submission,
    )

    copied = (Client, Assessment, Participant, Response, Submission, OutcomeFigure)
    shifts = {model: model.objects.order_by("-pk").values_list("pk", flat=True)[0] for model in copied}
    for model in copied:
        _copy(model, shifts)


def _copy(model: Any, shifts: dict[Any, int]) -> None:
    from django.db import connection  # noqa: PLC0415 - after setup

    columns, values = [], []
    for field in model._meta.concrete_fields:
        name = connection.ops.quote_name(field.column)
        columns.append(name)
        random = RANDOM.get(model.__name__, ("", 0))
        if field.primary_key or field.related_model in shifts:
            values.append(f"{name} + {shifts[model if field.primary_key else field.related_model]}")
        elif field.name in WORDS.get(model.__name__, ()):
            values.append(f"{name} || '-{shifts[model]}'")
        elif field.name == random[0]:
            values.append(f"hex(randomblob({random[1]}))")
        else:
            values.append(name)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}")
