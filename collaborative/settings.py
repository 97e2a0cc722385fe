"""One settings file, from the environment. Unsafe values have no default in production; a missing one stops the start."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from environs import Env

from collaborative.production import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# Where we are. "embedded" needs no server and no secret; "production" accepts no default.
ENVIRONMENT = env.str("ENVIRONMENT", "embedded", validate=lambda value: value in {"embedded", "production"})
PRODUCTION = ENVIRONMENT == "production"
DEMONSTRATION = env.bool("DEMONSTRATION", not PRODUCTION)
DEBUG = env.bool("DEBUG", False)

# Everything that the application writes outside the database lives here.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = (
    env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "embedded-demonstration-key-not-for-production")
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS") if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

# The business clock (practices/clock.py): what is due, late or in the future. The demonstration stands at one instant.
BUSINESS_CLOCK = env.str("BUSINESS_CLOCK", "2007-02-08T09:00" if DEMONSTRATION else "")

INSTALLED_APPS = [
    "collaborative",
    "workforce",
    "measures",
    "registers",
    "practices",
    "accounts",
    "operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "collaborative.static_files.CollectedFiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.OneTimeCodeMiddleware",
    "practices.middleware.ActingScopeMiddleware",
    "collaborative.middleware.ErrorPageMiddleware",
    "collaborative.middleware.DeniedAccessMiddleware",
]

ROOT_URLCONF = "collaborative.urls"
WSGI_APPLICATION = "collaborative.wsgi.application"

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
                "collaborative.context.navigation",
            ],
        },
    },
]

# Database: SQLite in WAL mode unless an address is given. IMMEDIATE transactions wait their turn instead of failing midway.
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
        if REDIS_URL
        # Sign-in limits must be shared between processes, so never the in-process cache.
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
            # Full, it would drop locks at random: room for more addresses than anybody can try within a lock.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    )
}

# Celery: Redis in production, files in the embedded default (one worker only; see README, decisions).
CELERY_BROKER_URL = REDIS_URL or "files://localhost//"
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 2, "socket_connect_timeout": 2, "visibility_timeout": 3600}
    if REDIS_URL
    else {
        "data_folder_in": str(DATA_DIR / "broker" / "queue"),
        "data_folder_out": str(DATA_DIR / "broker" / "queue"),
        "control_folder": str(DATA_DIR / "broker" / "control"),
        "processed_folder": str(DATA_DIR / "broker" / "processed"),
        "polling_interval": 0.2,
    }
)
if not REDIS_URL:
    for folder in ("queue", "control", "processed"):
        (DATA_DIR / "broker" / folder).mkdir(parents=True, exist_ok=True)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# What was left lying is sent again so often; whoever works says three times within a lease that it lives. Work of a worker
# that was killed is taken up again after a lease and a sweep at the most, so that two deaths fit into two minutes (D25).
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 30)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", 20)
# A question that nobody has taken up when the next is asked is dropped: else a day without a worker leaves thousands.
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "operations.sweep",
        "schedule": timedelta(seconds=JOB_SWEEP_SECONDS),
        "options": {"expires": JOB_SWEEP_SECONDS},
    },
    "left-files": {
        "task": "collaborative.remove_left_files",
        "schedule": timedelta(seconds=JOB_SWEEP_SECONDS),
        "options": {"expires": JOB_SWEEP_SECONDS},
    },
    "nightly": {"task": "collaborative.nightly", "schedule": crontab(hour=2, minute=0)},
    "nightly-if-missed": {
        "task": "collaborative.nightly",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
}

# The nightly anchor of the audit trail: a file on another disk, which whoever can write the database cannot write.
AUDIT_ANCHOR_FILE = env.str("AUDIT_ANCHOR_FILE", "")
# What backups are sealed with: a passphrase, or a key of 64 hexadecimal digits. Production makes none without.
BACKUP_PASSPHRASE, BACKUP_KEY = env.str("BACKUP_PASSPHRASE", ""), env.str("BACKUP_KEY", "")

# People and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.password_validation.ForbiddenWordsValidator"},
    {"NAME": "accounts.password_validation.OwnOrganisationsValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ActivateCodeForm",
}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login": "200/m/ip", "login_failed": "200/h/ip,5/10m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600
# How many proxies of our own stand before the web server; the address of the caller is taken from that far back, never further.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
# Links in mails begin with this, never with what a request calls itself; empty in the embedded default.
SITE_ADDRESS = env.str("SITE_ADDRESS") if PRODUCTION else env.str("SITE_ADDRESS", "")
# Wrong passwords for one account within the window lock it for as long again (accounts/lockout.py).
LOCKOUT_TRIES, LOCKOUT_SECONDS = 5, 600
SESSION_IDLE_SECONDS, SESSION_ABSOLUTE_SECONDS, SESSION_WARNING_SECONDS = 1800, 43_200, 180
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "collaborative.views.errors.csrf_failure"
MFA_ADAPTER = "accounts.adapter.CodeAdapter"
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Primary Care Mental Health Collaborative"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
REQUIRE_MFA = env.bool("REQUIRE_MFA", PRODUCTION)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"

# Browser
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", PRODUCTION)
# The health page is asked for from within, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
# Only where a proxy of our own stands in front may a header say that the browser came by TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # A chart saved as a picture is drawn from a blob that the page's own script has made.
        "img-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")}

# Pages
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "nhsuk"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names after `collectstatic`; without it files come straight from static/, as tests and a first look want them.
STATIC_HASHED = env.bool("STATIC_HASHED", PRODUCTION)
WHITENOISE_USE_FINDERS = not STATIC_HASHED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "collaborative.static_files.HashedStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# In the embedded default mails are files under var/mail, and nothing leaves the machine; naming a mail server sends them.
EMAIL_BY = env.str(
    "EMAIL_BY",
    "smtp" if PRODUCTION or env.str("EMAIL_HOST", "") else "file",
    validate=lambda value: value in {"smtp", "file", "console"},
)
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if EMAIL_BY == 'file' else EMAIL_BY}.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_USER", ""), env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "collaborative@localhost")

# Returns are small files; the limits of a kind of file are in its schema.
FILE_UPLOAD_HANDLERS = ["practices.uploads.handlers.LimitedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

if PRODUCTION:
    refuse_unsafe(
        debug=DEBUG,
        secret_key=SECRET_KEY,
        allowed_hosts=ALLOWED_HOSTS,
        database=DATABASES["default"],
        redis_url=REDIS_URL,
    )

# One line an event, to the console. Never what was uploaded or typed (collaborative/views/errors.py logs addresses only).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"collaborative": {"level": "INFO"}},
}
