"""A submission with its row of the audit trail, as one function of PostgreSQL: one statement, committed by itself."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredActs, StoredRead

PLACE = ("timestamp with time zone", "bigint", "bigint", "bigint", "bigint", "integer")
IN_CHAIN = ("bigint", "bigint", "bigint")
SUBMISSION = (
    *("bigint", "bigint", "integer", "jsonb", "jsonb", "jsonb", "jsonb", "varchar(20)"),
    *("timestamp with time zone", "timestamp with time zone"),
)
LETTER = (
    *("bigint", "varchar(40)", "varchar(120)", "varchar(254)", "varchar(120)", "varchar(8)", "varchar(60)"),
    *("bigint", "varchar(320)", "varchar(10)", "varchar(300)", "integer"),
    *("timestamp with time zone", "timestamp with time zone"),
    *("timestamp with time zone", "timestamp with time zone"),
)
EVENT = (
    *("bigint", "bigint", "bigint", "timestamp with time zone", "varchar(12)", "varchar(64)", "varchar(60)"),
    *("varchar(60)", "varchar(40)", "varchar(80)", "varchar(200)", "jsonb", "varchar(64)"),
)
LOOK = (
    'SELECT (SELECT json_build_array(c0, c1, c2) FROM (SELECT "accounts_auditevent"."id", '
    '"accounts_auditevent"."sequence", "accounts_auditevent"."seal" FROM "accounts_auditevent" WHERE '
    '"accounts_auditevent"."chain" = ($1) ORDER BY "accounts_auditevent"."sequence" DESC LIMIT 1) AS found '
    '(c0, c1, c2)), (SELECT json_build_array(c0, c1) FROM (SELECT "surveys_submission"."id", '
    '"surveys_submission"."number" FROM "surveys_submission" WHERE "surveys_submission"."response_id" = ($2) '
    'ORDER BY "surveys_submission"."number" DESC LIMIT 1) AS found (c0, c1))'
)
LOCK = (
    'SELECT "surveys_response"."id" AS "pk" FROM "surveys_response" '
    'WHERE (EXISTS(SELECT 1 AS "a" FROM "surveys_assessment" U0 WHERE (U0."deadline" > ($1) AND '
    'U0."firm_id" = ($2) AND U0."id" = ($3) AND U0."state" = \'open\') LIMIT 1) AND '
    '"surveys_response"."firm_id" = ($4) AND "surveys_response"."id" = ($5) AND '
    '"surveys_response"."revision" = ($6) AND "surveys_response"."state" = \'open\') '
    'FOR NO KEY UPDATE OF "surveys_response"'
)
WAIT = "PERFORM pg_advisory_xact_lock(1397571928, $7::integer)"
FREE = 'PERFORM 1 WHERE NOT EXISTS (SELECT 1 FROM "accounts_auditevent" WHERE chain = $8 AND sequence >= $9)'
SUBMIT = (
    'UPDATE "surveys_response" SET "state" = \'submitted\' '
    'WHERE (EXISTS(SELECT 1 AS "a" FROM "surveys_assessment" U0 WHERE (U0."deadline" > ($10) AND '
    'U0."firm_id" = ($11) AND U0."id" = ($12) AND U0."state" = \'open\') LIMIT 1) AND '
    '"surveys_response"."firm_id" = ($13) AND "surveys_response"."id" = ($14) AND '
    '"surveys_response"."revision" = ($15) AND "surveys_response"."state" = \'open\')'
)
FREEZE = (
    'INSERT INTO "surveys_submission" ("firm_id", "response_id", "number", "answers", "comments", "notes", '
    '"seconds", "receipt", "submitted_at", "erased_at") VALUES ($16, $17, $18, $19, $20, $21, $22, $23, $24, '
    '$25) RETURNING "surveys_submission"."id"'
)
THANK = (
    'INSERT INTO "mail_message" ("firm_id", "occasion", "key", "recipient", "name", "language", "about_kind", '
    '"about_id", "message_id", "state", "reason", "attempts", "next_at", "leased_until", "created_at", '
    '"sent_at") VALUES ($26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41) '
    "ON CONFLICT DO NOTHING"
)
APPEND = (
    'INSERT INTO "accounts_auditevent" ("firm_id", "chain", "sequence", "at", "actor_kind", "actor_ref", '
    '"action", "object_kind", "object_id", "root", "label", "facts", "seal") VALUES ($42, $43, $44, $45, $46, '
    '$47, $48, $49, $50, $51, $52, $53, $54) RETURNING "accounts_auditevent"."id"'
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_brand"),
        ("mail", "0001_mail"),
        ("surveys", "0012_stored_acts"),
    ]

    operations = [
        StoredRead("surveys_before_submit_1", ("bigint", "bigint"), LOOK, 2),
        StoredActs(
            "surveys_submit_2",
            (*PLACE, *IN_CHAIN, *PLACE, *SUBMISSION, *LETTER, *EVENT),
            [(LOCK, 1), (WAIT, 0), (FREE, 0), (SUBMIT, 0), (FREEZE, 1), (THANK, 0), (APPEND, 1)],
            guards=4,
        ),
    ]
