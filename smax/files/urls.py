"""The address of a kept file."""

from __future__ import annotations

from django.urls import path

from smax.files import views

app_name = "files"

urlpatterns = [path("<str:token>/", views.download, name="download")]
