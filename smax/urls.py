"""Where each part of the site begins."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from smax.accounts.views import health, home

handler400 = "smax.errors.bad_request"

urlpatterns = [
    # Respondents come in crowds: their pages are looked for first. `reports` stands before surveys, whose
    # screens take any last word of an address for the name of a screen.
    path("", include("reports.urls")),
    path("", include("surveys.urls")),
    path("", home, name="home"),
    path("healthz", health, name="health"),
    path("accounts/", include("smax.accounts.urls")),
    path("admin/", admin.site.urls),
    path("server/", include("smax.server.urls")),
    path("files/", include("smax.files.urls")),
    path("", include("smax.jobs.urls")),
    path("", include("smax.mail.urls")),
    path("", include("smax.accounts.branding.urls")),
]
