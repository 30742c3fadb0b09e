"""Addresses below /firm/people-data/. No name and no e-mail address stands in one."""

from __future__ import annotations

from django.urls import path

from surveys.views import people_data

urlpatterns = [
    path("", people_data.people_data_page, name="people_data"),
    path("kept/", people_data.retention_page, name="retention"),
    path("erasures/", people_data.erasures_page, name="erasures"),
    path("erasures/<receipt:receipt>/", people_data.erasure_page, name="erasure"),
    path("<person:person>/", people_data.person_data_page, name="person_data"),
    path("<person:person>/copy.<format:form>", people_data.person_copy, name="person_copy"),
    path("<person:person>/erase/", people_data.erase_person_page, name="erase_person"),
]
