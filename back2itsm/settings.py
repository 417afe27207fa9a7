"""Settings of Back2ITSM: one file, driven by the environment (README, "Settings")."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from back2itsm import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.folder("VAR_DIR", BASE_DIR / "var")

# Where we are ------------------------------------------------------------------------------------
PORT = environment.number("PORT", 8000, least=1, most=65535)
SITE_URL, SITE_HOST, SITE_IS_SECURE = environment.site_url(PORT)
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret_key(VAR_DIR)
ALLOWED_HOSTS = [SITE_HOST, *environment.words("ALLOWED_HOSTS")]
if SITE_HOST in environment.LOOPBACK:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# How many proxies of ours stand in front and append to X-Forwarded-For; 0 believes nobody.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)

# Rooms -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "people",
    "content",
    "ratings",
    "surveys",
    "moderation",
    "back2itsm",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "taggit",
    "csp",
    "moderation.desk_config.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",  # after our own: its widget templates, for back2itsm.forms.Renderer
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "back2itsm.guards.BadInputMiddleware",
    "back2itsm.pagecache.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "back2itsm.urls"
WSGI_APPLICATION = "back2itsm.wsgi.application"
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
                "back2itsm.context.site",
            ],
        },
    }
]
FORM_RENDERER = "back2itsm.forms.Renderer"

# What other rooms add to a page: (request, thing) -> (template, context) or None.
ARTEFACT_PANELS: list[str] = [
    "content.panels.review_due",
    "content.panels.own_work",
    "ratings.panels.ask_use",
    "ratings.panels.score",
    "content.panels.life",
    "content.panels.collect",
    "content.panels.relatives",
    "ratings.panels.reviews",
    "surveys.panels.artefact_answers",
    "ratings.panels.beside",
    "content.panels.replies",
    "moderation.panels.decisions",
    "moderation.panels.report_link",
    "moderation.panels.desk_link",
]
MEMBER_PANELS: list[str] = [
    "ratings.panels.creator_acts",
    "ratings.panels.asked",
    "ratings.panels.suggested",
    "ratings.panels.reputation",
    "surveys.panels.member_promises",
    "content.panels.member_work",
    "ratings.panels.written",
    "moderation.panels.rater_link",
]
HOME_PANELS: list[str] = [
    "ratings.panels.suggested",
    "surveys.panels.home_surveys",
    "content.panels.home_library",
    "content.panels.home_collections",
]
SETTINGS_PANELS: list[str] = []
# What a member may choose as default licence: () -> [(SPDX id, words)].
LICENCE_CHOICES = "content.choosing.licence_choices"
# Which needs a contributor may name as answered: () -> [(words that are kept, words that are shown)].
NEED_CHOICES = "surveys.board.choices"
# What `manage.py worker` runs in turn: each answers the number of things it did. The number is how many
# seconds to leave it alone in between; 0 looks again as soon as the others had their turn.
WORKER_JOBS = {
    "content.jobs.clean_files": 0,
    "content.jobs.inspect_files": 0,
    "content.jobs.compare_versions": 0,
    "content.jobs.roll_up_downloads": 60,
    "content.jobs.tell_people": 5,
    "people.jobs.send_mail": 0,
    "surveys.jobs.close_waves": 30,
    "surveys.jobs.publish_results": 30,
    "surveys.jobs.rank_pairs": 30,
    "surveys.jobs.refresh_focus": 60,
    "surveys.jobs.link_artefacts": 5,
    "surveys.jobs.ask_again": 60,
    "surveys.jobs.follow_pledges": 3600,
}
NIGHTLY_JOBS = [
    "content.jobs.sweep_files",
    "content.jobs.recount_facets",
    "content.jobs.choose_best",
    "content.jobs.recount_words",
    "content.jobs.plan_comparisons",
    "content.jobs.study_texts",
    "content.jobs.tell_review_dates",
    "content.jobs.sweep_unfound",
    "people.jobs.post_digests",
    "people.jobs.sweep_notices",
    "people.jobs.sweep_sessions",
    "moderation.jobs.forget_claimants",
    "surveys.jobs.recount_votes",
    "ratings.jobs.recompute_scores",
    "ratings.jobs.find_rings",
    "ratings.jobs.build_recommendations",
    "ratings.jobs.check_sums",
]

# How often a process writes down which searches found nothing; 0: never (content.unfound).
UNFOUND_SECONDS = 60

# There once `manage.py seed_demo` has run: every page then says that its people are invented.
DEMO_MARK = VAR_DIR / "demonstration"

# Data --------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database(f"sqlite:///{VAR_DIR / 'back2itsm.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock before the first read: two writers wait for each other instead of
    # meeting in the middle with "database is locked".
    # Opening the file anew for each request took ten times as long as a query, and the last one to close it
    # has to write the whole log back. A thread's connection holds no lock while it idles.
    # Half a megabyte of pages for each thread: what it does not hold the system does, for all of them.
    _database["CONN_MAX_AGE"] = 60
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-500;",
    }
else:
    _database["CONN_MAX_AGE"] = 600
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["connect_timeout"] = 2
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Member"
# The address is unique by a constraint on Lower(email), stricter than the unique=True this check looks for.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# `default` holds rate limits and must be shared by all processes; `pages` is each process's own.
REDIS_URL = os.environ.get("REDIS_URL", "").strip()
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # With the usual 300, a few hundred visitors would push each other's rate limits out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        # Mostly of 10 to 50 KB. They live for half a minute, and what has expired leaves only when others come.
        "OPTIONS": {"MAX_ENTRIES": 250},
    },
    "cards": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
    # Small: rows of files whose previews visitors see, and which downloads this process has seen noted.
    "downloads": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "downloads",
        "TIMEOUT": 5,
        "OPTIONS": {"MAX_ENTRIES": 4000},
    },
    # At most 64 KB each, most of them a tenth of that.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 250},
    },
}

# Files -------------------------------------------------------------------------------------------
MEDIA_ROOT = VAR_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = ["content.uploads.IncomingHandler"]
# What one member may keep here: bytes of all files, and artefacts that are not published yet.
MOST_STORED_BYTES = environment.number("MOST_STORED_BYTES", 500_000_000, least=1, most=10**13)
MOST_OPEN_DRAFTS = environment.number("MOST_OPEN_DRAFTS", 50, least=1)
# A virus scanner that speaks clamd's protocol; without one our own inspection is the only door.
CLAMD_SOCKET = environment.socket_address("CLAMD_SOCKET")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# With nginx in front: the internal location that maps to MEDIA_ROOT, e.g. "/protected/".
X_ACCEL_PREFIX = os.environ.get("X_ACCEL_PREFIX", "").strip()
BACK2ITSM_CORPUS = os.environ.get("BACK2ITSM_CORPUS", "").strip()

# Accounts ----------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignUpNameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before an address changes, as before a second factor does
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Back2ITSM: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_IS_SECURE else "http"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
# Beside allauth's own limits: how often one address may report and claim a right, and a member take their data.
ACCOUNT_RATE_LIMITS = {"report": "10/h/ip", "takedown": "5/d/ip", "data_download": "5/h/user"}
# And how often one address may begin a survey, try a resume code, judge a pair and add to a pairwise round. A hall
# full of people behind one address must get through.
ACCOUNT_RATE_LIMITS |= {"survey_start": "600/h/ip", "survey_code": "30/h/ip"}
ACCOUNT_RATE_LIMITS |= {"pair_vote": "3000/h/ip", "pair_idea": "30/h/ip"}
ACCOUNT_FORMS = {
    "login": "people.account_forms.LoginForm",
    "signup": "people.account_forms.SignupForm",
    "add_email": "people.account_forms.AddEmailForm",
    "change_password": "people.account_forms.ChangePasswordForm",
    "set_password": "people.account_forms.SetPasswordForm",
    "reset_password": "people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "people.account_forms.ResetPasswordKeyForm",
    "request_login_code": "people.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "people.account_forms.ConfirmLoginCodeForm",
    "reauthenticate": "people.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "people.account_forms.SecondFactorForm",
    "reauthenticate": "people.account_forms.CodeAgainForm",
    "activate_totp": "people.account_forms.ActivateAppForm",
    "add_webauthn": "people.account_forms.AddPasskeyForm",
    "edit_webauthn": "people.account_forms.EditPasskeyForm",
    "login_webauthn": "people.account_forms.PasskeyLoginForm",
    "authenticate_webauthn": "people.account_forms.PasskeyForm",
    "reauthenticate_webauthn": "people.account_forms.PasskeyAgainForm",
}
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Back2ITSM"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Mail: without EMAIL_URL it is kept in a folder, so that a first run needs no server.
if MAIL := environment.mail():
    vars().update(MAIL)
else:
    EMAIL_BACKEND = "back2itsm.mail.FolderBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "").strip() or f"Back2ITSM <noreply@{SITE_HOST}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Seconds for each answer of the mail server: people.outbox lends a mail to a worker for longer than all of them.
EMAIL_TIMEOUT = 20

# Security ----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SITE_IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a probe beside the server speaks plain http
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_IS_SECURE
SECURE_HSTS_PRELOAD = SITE_IS_SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
SESSION_COOKIE_NAME = "__Host-session" if SITE_IS_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE_IS_SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "back2itsm.views.errors.csrf_failure"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A visitor's GET must write nothing: sessions are saved only when they change.
SESSION_SAVE_EVERY_REQUEST = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

# Words -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
FORMAT_MODULE_PATH = ["back2itsm.formats"]
LOCALE_PATHS = [BASE_DIR / "back2itsm" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Tags --------------------------------------------------------------------------------------------
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "back2itsm.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment.log_level()},
}
