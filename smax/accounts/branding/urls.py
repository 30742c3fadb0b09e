"""Addresses of a firm's brand."""

from __future__ import annotations

from django.urls import path

from smax.accounts.branding import views

app_name = "branding"

urlpatterns = [
    path("brand/<slug:digest>.css", views.brand_css, name="css"),
    path("brand/<slug:digest>/logo", views.brand_logo, name="logo"),
    path("firm/brand/", views.brand_page, name="brand"),
    path("firm/brand/preview/", views.brand_preview, name="preview"),
]
