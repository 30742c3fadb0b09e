"""The read that begins each page of the desk: PostgreSQL keeps its plan."""

from __future__ import annotations

from django.db import migrations

from smax.stored import StoredRead

PERSON = (
    'SELECT "accounts_user"."id", "accounts_user"."password", "accounts_user"."last_login", '
    '"accounts_user"."email", "accounts_user"."name", "accounts_user"."is_active", '
    '"accounts_user"."is_administrator", "accounts_user"."date_joined", EXISTS(SELECT 1 AS "a" FROM '
    "\"mfa_authenticator\" U0 WHERE (U0.\"type\" IN ('totp', 'webauthn') AND U0.\"user_id\" = "
    '("accounts_user"."id")) LIMIT 1) AS "has_factor", "accounts_membership"."id", '
    '"accounts_membership"."user_id", "accounts_membership"."firm_id", "accounts_membership"."role", '
    '"accounts_membership"."all_clients", "accounts_firm"."id", "accounts_firm"."name", '
    '"accounts_firm"."is_active", "accounts_firm"."retention_months", "accounts_firm"."created_at", '
    '"accounts_firm"."display_name", "accounts_firm"."brand_digest" FROM "accounts_user" LEFT OUTER '
    'JOIN "accounts_membership" ON ("accounts_user"."id" = "accounts_membership"."user_id") LEFT '
    'OUTER JOIN "accounts_firm" ON ("accounts_membership"."firm_id" = "accounts_firm"."id") WHERE '
    '"accounts_user"."id" = ($1)'
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_brand"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        StoredRead('accounts_person_1', ('bigint',), PERSON, 21),
    ]
