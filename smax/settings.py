"""The one settings file. What differs between servers comes from the environment (see smax/env.py)."""

from __future__ import annotations

from pathlib import Path

from smax import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env.load_file(VAR_DIR / "local.env")

SECRET_KEY = env.secret("SMAX_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.secrets("SMAX_SECRET_KEY_FALLBACKS")
BASE_URL = env.base_url("SMAX_BASE_URL")
DEMO = env.flag("SMAX_DEMO", default=False)
DEBUG = False

ALLOWED_HOSTS = [BASE_URL.host, "127.0.0.1"] if BASE_URL.host in env.LOOPBACK else [BASE_URL.host]
CSRF_TRUSTED_ORIGINS = [BASE_URL.origin]
DATABASES = {"default": env.database("DATABASE_URL", default=VAR_DIR / "smax.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "smax.accounts",
    "smax.jobs",
    "smax.mail",
    "smax.files",
    "surveys",
    "reports",
    "smax.accounts.apps.ServerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

MIDDLEWARE = [
    "smax.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "smax.middleware.ResponseHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "surveys.middleware.RespondentLocaleMiddleware",
    "smax.boundary.InputBoundaryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Pages of respondents go from here straight to the views.
    "surveys.middleware.RespondentMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "smax.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "smax.accounts.middleware.FirmMiddleware",
    "smax.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "surveys.middleware.SurveyErrorMiddleware",
]

ROOT_URLCONF = "smax.urls"
WSGI_APPLICATION = "smax.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smax.accounts.context.demo",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["smax.accounts.backend.MemberBackend"]
SESSION_ENGINE = "smax.accounts.sessions"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "smax.accounts.adapter.ClosedSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "SMAX: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
# What asks "is it you?" asks again after ten minutes (smax.accounts.access.reauthenticated).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# A second factor for everybody who works here; the demonstration on one's own machine does without.
SECOND_FACTOR_REQUIRED = not (DEMO and BASE_URL.host in env.LOOPBACK)
MFA_ADAPTER = "smax.accounts.factors.SealingMFAAdapter"
MFA_FORMS = {
    "add_webauthn": "smax.accounts.factors.AddPasskeyForm",
    "authenticate": "smax.accounts.factors.AuthenticateOnceForm",
    "reauthenticate": "smax.accounts.factors.ReauthenticateOnceForm",
}
# A passkey is bound to a host's name: browsers take no number for one.
MFA_PASSKEY_LOGIN_ENABLED = not BASE_URL.is_number
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if MFA_PASSKEY_LOGIN_ENABLED else [])]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.host == "localhost"
MFA_TOTP_ISSUER = "SMAX"
MFA_TOTP_TOLERANCE = 1
# Signing in by an identity provider, for people who were invited. Its second factor counts only if so said.
OIDC = env.provider("SMAX_OIDC")
OIDC_MFA = env.flag("SMAX_OIDC_MFA", default=False)
SOCIALACCOUNT_ADAPTER = "smax.accounts.provider.InvitedOnlyAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC.label,
                "client_id": OIDC.client_id,
                "secret": OIDC.secret,
                "settings": {"server_url": OIDC.issuer},
            }
        ]
        if OIDC
        else [],
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("SMAX_TRUSTED_PROXIES", default=0, low=0, high=5)

# Work outside of requests
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Cookies and transport: as strict as the origin allows. A __Host- name needs https.
_HOST = "__Host-" if BASE_URL.secure else ""
SESSION_COOKIE_NAME = f"{_HOST}session"
CSRF_COOKIE_NAME = f"{_HOST}csrf"
LANGUAGE_COOKIE_NAME = f"{_HOST}language"
SURVEY_COOKIE_PREFIX = f"{_HOST}survey-"
GUEST_COOKIE_PREFIX = f"{_HOST}guest-"
SHARE_COOKIE_PREFIX = f"{_HOST}share-"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BASE_URL.secure
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = BASE_URL.secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BASE_URL.secure
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "surveys.views.access.stale_form"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # Browsers hold redirects after a form to it as well: the provider's page is one.
        "form-action": ["'self'", *([OIDC.origin] if OIDC else [])],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
# What firms keep: never below a folder that a web server serves.
FILES_DIR = Path(env.text("SMAX_FILES_DIR", str(VAR_DIR / "files")))
# What must outlive a restored backup: heads of the audit trail, and which identities were erased.
RECORDS_DIR = Path(env.text("SMAX_RECORDS_DIR", str(VAR_DIR)))
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Sign-in limits count for the whole server, so they live in the database, not in one process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "smax_cache"}}

LANGUAGE_CODE = "en"
# Each under its own name, so that whoever needs it can read it.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "smax.sheets.SheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Mail: plain SMTP, encrypted unless the mail server is this very machine.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend" if DEMO else "smax.mail.smtp.BoundedBackend"
EMAIL_HOST = env.text("SMAX_SMTP_HOST", "localhost")
_SMTP_TLS = env.choice(
    "SMAX_SMTP_TLS",
    default="none" if EMAIL_HOST in env.LOOPBACK else "starttls",
    known=("starttls", "tls", "none"),
)
_SMTP_PORT = {"starttls": 587, "tls": 465, "none": 25}[_SMTP_TLS]
EMAIL_PORT = env.number("SMAX_SMTP_PORT", default=_SMTP_PORT, low=1, high=65535)
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP_TLS == "starttls", _SMTP_TLS == "tls"
EMAIL_HOST_USER = env.text("SMAX_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SMAX_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("SMAX_MAIL_FROM", f"smax@{BASE_URL.host}")

LOGGING_CONFIG = "smax.logs.configure"
LOGGING = {"level": env.text("SMAX_LOG_LEVEL", "INFO")}

# ---- Benchmarks -------------------------------------------------------------------------------------------

# Administrators who must approve a benchmark snapshot before it is out. A server with a single one may set 1.
RELEASE_APPROVERS = env.number("SMAX_RELEASE_APPROVERS", default=2, low=1, high=2)
# Whether the page of the study may be read without signing in.
PUBLIC_STUDY = env.flag("SMAX_PUBLIC_STUDY", default=False)
