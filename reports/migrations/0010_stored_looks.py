"""What the results page asks first, and what its results are made from: PostgreSQL keeps the plans."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredRead

FINGERPRINT = (
    "SELECT concat_ws(' ', (SELECT concat(count(*), '.', sum(hash_record_extended(t, 0))) FROM "
    "\"surveys_client\" t WHERE t.id = $1), (SELECT concat(count(*), '.', sum(hash_record_extended(t, "
    "0))) FROM \"surveys_assessment\" t WHERE t.client_id = $1), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "surveys_participant" t WHERE t.assessment_id IN (SELECT '
    "w.id FROM \"surveys_assessment\" w WHERE w.client_id = $1)), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "surveys_outcomefigure" t WHERE t.assessment_id IN '
    '(SELECT w.id FROM "surveys_assessment" w WHERE w.client_id = $1)), (SELECT concat(count(*), '
    "'.', sum(hash_record_extended(t, 0))) FROM \"surveys_document\" t WHERE t.assessment_id IN "
    '(SELECT w.id FROM "surveys_assessment" w WHERE w.client_id = $1)), (SELECT concat(count(*), '
    "'.', sum(hash_record_extended(t, 0))) FROM \"reports_target\" t WHERE t.assessment_id IN (SELECT "
    "w.id FROM \"surveys_assessment\" w WHERE w.client_id = $1)), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "reports_agreedanswer" t WHERE t.assessment_id IN (SELECT '
    "w.id FROM \"surveys_assessment\" w WHERE w.client_id = $1)), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "reports_note" t WHERE t.assessment_id IN (SELECT w.id '
    "FROM \"surveys_assessment\" w WHERE w.client_id = $1)), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "reports_planaction" t WHERE t.assessment_id IN (SELECT '
    "w.id FROM \"surveys_assessment\" w WHERE w.client_id = $1)), (SELECT concat(count(*), '.', "
    'sum(hash_record_extended(t, 0))) FROM "reports_benchmarksnapshot" t WHERE TRUE), (SELECT '
    "concat(count(*), '.', sum(hash_record_extended(t, 0))) FROM \"reports_normtable\" t WHERE TRUE), "
    "(SELECT concat(count(*), '.', max(s.id), '.', count(s.erased_at)) FROM \"surveys_assessment\" w "
    'JOIN "surveys_participant" p ON p.assessment_id = w.id JOIN "surveys_response" r ON '
    'r.participant_id = p.id JOIN "surveys_submission" s ON s.response_id = r.id WHERE w.client_id = '
    '$1))'
)
LOOK = (
    'SELECT (SELECT json_build_array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, '
    'c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, '
    'c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, c43, c44, c45) FROM (SELECT '
    '"surveys_assessment"."id", "surveys_assessment"."firm_id", "surveys_assessment"."client_id", '
    '"surveys_assessment"."number", "surveys_assessment"."instrument_version_id", '
    '"surveys_assessment"."segments", "surveys_assessment"."trigger_labels", '
    '"surveys_assessment"."deadline", "surveys_assessment"."time_zone", '
    '"surveys_assessment"."identity_mode", "surveys_assessment"."language", '
    '"surveys_assessment"."own_profile", "surveys_assessment"."reminder_days", '
    '"surveys_assessment"."minimum_per_side", "surveys_assessment"."trial", '
    '"surveys_assessment"."profile", "surveys_assessment"."state", "surveys_assessment"."closed_at", '
    '"surveys_assessment"."created_at", EXISTS(SELECT 1 AS "a" FROM "accounts_auditevent" U0 WHERE '
    "(U0.\"action\" = 'answers.seen' AND U0.\"actor_kind\" = 'user' AND U0.\"actor_ref\" = ($1) AND "
    'U0."at" >= ($2) AND U0."chain" = ("surveys_assessment"."firm_id") AND U0."object_id" = '
    "(\"surveys_assessment\".\"id\")::varchar(40) AND U0.\"object_kind\" = 'surveys.assessment') LIMIT 1) "
    'AS "seen_today", "reports_fingerprint_1"("surveys_assessment"."client_id") AS "fingerprint", '
    '"surveys_client"."id", "surveys_client"."firm_id", "surveys_client"."name", '
    '"surveys_client"."slug", "surveys_client"."industry", "surveys_client"."revenue_band", '
    '"surveys_client"."employees", "surveys_client"."region", "surveys_client"."business_model", '
    '"surveys_client"."abm_use", "surveys_client"."team_location", "surveys_client"."sponsor", '
    '"surveys_client"."reporting_structure", "surveys_client"."headwinds", '
    '"surveys_client"."attrition_pct", "surveys_client"."benchmark_consent", '
    '"surveys_client"."benchmark_consent_at", "surveys_client"."synthetic", '
    '"surveys_client"."archived_at", "surveys_client"."created_at", '
    '"surveys_instrumentversion"."id", "surveys_instrumentversion"."instrument", '
    '"surveys_instrumentversion"."version", "surveys_instrumentversion"."digest", '
    '"surveys_instrumentversion"."published_at" FROM "surveys_assessment" INNER JOIN '
    '"surveys_client" ON ("surveys_assessment"."client_id" = "surveys_client"."id") INNER JOIN '
    '"surveys_instrumentversion" ON ("surveys_assessment"."instrument_version_id" = '
    '"surveys_instrumentversion"."id") WHERE ("surveys_client"."slug" = ($3) AND '
    '"surveys_assessment"."firm_id" = ($4) AND "surveys_assessment"."number" = ($5))) AS found (c0, '
    'c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, '
    'c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c40, '
    'c41, c42, c43, c44, c45)), (SELECT json_build_array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, '
    'c10, c11, c12, c13, c14, c15, c16) FROM (SELECT "reports_release"."id", '
    '"reports_release"."firm_id", "reports_release"."assessment_id", "reports_release"."number", '
    '"reports_release"."state", "reports_release"."instrument_version_id", '
    '"reports_release"."method_version", "reports_release"."words_erased_at", '
    '"reports_release"."digest", "reports_release"."made_by_id", "reports_release"."made_at", '
    '"reports_release"."reviewed_by_id", "reports_release"."reviewed_at", '
    '"reports_release"."released_by_id", "reports_release"."released_at", '
    '"reports_release"."withdrawn_by_id", "reports_release"."withdrawn_at" FROM "reports_release" '
    'WHERE "reports_release"."assessment_id" IN (SELECT U0."id" AS "pk" FROM "surveys_assessment" U0 '
    'INNER JOIN "surveys_client" U1 ON (U0."client_id" = U1."id") WHERE (U1."slug" = ($3) AND '
    'U0."firm_id" = ($4) AND U0."number" = ($5))) ORDER BY "reports_release"."number" DESC LIMIT 1) '
    'AS found (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16))'
)
LOOK_ASSIGNED = (
    'SELECT (SELECT json_build_array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, '
    'c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32, '
    'c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, c43, c44, c45) FROM (SELECT '
    '"surveys_assessment"."id", "surveys_assessment"."firm_id", "surveys_assessment"."client_id", '
    '"surveys_assessment"."number", "surveys_assessment"."instrument_version_id", '
    '"surveys_assessment"."segments", "surveys_assessment"."trigger_labels", '
    '"surveys_assessment"."deadline", "surveys_assessment"."time_zone", '
    '"surveys_assessment"."identity_mode", "surveys_assessment"."language", '
    '"surveys_assessment"."own_profile", "surveys_assessment"."reminder_days", '
    '"surveys_assessment"."minimum_per_side", "surveys_assessment"."trial", '
    '"surveys_assessment"."profile", "surveys_assessment"."state", "surveys_assessment"."closed_at", '
    '"surveys_assessment"."created_at", EXISTS(SELECT 1 AS "a" FROM "accounts_auditevent" U0 WHERE '
    "(U0.\"action\" = 'answers.seen' AND U0.\"actor_kind\" = 'user' AND U0.\"actor_ref\" = ($1) AND "
    'U0."at" >= ($2) AND U0."chain" = ("surveys_assessment"."firm_id") AND U0."object_id" = '
    "(\"surveys_assessment\".\"id\")::varchar(40) AND U0.\"object_kind\" = 'surveys.assessment') LIMIT 1) "
    'AS "seen_today", "reports_fingerprint_1"("surveys_assessment"."client_id") AS "fingerprint", '
    '"surveys_client"."id", "surveys_client"."firm_id", "surveys_client"."name", '
    '"surveys_client"."slug", "surveys_client"."industry", "surveys_client"."revenue_band", '
    '"surveys_client"."employees", "surveys_client"."region", "surveys_client"."business_model", '
    '"surveys_client"."abm_use", "surveys_client"."team_location", "surveys_client"."sponsor", '
    '"surveys_client"."reporting_structure", "surveys_client"."headwinds", '
    '"surveys_client"."attrition_pct", "surveys_client"."benchmark_consent", '
    '"surveys_client"."benchmark_consent_at", "surveys_client"."synthetic", '
    '"surveys_client"."archived_at", "surveys_client"."created_at", '
    '"surveys_instrumentversion"."id", "surveys_instrumentversion"."instrument", '
    '"surveys_instrumentversion"."version", "surveys_instrumentversion"."digest", '
    '"surveys_instrumentversion"."published_at" FROM "surveys_assessment" INNER JOIN '
    '"surveys_client" ON ("surveys_assessment"."client_id" = "surveys_client"."id") INNER JOIN '
    '"surveys_assignment" ON ("surveys_client"."id" = "surveys_assignment"."client_id") INNER JOIN '
    '"surveys_instrumentversion" ON ("surveys_assessment"."instrument_version_id" = '
    '"surveys_instrumentversion"."id") WHERE ("surveys_assignment"."membership_id" = ($3) AND '
    '"surveys_client"."slug" = ($4) AND "surveys_assessment"."firm_id" = ($5) AND '
    '"surveys_assessment"."number" = ($6))) AS found (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, '
    'c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, '
    'c30, c31, c32, c33, c34, c35, c36, c37, c38, c39, c40, c41, c42, c43, c44, c45)), (SELECT '
    'json_build_array(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16) '
    'FROM (SELECT "reports_release"."id", "reports_release"."firm_id", '
    '"reports_release"."assessment_id", "reports_release"."number", "reports_release"."state", '
    '"reports_release"."instrument_version_id", "reports_release"."method_version", '
    '"reports_release"."words_erased_at", "reports_release"."digest", '
    '"reports_release"."made_by_id", "reports_release"."made_at", '
    '"reports_release"."reviewed_by_id", "reports_release"."reviewed_at", '
    '"reports_release"."released_by_id", "reports_release"."released_at", '
    '"reports_release"."withdrawn_by_id", "reports_release"."withdrawn_at" FROM "reports_release" '
    'WHERE "reports_release"."assessment_id" IN (SELECT U0."id" AS "pk" FROM "surveys_assessment" U0 '
    'INNER JOIN "surveys_client" U1 ON (U0."client_id" = U1."id") WHERE (U1."slug" = ($4) AND '
    'U0."firm_id" = ($5) AND U0."number" = ($6))) ORDER BY "reports_release"."number" DESC LIMIT 1) '
    'AS found (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16))'
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_snapshot_files"), ("surveys", "0010_stored_reads"), ("accounts", "0006_stored_person")]

    operations = [
        StoredRead('reports_fingerprint_1', ('bigint',), FINGERPRINT, 1),
        StoredRead('reports_look_1', ('varchar(64)', 'timestamp with time zone', 'varchar(60)', 'bigint', 'integer'), LOOK, 2),
        StoredRead('reports_look_assigned_1', ('varchar(64)', 'timestamp with time zone', 'bigint', 'varchar(60)', 'bigint', 'integer'), LOOK_ASSIGNED, 2),
    ]
