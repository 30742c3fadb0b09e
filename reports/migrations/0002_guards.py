"""Rules the database holds: one firm from parent to child, and a release that is out never changes."""

from __future__ import annotations

from django.db import migrations

from smax.accounts.guards import AlsoSameFirm, FrozenBut, SameFirm

OUT = "OLD.state IN ('released', 'withdrawn')"
# A release that is out is withdrawn, once, and then nothing of it changes.
WITHDRAWN = "OLD.state = 'released' AND NEW.state = 'withdrawn'"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_releases"), ("surveys", "0009_erasures")]

    operations = [
        SameFirm("Release", "assessment"),
        SameFirm("Guest", "client"),
        SameFirm("GuestVisit", "guest"),
        AlsoSameFirm("GuestVisit", "release"),
        SameFirm("ShareLink", "release"),
        FrozenBut(
            "Release", OUT, free=("state", "withdrawn_at", "withdrawn_by_id"), allowed=WITHDRAWN
        ),
    ]
