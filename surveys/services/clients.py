"""Adding and changing clients."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from smax.accounts.audit import record
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smax.accounts.models import Firm
    from surveys.models import Client

RESERVED_SLUGS = frozenset({"new"})
LONGEST_STEM = 50  # the column holds 60: room for a number


def add_client(*, firm: Firm, client: Client) -> Client:
    """Store a new client of the firm under an address made from its name.

    SurveyError where another client of the firm has that name or took that address at the same moment.
    """
    client.firm = firm
    client.slug = free_slug(firm, client.name)
    return _save(client, "client.added", force_insert=True)


def change_client(*, client: Client, fields: Iterable[str]) -> Client:
    """Store these fields of a client; its address stays, since people keep it. Errors as for `add_client`."""
    names = sorted(fields)
    return _save(client, "client.changed", facts={"fields": names}, update_fields=names)


def _save(client: Client, action: str, *, facts: dict[str, Any] | None = None, **how: Any) -> Client:
    try:
        with transaction.atomic():
            client.save(**how)
            record(action, on=client, **(facts or {}))
    except IntegrityError as error:
        raise SurveyError(
            _("“%(name)s” was not saved: another client of your firm was given this name at the same moment.")
            % {"name": client.name}
        ) from error
    return client


def free_slug(firm: Firm, name: str) -> str:
    """Make an address that is free in the firm: "acme", then "acme-2"; "client" where no letter is Latin."""
    stem = slugify(name)[:LONGEST_STEM].strip("-_") or "client"
    taken = RESERVED_SLUGS | set(firm.clients.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([stem], numbered) if slug not in taken)
