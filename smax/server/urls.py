"""Addresses of the administrator's pages."""

from __future__ import annotations

from django.urls import path

from smax.server import audit, views

app_name = "server"

urlpatterns = [
    path("audit/", audit.audit_page, name="audit"),
    path("firms/", views.firms_page, name="firms"),
    path("firms/new/", views.create_firm_page, name="create_firm"),
    path("firms/<int:firm>/suspend/", views.suspend_page, name="suspend_firm"),
    path("firms/<int:firm>/resume/", views.resume_page, name="resume_firm"),
    path("firms/<int:firm>/invite/", views.invite_owner_page, name="invite_owner"),
]
