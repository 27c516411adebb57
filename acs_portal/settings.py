"""Settings of the portal: one file, read from the environment, that runs as cloned.

Every value an operator may set is read by one of the small functions of
`acs_portal.environment`, which refuse nonsense in one line; `deploy/README.md` lists them.
"""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from acs_portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = environment.folder("VAR", BASE_DIR / "var")

DEBUG = environment.flag("DJANGO_DEBUG")
DEMO = environment.flag("DEMO")
SECRET_KEY = environment.secret_key(VAR)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
HTTPS = environment.flag("HTTPS")
SITE_URL = environment.address("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "acs_portal.apps.PortalConfig",
    "actionplan.apps.ActionPlanConfig",
    "meetings.apps.MeetingsConfig",
    "network.apps.NetworkConfig",
    "acs_portal.kernel.apps.KernelConfig",
    "django.contrib.humanize",  # the pages of allauth use it
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks_db",  # its table is there also while TASKS=immediate, so that one may change over
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "acs_portal.kernel.languages.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "acs_portal.kernel.second_factor.SecondFactorMiddleware",
    "acs_portal.kernel.access.DefaultDenyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "acs_portal.urls"
WSGI_APPLICATION = "acs_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "acs_portal.kernel.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "acs_portal.kernel.templatetags.portal",
            ],
        },
    }
]
CRISPY_TEMPLATE_PACK = CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"

# Storage
DATABASES = {"default": environment.database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = environment.whole_number("UPLOAD_MAX_MB", 20) * 1024 * 1024

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["acs_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Port_of_Spain"  # the seat of the Secretariat

# Official texts: is a translation reviewed by another person than its translator, and may a document go
# out before all three languages are ready (see acs_portal/kernel/gate.py)
REVIEW_BY_ANOTHER = environment.flag("REVIEW_BY_ANOTHER", True)
RELEASE_GATES = environment.choices(
    "RELEASE_GATES",
    {
        "meeting": "hold",
        "invitation": "hold",
        "agenda": "pending",
        "participants": "pending",
        "practical": "pending",
        "profile": "pending",
        "plan": "hold",
    },
    ("pending", "hold", "concordant"),
)

# Profiles: confirmed after so many months; so many more, then shown as not confirmed
PROFILE_CONFIRM_MONTHS = environment.whole_number("PROFILE_CONFIRM_MONTHS", 12)
PROFILE_GRACE_MONTHS = environment.whole_number("PROFILE_GRACE_MONTHS", 3)
REQUEST_DAYS = environment.whole_number("REQUEST_DAYS", 14)  # to answer a publication request

# Accounts: by invitation only, with e-mail and password; TOTP and passkeys can be added
AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "acs_portal.kernel.accounts.PortalAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is proof of the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "ACS cooperation portal"
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("TRUSTED_PROXIES", 0)  # else all share one rate limit
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", not DEMO)  # of the Secretariat
DESIGNATION_DAYS = environment.whole_number("DESIGNATION_DAYS", 30)  # to complete a returned designation
INVITATION_DAYS = environment.whole_number("INVITATION_DAYS", 14)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Mail
MAILERS = {"default": environment.mailer(VAR)}
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "portal@acs.example")
TASKS = {"default": {"BACKEND": environment.tasks()}}

# Security
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "acs_portal.views.errors.csrf_failure"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.tasks": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # answered with 400; anybody can cause it
    },
}
