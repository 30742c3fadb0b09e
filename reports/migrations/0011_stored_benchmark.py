"""What the results page and every file ask of the released benchmark: PostgreSQL keeps the plan."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredRead

FITTING = (
    "SELECT json_agg(line) FROM (SELECT json_build_array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9) "
    "FROM ((SELECT 'snapshot' AS \"origin_\", 0 AS \"order_\", (COALESCE('Benchmark ', '') || "
    "COALESCE((COALESCE(\"reports_benchmarksnapshot\".\"period\", '') || COALESCE((COALESCE('.', '') || "
    "COALESCE((\"reports_benchmarksnapshot\".\"number\")::varchar, '')), '')), '')) AS \"source_\", "
    '("reports_benchmarksnapshot"."released_at" AT TIME ZONE \'UTC\')::date AS "date_", '
    '"reports_benchmarksnapshot"."synthetic" AS "synthetic", fit."key" AS "fit__key", fit."n" AS '
    '"fit__n", fit."measures" AS "fit__measures", fit."shares" AS "fit__shares", (SELECT '
    'jsonb_build_array(U0."industry", U0."employees", U0."region", U0."revenue_band", '
    'U0."business_model", U0."reporting_structure", U0."perceived", U0."smax", U0."operating", '
    'U0."revenue", U0."pipeline", U0."gap", U0."p_cus", U0."m_cus", U0."p_str", U0."m_str", '
    'U0."p_cap", U0."m_cap", U0."p_org", U0."m_org", U0."p_cad", U0."m_cad", U0."p_dat", U0."m_dat", '
    'U0."p_flw", U0."m_flw", U0."p_col", U0."m_col") AS "told" FROM "reports_snapshotrow" U0 WHERE '
    '(U0."client_id" = ($1) AND U0."snapshot_id" = ("reports_benchmarksnapshot"."id")) LIMIT 1) AS '
    '"own_" FROM "reports_benchmarksnapshot" LEFT OUTER JOIN "reports_snapshotcell" fit ON '
    '("reports_benchmarksnapshot"."id" = fit."snapshot_id" AND (fit."key" IN ($2, $3, $4, $5, $6, '
    '$7, $8, $9, $10))) WHERE ("reports_benchmarksnapshot"."method_version" = ($11) AND '
    '"reports_benchmarksnapshot"."state" = \'released\' AND "reports_benchmarksnapshot"."synthetic" = '
    '($12))) UNION ALL (SELECT \'norm\' AS "origin_", "reports_normcell"."table_id" AS "order_", '
    '"reports_normtable"."source" AS "table__source", "reports_normtable"."date" AS "table__date", '
    '"reports_normtable"."synthetic" AS "table__synthetic", "reports_normcell"."key" AS "key", '
    '"reports_normcell"."n" AS "n", "reports_normcell"."measures" AS "measures", '
    '"reports_normcell"."shares" AS "shares", \'null\'::jsonb AS "own_" FROM "reports_normcell" INNER '
    'JOIN "reports_normtable" ON ("reports_normcell"."table_id" = "reports_normtable"."id") WHERE '
    '("reports_normcell"."key" IN ($2, $3, $4, $5, $6, $7, $8, $9, $10) AND '
    '"reports_normtable"."method_version" = ($11) AND "reports_normtable"."synthetic" = ($12) AND '
    '"reports_normtable"."used_from" IS NOT NULL))) AS found (c0, c1, c2, c3, c4, c5, c6, c7, c8, '
    "c9)) AS lines (line)"
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_stored_looks")]

    operations = [
        StoredRead(
            "reports_benchmark_1",
            (
                "bigint",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(120)",
                "varchar(20)",
                "boolean",
            ),
            FITTING,
            1,
        ),
    ]
