"""Rules the database holds: one firm from parent to child, and rows that are final."""

from __future__ import annotations

from django.db import migrations

from smax.accounts.guards import Frozen, Promised, SameFirm


ANSWERED = """EXISTS (
    SELECT 1 FROM surveys_response answers
    JOIN surveys_participant people ON people.id = answers.participant_id
    WHERE people.assessment_id = OLD.id AND answers.revision > 0
)"""


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
        Promised("Assessment", "identity_mode", ANSWERED),
    ]
