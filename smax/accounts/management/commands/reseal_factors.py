"""`manage.py reseal_factors`: seal the seeds of second factors anew, so that a retired key can go."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand

from smax.accounts.factors import PURPOSE
from smax.accounts.sealing import CannotOpenError, seal, unseal

SEALED = ("secret", "seed")


class Command(BaseCommand):
    """Seals under SMAX_SECRET_KEY what was sealed under one of SMAX_SECRET_KEY_FALLBACKS."""

    help = "Seal the seeds of second factors with the present key. Run it before a retired key is taken away."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through all of them; say how many cannot be opened any more."""
        done = lost = 0
        for factor in Authenticator.objects.iterator():
            for name in SEALED:
                if name in factor.data:
                    try:
                        factor.data[name] = seal(unseal(factor.data[name], PURPOSE), PURPOSE)
                        done += 1
                    except CannotOpenError:
                        lost += 1
            factor.save(update_fields=["data"])
        self.stdout.write(f"{done} sealed anew, {lost} cannot be opened.")
