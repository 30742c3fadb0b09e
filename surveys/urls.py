"""Addresses of the desk (signed in) and of the questionnaire (personal links)."""

from __future__ import annotations

from django.urls import include, path

import surveys.converters  # noqa: F401 - registers `wave` and `link`
from surveys.views import (
    afterwards,
    audit,
    autosave,
    clients,
    colleagues,
    contacts,
    declining,
    elsewhere,
    evidence,
    imports,
    landing,
    letters,
    nominations,
    participants,
    people,
    plans,
    preview,
    promises,
    public,
    respond,
    submit,
    waves,
)

app_name = "surveys"
WAVE = "clients/<slug:slug>/waves/<wave:number>/"
PEOPLE = f"{WAVE}participants/"

desk = [
    path("firm/people/", colleagues.people_page, name="people"),
    path("firm/people/invite/", colleagues.invite_page, name="invite"),
    path("firm/people/<int:member>/", colleagues.colleague_page, name="colleague"),
    path("firm/people/<int:member>/again/", colleagues.invite_again_page, name="invite_again"),
    path("firm/people/<int:member>/remove/", colleagues.remove_colleague_page, name="remove_colleague"),
    path("firm/audit/", audit.audit_page, name="audit"),
    path("firm/audit/trail.csv", audit.audit_export, name="audit_export"),
    path("firm/people-data/", include("surveys.urls_people_data")),
    path("clients/", elsewhere.answered_by_reports, name="clients"),
    path("clients/new/", clients.add_client, name="add_client"),
    path("clients/<slug:slug>/", clients.client_page, name="client"),
    path("clients/<slug:slug>/edit/", clients.edit_client, name="edit_client"),
    path("clients/<slug:slug>/archive/", clients.archive_client_page, name="archive_client"),
    path("clients/<slug:slug>/restore/", clients.restore_client_page, name="restore_client"),
    path("clients/<slug:slug>/contacts/new/", contacts.add_contact_page, name="add_contact"),
    path("clients/<slug:slug>/contacts/<int:contact>/", contacts.contact_page, name="contact"),
    path(
        "clients/<slug:slug>/contacts/<int:contact>/remove/",
        contacts.remove_contact_page,
        name="remove_contact",
    ),
    path("clients/<slug:slug>/plan/", plans.plan_page, name="plan"),
    path("clients/<slug:slug>/plan/drop/", plans.drop_plan_page, name="drop_plan"),
    path("clients/<slug:slug>/waves/new/", waves.open_wave_page, name="open_wave"),
    path(WAVE, elsewhere.answered_by_reports, name="wave"),
    path("clients/<slug:slug>/waves/<wave:number>/outcomes/", waves.outcomes_page, name="outcomes"),
    path(f"{WAVE}documents/", evidence.documents_page, name="documents"),
    path(f"{WAVE}documents/<slug:item>/", evidence.document_page, name="document"),
    path(f"{WAVE}documents/<slug:item>/remove/", evidence.remove_document_page, name="remove_document"),
    path(f"{WAVE}documents/<slug:item>/file/", evidence.document_file, name="document_file"),
    path(f"{WAVE}changes/", evidence.evidence_changes_page, name="evidence_changes"),
    path("clients/<slug:slug>/waves/<wave:number>/close/", waves.close_wave_page, name="close_wave"),
    path(
        "clients/<slug:slug>/waves/<wave:number>/withdraw/", promises.withdraw_wave_page, name="withdraw_wave"
    ),
    path("clients/<slug:slug>/waves/<wave:number>/promises/", promises.promises_page, name="promises"),
    path(
        "clients/<slug:slug>/waves/<wave:number>/participants/new/",
        participants.add_participant_page,
        name="add_participant",
    ),
    path("clients/<slug:slug>/waves/<wave:number>/invite/", letters.invite_all_page, name="invite_leaders"),
    path(
        "clients/<slug:slug>/waves/<wave:number>/participants/<uuid:public_id>/invite/",
        letters.invite_page,
        name="invite_leader",
    ),
    path(
        "clients/<slug:slug>/waves/<wave:number>/participants/<uuid:public_id>/address/",
        letters.change_address_page,
        name="change_address",
    ),
    path("clients/<slug:slug>/waves/<wave:number>/preview/", preview.preview_page, name="preview"),
    path(f"{PEOPLE}<uuid:public_id>/copy/", participants.copy_link_page, name="copy_link"),
    path(f"{PEOPLE}<uuid:public_id>/revoke/", participants.revoke_link_page, name="revoke_link"),
    path(f"{PEOPLE}<uuid:public_id>/reopen/", participants.reopen_response_page, name="reopen_response"),
    path(f"{PEOPLE}again/", nominations.ask_again_page, name="ask_again"),
    path(f"{PEOPLE}<uuid:public_id>/", people.person_page, name="person"),
    path(f"{PEOPLE}<uuid:public_id>/remove/", people.remove_person_page, name="remove_person"),
    path(f"{PEOPLE}<uuid:public_id>/exclude/", people.exclude_person_page, name="exclude_person"),
    path(f"{PEOPLE}<uuid:public_id>/include/", people.include_person_page, name="include_person"),
    path(f"{PEOPLE}import/", imports.import_page, name="import_people"),
    path(f"{PEOPLE}import/add/", imports.add_people_page, name="add_people"),
    path(f"{PEOPLE}import/leaders-to-correct.csv", imports.faults_file, name="import_faults"),
    path(f"{PEOPLE}leaders.csv", imports.csv_template, name="csv_template"),
    path(f"{PEOPLE}leaders.xlsx", imports.xlsx_template, name="xlsx_template"),
    path(
        "clients/<slug:slug>/waves/<wave:number>/participants/<uuid:public_id>/link/",
        participants.renew_link_page,
        name="renew_link",
    ),
]

steps = [
    path("", respond.resume, name="resume"),
    path("review/", submit.review, name="review"),
    path("receipt/", afterwards.receipt, name="receipt"),
    path("reopen/", afterwards.reopen_page, name="reopen"),
    path("answers.txt", afterwards.answers_as_text, name="answers_text"),
    path("answers.json", afterwards.answers_as_json, name="answers_json"),
    path("answer/", autosave.answer, name="answer"),
    path("<slug:screen>/", respond.screen, name="screen"),
]

questionnaire = [
    path("s/<link:secret>/", landing.landing, name="landing"),
    path("s/<link:secret>/decline/", declining.decline_page, name="decline"),
    path("survey/<uuid:public_id>/", include(steps)),
]

public_pages = [
    path("language/", public.choose_language, name="language"),
    path("accessibility/", public.accessibility, name="accessibility"),
]

# Respondents come in crowds: theirs are looked through first.
urlpatterns = questionnaire + desk + public_pages
