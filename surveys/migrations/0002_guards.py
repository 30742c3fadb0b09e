"""Rules the database holds: one firm from parent to child, and rows that are final."""

from __future__ import annotations

from django.db import migrations

from smax.accounts.guards import Frozen, SameFirm


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        SameFirm("Client"),
        SameFirm("Assessment", "client"),
        SameFirm("OutcomeFigure", "assessment"),
        SameFirm("Participant", "assessment"),
        SameFirm("PersonalLink", "participant"),
        SameFirm("Consent", "participant"),
        SameFirm("Response", "participant"),
        SameFirm("Submission", "response"),
        Frozen("Submission"),
        Frozen("InstrumentVersion", "OLD.published_at IS NOT NULL"),
    ]
