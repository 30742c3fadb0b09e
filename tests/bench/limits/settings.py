"""The product's database, under the middleware of a new Django project."""

from __future__ import annotations

from smax.settings import *  # noqa: F403 - the same server in everything that is not named here
from smax.settings import INSTALLED_APPS as PRODUCT

INSTALLED_APPS = [*PRODUCT, "tests.bench.limits"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # allauth does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "tests.bench.limits.views"
