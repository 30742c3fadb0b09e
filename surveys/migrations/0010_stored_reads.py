"""The two reads that begin each page of a respondent: PostgreSQL keeps their plans."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredRead

ROWS = (
    'SELECT "surveys_personallink"."id", "surveys_personallink"."firm_id", '
    '"surveys_personallink"."participant_id", "surveys_personallink"."revoked_at", EXISTS(SELECT 1 AS "a" '
    'FROM "surveys_submission" U0 WHERE U0."response_id" = ("surveys_response"."id") LIMIT 1) AS '
    '"submitted", "surveys_participant"."id", "surveys_participant"."firm_id", '
    '"surveys_participant"."assessment_id", "surveys_participant"."public_id", '
    '"surveys_participant"."name", "surveys_participant"."email", "surveys_participant"."side", '
    '"surveys_participant"."seniority", "surveys_participant"."declined_at", "accounts_firm"."id", '
    '"accounts_firm"."name", "accounts_firm"."display_name", "accounts_firm"."brand_digest", '
    '"surveys_assessment"."id", "surveys_assessment"."client_id", "surveys_assessment"."number", '
    '"surveys_assessment"."instrument_version_id", "surveys_assessment"."segments", '
    '"surveys_assessment"."trigger_labels", "surveys_assessment"."deadline", '
    '"surveys_assessment"."time_zone", "surveys_assessment"."identity_mode", '
    '"surveys_assessment"."language", "surveys_assessment"."own_profile", "surveys_assessment"."trial", '
    '"surveys_assessment"."state", "surveys_client"."id", "surveys_client"."name", '
    '"surveys_client"."synthetic", "surveys_response"."id", "surveys_response"."firm_id", '
    '"surveys_response"."participant_id", "surveys_response"."state", "surveys_response"."draft", '
    '"surveys_response"."revisions", "surveys_response"."comments", "surveys_response"."notes", '
    '"surveys_response"."seconds", "surveys_response"."revision" FROM "surveys_personallink" INNER JOIN '
    '"surveys_participant" ON ("surveys_personallink"."participant_id" = "surveys_participant"."id") '
    'INNER JOIN "accounts_firm" ON ("surveys_participant"."firm_id" = "accounts_firm"."id") LEFT OUTER '
    'JOIN "surveys_response" ON ("surveys_participant"."id" = "surveys_response"."participant_id") INNER '
    'JOIN "surveys_assessment" ON ("surveys_participant"."assessment_id" = "surveys_assessment"."id") '
    'INNER JOIN "surveys_client" ON ("surveys_assessment"."client_id" = "surveys_client"."id") WHERE '
)
BY_DIGEST = '("surveys_personallink"."digest" = ($1) AND "accounts_firm"."is_active")'
BY_COOKIE = (
    '("accounts_firm"."is_active" AND "surveys_participant"."public_id" = ($1) AND '
    '"surveys_personallink"."id" = ($2) AND "surveys_personallink"."revoked_at" IS NULL)'
)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0009_erasures"), ("accounts", "0005_brand")]

    operations = [
        StoredRead("surveys_link_by_secret_1", ("varchar(64)",), ROWS + BY_DIGEST, 44),
        StoredRead("surveys_link_by_pass_1", ("uuid", "bigint"), ROWS + BY_COOKIE, 44),
    ]
