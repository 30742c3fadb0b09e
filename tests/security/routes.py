"""Every route of the site, read from the resolver, and the one table that says who may see what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

# "desk": people of the firm that owns the object; "respondent": the participant whose cookie it is;
# "guest": a client's guest who entered the code; "share": who opened a share link;
# "link": whoever holds the link; "account": each signed-in person for themselves; "public": everybody;
# "benchmarks": who works for a firm, analysts too, and administrators;
# "starter": who started the job; "file": whoever holds a fresh signed address, without any cookie.
POLICY = {
    "home": "account",
    "health": "public",
    "branding:css": "public",
    "branding:logo": "public",
    "branding:brand": "owner",
    "branding:preview": "owner",
    "files:download": "file",
    "accept_invitation": "link",
    "server:firms": "administrator",
    "server:create_firm": "administrator",
    "server:suspend_firm": "administrator",
    "server:resume_firm": "administrator",
    "server:invite_owner": "administrator",
    "surveys:people": "owner",
    "surveys:audit": "owner",
    "surveys:audit_export": "owner",
    "server:audit": "administrator",
    "surveys:people_data": "desk",
    "surveys:person_data": "desk",
    "surveys:person_copy": "desk",
    "surveys:erase_person": "owner",
    "surveys:erasures": "owner",
    "surveys:erasure": "owner",
    "surveys:retention": "owner",
    "surveys:invite": "owner",
    "surveys:colleague": "owner",
    "surveys:invite_again": "owner",
    "surveys:remove_colleague": "owner",
    "jobs:run": "starter",
    "jobs:health": "administrator",
    "mail:outbox": "owner",
    "mail:retry": "owner",
    "mail:cancel": "owner",
    "mail:settings": "owner",
    "mail:test": "owner",
    "mail:templates": "owner",
    "mail:edit_template": "owner",
    "mail:preview_template": "owner",
    "mail:reset_template": "owner",
    "mail:stop": "link",
    "surveys:invite_leaders": "desk",
    "surveys:invite_leader": "desk",
    "surveys:change_address": "desk",
    "surveys:clients": "desk",
    "surveys:add_client": "desk",
    "surveys:client": "desk",
    "surveys:edit_client": "desk",
    "surveys:archive_client": "desk",
    "surveys:restore_client": "desk",
    "surveys:add_contact": "desk",
    "surveys:contact": "desk",
    "surveys:remove_contact": "desk",
    "surveys:plan": "desk",
    "surveys:drop_plan": "desk",
    "surveys:open_wave": "desk",
    "surveys:wave": "desk",
    "surveys:outcomes": "desk",
    "surveys:documents": "desk",
    "surveys:document": "desk",
    "surveys:remove_document": "desk",
    "surveys:document_file": "desk",
    "surveys:evidence_changes": "desk",
    "surveys:close_wave": "desk",
    "surveys:withdraw_wave": "desk",
    "surveys:promises": "desk",
    "surveys:add_participant": "desk",
    "surveys:preview": "desk",
    "surveys:ask_again": "desk",
    "surveys:person": "desk",
    "surveys:remove_person": "desk",
    "surveys:exclude_person": "desk",
    "surveys:include_person": "desk",
    "surveys:import_people": "desk",
    "surveys:add_people": "desk",
    "surveys:import_faults": "desk",
    "surveys:csv_template": "desk",
    "surveys:xlsx_template": "desk",
    "surveys:renew_link": "desk",
    "surveys:copy_link": "desk",
    "surveys:revoke_link": "desk",
    "surveys:reopen_response": "desk",
    "surveys:landing": "link",
    "surveys:decline": "link",
    "surveys:language": "public",
    "surveys:accessibility": "public",
    "surveys:resume": "respondent",
    "surveys:review": "respondent",
    "surveys:receipt": "respondent",
    "surveys:reopen": "respondent",
    "surveys:answers_text": "respondent",
    "surveys:answers_json": "respondent",
    "surveys:answer": "respondent",
    "surveys:screen": "respondent",
    "reports:portfolio": "desk",
    "reports:wave": "desk",
    "reports:monitor": "desk",
    "reports:results": "desk",
    "reports:working": "desk",
    "reports:change": "desk",
    "reports:chart_file": "desk",
    "reports:what_if": "desk",
    "reports:target": "desk",
    "reports:remove_target": "desk",
    "reports:facilitate": "desk",
    "reports:facilitate_step": "desk",
    "reports:facilitate_revealed": "desk",
    "reports:agree": "desk",
    "reports:remove_agreed": "desk",
    "reports:quality": "desk",
    "reports:dismiss_flag": "desk",
    "reports:restore_flag": "desk",
    "reports:joint_plan": "desk",
    "reports:take_over": "desk",
    "reports:carry_over": "desk",
    "reports:add_action": "desk",
    "reports:edit_action": "desk",
    "reports:action_status": "desk",
    "reports:move_action": "desk",
    "reports:drop_action": "desk",
    "reports:notes": "desk",
    "reports:note": "desk",
    "reports:release": "desk",
    "reports:release_preview": "desk",
    "reports:previewed_change": "desk",
    "reports:preview_working": "desk",
    "reports:review_release": "desk",
    "reports:confirm_release": "desk",
    "reports:withdraw_release": "desk",
    "reports:discard_release": "desk",
    "reports:make_share": "desk",
    "reports:revoke_share": "desk",
    "reports:guests": "desk",
    "reports:invite_guest": "desk",
    "reports:revoke_guest": "desk",
    "reports:invite_again": "desk",
    "reports:guest_door": "link",
    "reports:guest_waves": "guest",
    "reports:guest_wave": "guest",
    "reports:guest_change": "guest",
    "reports:guest_working": "guest",
    "reports:share_door": "link",
    "reports:share_page": "share",
    "reports:share_change": "share",
    "reports:share_working": "share",
    "reports:own_profile": "respondent",
    "reports:firm_export": "owner",
    "reports:exports": "desk",
    "reports:export_file": "starter",
    "reports:benchmarks": "benchmarks",
    "reports:snapshots": "administrator",
    "reports:build_snapshot": "administrator",
    "reports:snapshot": "administrator",
    "reports:approve_snapshot": "administrator",
    "reports:withdraw_snapshot": "administrator",
    "reports:instrument": "benchmarks",
    "reports:norms": "benchmarks",
    "reports:norm": "benchmarks",
    "reports:import_norm": "administrator",
    "reports:use_norm": "administrator",
    "reports:remove_norm": "administrator",
    "reports:study": "administrator",
    "reports:benchmark_export": "administrator",
    "reports:benchmark_files": "administrator",
    "reports:benchmark_manifest": "administrator",
    "reports:benchmark_figures": "administrator",
    "reports:benchmark_shares": "administrator",
    "reports:benchmark_histogram": "administrator",
    "reports:benchmark_codebook": "administrator",
    "reports:benchmark_workbook": "administrator",
    "reports:benchmark_figures_excel": "administrator",
    "reports:benchmark_figures_parquet": "administrator",
    "reports:benchmark_shares_excel": "administrator",
    "reports:benchmark_shares_parquet": "administrator",
    "reports:benchmark_histogram_excel": "administrator",
    "reports:benchmark_histogram_parquet": "administrator",
    "reports:benchmark_companies": "administrator",
}


# Of django-allauth: "sign-in" is open to all, "own account" shows people nothing but their own.
SIGN_IN = (
    *("login", "logout", "inactive", "signup", "reset_password", "reset_password_done"),
    *("reset_password_from_key", "reset_password_from_key_done", "email_verification_sent", "confirm_email"),
)
OWN_ACCOUNT = (
    *("account_reauthenticate", "account_change_password", "usersessions_list", "mfa_index"),
    *("mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
)
# Of Django's admin.
ADMIN_MODELS = (
    *("accounts_firm", "accounts_user", "surveys_instrumentversion", "auth_group", "account_emailaddress"),
    *("mfa_authenticator", "socialaccount_socialapp", "socialaccount_socialtoken"),
    *("socialaccount_socialaccount", "usersessions_usersession", "django_tasks_database_dbtaskresult"),
)
ADMIN_PAGES = (
    *("index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n"),
    *("view_on_site", "app_list"),
    *(
        f"{model}_{page}"
        for model in ADMIN_MODELS
        for page in ("changelist", "add", "history", "delete", "change")
    ),
)
LIBRARY_POLICY = {
    **dict.fromkeys((f"account_{name}" for name in SIGN_IN), "sign-in"),
    "mfa_authenticate": "sign-in",
    "openid_connect_login": "sign-in",
    "openid_connect_callback": "sign-in",
    "socialaccount_login_cancelled": "sign-in",
    **dict.fromkeys(OWN_ACCOUNT, "own account"),
    **dict.fromkeys((f"admin:{name}" for name in ADMIN_PAGES), "admin"),
}

# Links that stand in other letters than those to respondents.
OTHER_DOORS = {"accept_invitation", "mail:stop", "reports:guest_door", "reports:share_door"}
QUESTIONNAIRE = {name for name, policy in POLICY.items() if policy in {"link", "respondent"}} - OTHER_DOORS


def all_routes() -> Iterator[tuple[str, str]]:
    """(view name, pattern) of every route below the root resolver."""
    yield from _below(get_resolver(), "", "")


LIBRARIES = ("admin:", "account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")


def our_routes() -> list[str]:
    """Names of the routes that are neither Django's admin nor django-allauth's."""
    return [name for name, _route in all_routes() if not name.startswith(LIBRARIES)]


def _below(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", route
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, route, inner)
