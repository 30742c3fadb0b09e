"""Addresses of the jobs."""

from __future__ import annotations

from django.urls import path

from smax.jobs import views

app_name = "jobs"

urlpatterns = [
    path("jobs/<uuid:public_id>/", views.run_page, name="run"),
    path("server/jobs/", views.jobs_page, name="health"),
]
