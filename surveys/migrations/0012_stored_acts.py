"""A saved answer and a submission, each one function of PostgreSQL: one way there and back, and plans kept."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredActs

ANSWERED = ("jsonb", "jsonb", "jsonb", "integer")
PLACE = ("timestamp with time zone", "bigint", "bigint", "bigint", "bigint", "integer")
STORE = (
    'UPDATE "surveys_response" SET "draft" = $1, "revisions" = $2, "seconds" = $3, "revision" = $4 '
    'WHERE (EXISTS(SELECT 1 AS "a" FROM "surveys_assessment" U0 WHERE (U0."deadline" > ($5) AND '
    'U0."firm_id" = ($6) AND U0."id" = ($7) AND U0."state" = \'open\') LIMIT 1) AND '
    '"surveys_response"."firm_id" = ($8) AND "surveys_response"."id" = ($9) AND '
    '"surveys_response"."revision" = ($10) AND "surveys_response"."state" = \'open\')'
)
SUBMISSION = (
    *("bigint", "bigint", "bigint", "jsonb", "jsonb", "jsonb", "jsonb", "varchar(20)"),
    *("timestamp with time zone", "timestamp with time zone"),
)
LETTER = (
    *("bigint", "varchar(40)", "varchar(120)", "varchar(254)", "varchar(120)", "varchar(8)", "varchar(60)"),
    *("bigint", "varchar(320)", "varchar(10)", "varchar(300)", "integer"),
    *("timestamp with time zone", "timestamp with time zone"),
    *("timestamp with time zone", "timestamp with time zone"),
)
SUBMIT = (
    'UPDATE "surveys_response" SET "state" = \'submitted\' '
    'WHERE (EXISTS(SELECT 1 AS "a" FROM "surveys_assessment" U0 WHERE (U0."deadline" > ($1) AND '
    'U0."firm_id" = ($2) AND U0."id" = ($3) AND U0."state" = \'open\') LIMIT 1) AND '
    '"surveys_response"."firm_id" = ($4) AND "surveys_response"."id" = ($5) AND '
    '"surveys_response"."revision" = ($6) AND "surveys_response"."state" = \'open\')'
)
FREEZE = (
    'INSERT INTO "surveys_submission" ("firm_id", "response_id", "number", "answers", "comments", "notes", '
    '"seconds", "receipt", "submitted_at", "erased_at") VALUES ($7, $8, (COALESCE((SELECT U0."number" AS '
    '"number" FROM "surveys_submission" U0 WHERE U0."response_id" = ($9) ORDER BY 1 DESC LIMIT 1), 0) + 1), '
    '$10, $11, $12, $13, $14, $15, $16) RETURNING "surveys_submission"."id", "surveys_submission"."number"'
)
THANK = (
    'INSERT INTO "mail_message" ("firm_id", "occasion", "key", "recipient", "name", "language", "about_kind", '
    '"about_id", "message_id", "state", "reason", "attempts", "next_at", "leased_until", "created_at", '
    '"sent_at") VALUES ($17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32) '
    "ON CONFLICT DO NOTHING"
)
WAIT = "PERFORM pg_advisory_xact_lock(1397571928, $33::integer)"
NEWEST = 'SELECT sequence, seal FROM "accounts_auditevent" WHERE chain = $34 ORDER BY sequence DESC LIMIT 1'


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_brand"),
        ("mail", "0001_mail"),
        ("surveys", "0011_dismissals"),
    ]

    operations = [
        StoredActs("surveys_store_answer_1", (*ANSWERED, *PLACE), [(STORE, 0)]),
        StoredActs(
            "surveys_submit_1",
            (*PLACE, *SUBMISSION, *LETTER, "bigint", "bigint"),
            [(SUBMIT, 0), (FREEZE, 2), (THANK, 0), (WAIT, 0), (NEWEST, 2)],
        ),
    ]
