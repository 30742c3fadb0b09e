"""The guards that 0003 lifted, and those of the new tables and columns."""

from __future__ import annotations

from django.db import migrations

from smax.accounts.guards import Frozen, Promised, SameFirm

ANSWERED = """EXISTS (
    SELECT 1 FROM surveys_response answers
    JOIN surveys_participant people ON people.id = answers.participant_id
    WHERE people.assessment_id = OLD.id AND answers.revision > 0
)"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_desk_rows")]

    operations = [
        SameFirm("Client"),
        SameFirm("Assessment", "client"),
        SameFirm("OutcomeFigure", "assessment"),
        SameFirm("Participant", "assessment"),
        SameFirm("PersonalLink", "participant"),
        SameFirm("Consent", "participant"),
        SameFirm("Response", "participant"),
        Promised("Assessment", "identity_mode", ANSWERED),
        SameFirm("Contact", "client"),
        SameFirm("BenchmarkConsent", "client"),
        SameFirm("PlannedWave", "client"),
        Frozen("BenchmarkConsent"),
        Promised("Assessment", "profile", "OLD.id IS NOT NULL", "is kept from the day of opening"),
        Promised("Assessment", "trial", "OLD.id IS NOT NULL", "is settled on the day of opening"),
    ]
