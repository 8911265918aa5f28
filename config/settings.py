"""What does this installation run with? Every value that differs by place comes from the environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import environment as env
from config.schedule import SCHEDULE
from notifications.rules.envelope_sender import LONGEST_LOCAL

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# Sunsetter ").strip()
ENVIRONMENT = env.choice("ENVIRONMENT", ("demo", "test", "staging", "production"), "demo")
IS_PRODUCTION = ENVIRONMENT == "production"
NEEDS_SECRETS = ENVIRONMENT in {"production", "staging"}  # both may hold customers' data: no default opens them
STATE_DIR = env.path("SUNSETTER_STATE", BASE_DIR / "var")
SECRET_KEY = env.secret("SECRET_KEY", None if NEEDS_SECRETS else "only-for-building-" + "x" * 40)
SECRET_KEY_FALLBACKS = [key for key in env.secret("SECRET_KEY_FALLBACKS", "").split(",") if key]
MASTER_KEY = env.secret("MASTER_KEY", "") or SECRET_KEY  # seals what must be read again: secrets of webhooks, rooms
DEBUG = False
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = list(env.listing("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver"))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "config",
    "console",
    "portal",
    "portability",
    "notifications",
    "analytics",
    "lifecycle",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.PersonalSettingsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.context.site",
            ],
        },
    },
]

NOWHERE = None if NEEDS_SECRETS else "postgresql://sunsetter_app@127.0.0.1:1/nowhere"  # for commands without a database
DATABASES = {"default": env.database_from_url(env.secret("DATABASE_URL", NOWHERE))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.secret("REDIS_URL", None if NEEDS_SECRETS else "redis://127.0.0.1:1/0")

AUTH_USER_MODEL = "lifecycle.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if ENVIRONMENT == "test":  # a hash that is slow on purpose has nothing to protect there
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 180
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "config.sign_in.ClosedSignUp"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
IS_HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# The local run speaks plain HTTP on loopback; `check --deploy` of a production environment has https and none of these.
SILENCED_SYSTEM_CHECKS = [] if IS_HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
SILENCED_SYSTEM_CHECKS += [] if IS_PRODUCTION else ["security.W009"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STATE_DIR / "static"
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = False

MAIL = env.email_from_url(env.secret("EMAIL_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.backend == 'smtp' else 'filebased'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL.host, MAIL.port, MAIL.timeout_s
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_FILE_PATH = OUTBOX_DIR = STATE_DIR / "outbox"  # without a mail server nothing leaves; the outbox page shows it
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Sunsetter <sunsetter@localhost>")
# Each letter leaves from a mailbox of its own: local+token@domain; empty: all from DEFAULT_FROM_EMAIL.
EMAIL_BOUNCE_ADDRESS = env.mailbox("EMAIL_BOUNCE_ADDRESS", longest_local=LONGEST_LOCAL)
DKIM_SELECTORS = env.listing("DKIM_SELECTORS")  # under which names the provider's keys stand in our domain
DNS_SERVERS = env.listing("DNS_SERVERS")  # asked for the sender's records; without them those of this machine
MAIL_PER_DAY = env.integer("MAIL_PER_DAY", 0)  # what the provider takes; zero: nobody said
CALLS_PER_WEEK = env.integer("CALLS_PER_WEEK", 25, at_least=1)  # what one success manager can do
OPERATOR_EMAIL = env.listing("OPERATOR_EMAIL")  # who hears of each alarm, once
WATCHER_URL = env.secret("WATCHER_URL", "")  # called each minute: a watcher outside that hears nothing raises its alarm
ANCHOR_DIRS = env.listing("ANCHOR_DIRS")  # beside the state directory: where the ledger's last mark is kept, too
EMAIL_ALLOWED_DOMAINS = env.listing("EMAIL_ALLOWED_DOMAINS")  # outside production nothing leaves for any other
# "provider=secret", by commas: the password ("user:pass") or signing key of its calls; without one it is not believed.
MAIL_HOOK_SECRETS = dict(
    pair.strip().split("=", 1) for pair in env.secret("MAIL_HOOK_SECRETS", "").split(",") if "=" in pair
)
ARCHIVE_URLS = env.listing("ARCHIVE_URLS")  # two or more places, apart; without them two folders of the state directory
USAGE_ENGINE = env.text("SUNSETTER_USAGE_ENGINE", "")  # spark://HOST:PORT counts all modules; without it DuckDB does
STORAGE_URL = env.text("STORAGE_URL", "") or (STATE_DIR / "files").as_uri()
RAW_EVENTS_DAYS = env.integer("RAW_EVENTS_DAYS", 0)  # older raw events are dropped; zero keeps them, roll-ups stay
ROLL_UP_DAYS = env.integer("ROLL_UP_DAYS", 0)  # and their roll-ups, from 400 days on; zero keeps them

CELERY_BROKER_URL = env.celery_broker_from_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 10, "socket_connect_timeout": 2, "health_check_interval": 25}
# Nobody waits for a doorbell that is not heard: one try, without pause.
CELERY_BROKER_TRANSPORT_OPTIONS |= {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ROUTES = {each.doorbell: {"queue": each.queue} for each in SCHEDULE}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 20
CELERY_TASK_TIME_LIMIT = 25
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DOORBELL_EXPIRES = 15

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sunsetter",
    "DESCRIPTION": "Retire a feature without losing a customer or a byte.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

SWITCH_ALLOWS_LOOPBACK = not IS_PRODUCTION
WEBHOOK_ALLOWS_LOOPBACK = ENVIRONMENT in {"demo", "test"}  # an address that a customer gave
SWITCH_SECRETS = dict(pair.split("=", 1) for pair in env.secret("SWITCH_SECRETS", "").split(",") if "=" in pair)
SWITCH_COMMANDS = dict(pair.split("=", 1) for pair in env.listing("SWITCH_COMMANDS") if "=" in pair)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # What they say is full of addresses, or only long.
    "loggers": {name: {"level": "WARNING"} for name in ("mail.log", "httpx", "apprise", "flufl.bounce")},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
