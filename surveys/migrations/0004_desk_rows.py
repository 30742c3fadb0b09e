"""What waves and clients of before know: their profile as it is today, and the benchmark consent that holds."""

from __future__ import annotations

from typing import Any

from django.db import migrations

CODES = (
    *("industry", "revenue_band", "employees", "region", "business_model"),
    *("abm_use", "team_location", "sponsor", "reporting_structure"),
)


def keep(apps: Any, _schema_editor: Any) -> None:
    """Copy each client's profile into its waves, and write its consent down as a row."""
    Client = apps.get_model("surveys", "Client")
    Assessment = apps.get_model("surveys", "Assessment")
    BenchmarkConsent = apps.get_model("surveys", "BenchmarkConsent")
    for client in Client.objects.iterator():
        profile = {code: getattr(client, code) for code in CODES}
        profile |= {"headwinds": client.headwinds, "attrition_pct": client.attrition_pct}
        Assessment.objects.filter(client=client).update(profile=profile)
        if client.benchmark_consent:
            BenchmarkConsent.objects.create(
                firm_id=client.firm_id,
                client=client,
                agreed=True,
                wording="benchmark-1",
                at=client.benchmark_consent_at,
            )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_desk")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
