"""Addresses of the letters: for owners below firm/mail/, for everybody who got one below letters/."""

from __future__ import annotations

from django.urls import path

from smax.mail.views import outbox, settings, stop, templates

app_name = "mail"

urlpatterns = [
    path("firm/mail/", outbox.outbox, name="outbox"),
    path("firm/mail/<int:letter>/retry/", outbox.retry_letter, name="retry"),
    path("firm/mail/<int:letter>/cancel/", outbox.cancel_letter, name="cancel"),
    path("firm/mail/settings/", settings.mail_settings, name="settings"),
    path("firm/mail/test/", settings.send_test_letter, name="test"),
    path("firm/mail/templates/", templates.template_list, name="templates"),
    path(
        "firm/mail/templates/<slug:occasion>/<slug:language>/", templates.edit_template, name="edit_template"
    ),
    path(
        "firm/mail/templates/<slug:occasion>/<slug:language>/preview/",
        templates.preview_template,
        name="preview_template",
    ),
    path(
        "firm/mail/templates/<slug:occasion>/<slug:language>/reset/",
        templates.reset_template,
        name="reset_template",
    ),
    path("letters/stop/<str:token>/", stop.stop, name="stop"),
]
