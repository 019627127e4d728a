"""Settings, all from ``LANDFALL_*``; without any of them the product runs embedded from ``var/``."""

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from core import brokers, logs

django_stubs_ext.monkeypatch()
env = environ.FileAwareEnv()  # LANDFALL_SECRET_KEY_FILE and its like name a file with the value

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(env("LANDFALL_HOME", default=str(BASE_DIR / "var"))).resolve()
MODE = env("LANDFALL_MODE", default="embedded")  # embedded or production
PRODUCTION = MODE == "production"
APPS = ["programme", "phases", "adoption", "training", "feedback", "roi"]  # floor order


def _kept_secret() -> str:
    """Read the embedded mode's key, made once with a link so that two first starts agree."""
    kept = HOME / "secret.key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        draft = HOME / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text()


def _database() -> dict[str, Any]:
    """Build the one connection; SQLite takes the write lock at once so that writers queue instead of failing."""
    url = env("LANDFALL_DATABASE_URL", default="")
    if url:
        config: dict[str, Any] = env.db_url_config(url)
        config.setdefault("CONN_MAX_AGE", 60)
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
        config["CONN_HEALTH_CHECKS"] = True
        return config
    HOME.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "landfall.sqlite3",
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": HOME / "test.sqlite3"},  # a file: threads share it
    }


SECRET_KEY = env("LANDFALL_SECRET_KEY", default="") or ("" if PRODUCTION else _kept_secret())
DEBUG = False
ALLOWED_HOSTS = env.list("LANDFALL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("LANDFALL_ORIGINS", default=[])
DEFAULT_PUBLIC_URL = "http://localhost:8000"  # `up` puts its own address in its place
PUBLIC_URL = env("LANDFALL_PUBLIC_URL", default=DEFAULT_PUBLIC_URL)  # printed in verify codes and mails

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "csp",
    "core",
    *APPS,
]
MIDDLEWARE = [
    "core.probes.ProbeMiddleware",
    "core.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.PersonMiddleware",
    "core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
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
                "django.template.context_processors.i18n",
                "core.frame.frame",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "programme.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "people:start"
LOGOUT_REDIRECT_URL = "people:login"

LANGUAGE_CODE = env("LANDFALL_LANGUAGE", default="zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "core" / "locale"]
TIME_ZONE = env("LANDFALL_TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env("LANDFALL_STATIC_ROOT", default=str(HOME / "static")))  # an image brings its own
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
FILES_ROOT = HOME / "files"
STORAGE_URL = env("LANDFALL_STORAGE_URL", default="")  # s3://bucket/prefix?endpoint=…; without it the home's folder


def _files() -> dict[str, Any]:
    """Choose where uploads and documents are kept."""
    if not STORAGE_URL:
        return {"BACKEND": "core.storage.WholeFileStorage", "OPTIONS": {"location": FILES_ROOT}}
    from core import objects

    key, secret = env("LANDFALL_STORAGE_KEY", default=""), env("LANDFALL_STORAGE_SECRET", default="")
    return {
        "BACKEND": "core.objects.WholeObjectStorage",
        "OPTIONS": objects.options(STORAGE_URL, key=key, secret=secret),
    }


STORAGES = {
    "default": _files(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
IMPORT_PART_ROWS = env.int("LANDFALL_IMPORT_PART_ROWS", default=1000)
IMPORT_MAX_BYTES = env.int("LANDFALL_IMPORT_MAX_BYTES", default=50 * 2**20)
USAGE_MAX_BYTES = env.int("LANDFALL_USAGE_MAX_BYTES", default=16 * 2**30)  # read by path, never into memory
USAGE_MEMORY = env("LANDFALL_USAGE_MEMORY", default="256MB")  # of the engine; beyond it spills to disk
USAGE_THREADS = env.int("LANDFALL_USAGE_THREADS", default=2)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = env.bool("LANDFALL_SSL_REDIRECT", default=PRODUCTION)
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_PROXY = env.bool("LANDFALL_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_CONFIG: dict[str, Any] = env.email_url("LANDFALL_EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("LANDFALL_FROM_EMAIL", default="landfall@localhost")

WEBHOOK_PRIVATE = env.bool("LANDFALL_WEBHOOK_PRIVATE", default=False)  # may channels lead into the own network

BROKER_URL = env("LANDFALL_BROKER_URL", default="")
JOBS_RUNNER = env("LANDFALL_JOBS_RUNNER", default="celery" if BROKER_URL else "db")  # inline, db or celery
JOBS_LEASE_SECONDS = env.int("LANDFALL_JOBS_LEASE_SECONDS", default=20)
JOBS_MAX_ATTEMPTS = 3
CLOCK_SECONDS = env.float("LANDFALL_CLOCK_SECONDS", default=30.0)
CELERY_BEAT_SCHEDULE = {
    "clock": {"task": "programme.records.tasks.tick", "schedule": CLOCK_SECONDS, "options": {"expires": CLOCK_SECONDS}}
}  # for `celery -A core beat`, where that runs in the place of `manage.py scheduler`
CELERY_BROKER_URL = BROKER_URL or "memory://"
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker, however long that is away
CELERY_WORKER_CONSUMER = "core.consumer:PatientConsumer"
CELERY_BROKER_TRANSPORT_OPTIONS = brokers.transport_options(BROKER_URL)
QUEUE_PREFIX = env("LANDFALL_QUEUE_PREFIX", default="")  # of installations that share a broker
CELERY_TASK_QUEUES = brokers.queues(BROKER_URL, prefix=QUEUE_PREFIX)
CELERY_TASK_DEFAULT_QUEUE = CELERY_TASK_QUEUES[0].name
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # the row's lease decides, not the connection
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # no mailbox queues: metrics and the jobs' page say what goes on
CELERY_WORKER_SEND_TASK_EVENTS = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["core.api.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "core.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problem",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Landfall API",
    "DESCRIPTION": "Everything the pages do, for programs. Errors are RFC 9457 problem details.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # the schema has a test of its own
    "ENUM_NAME_OVERRIDES": {
        "ToleranceDimensionEnum": "programme.charter.choices.Dimension.choices",
        "StageDimensionEnum": "phases.exceptions.models.FORECAST",
        "RoleEnum": "programme.people.choices.Role.choices",
        "EngagementEnum": "programme.stakeholders.choices.Engagement.choices",
        "CostCategoryEnum": "programme.budget.choices.Category.choices",
        "CalendarKindEnum": "phases.plan.choices.CalendarKind.choices",
        "ChangeStateEnum": "programme.governance.choices.ChangeState.choices",
        "ChangeCauseEnum": "programme.governance.choices.ChangeCause.choices",
        "WaveLinkEnum": "phases.rollout.choices.WaveLink.choices",
        "LagUnitEnum": "phases.plan.choices.LagUnit.choices",
        "BetterDirectionEnum": "programme.charter.choices.Direction.choices",
        "FlowDirectionEnum": "programme.landscape.choices.Direction.choices",
        "KpiFamilyEnum": "programme.charter.choices.Family.choices",
        "NeedFamilyEnum": "programme.needs.choices.Family.choices",
        "HeldEnum": "programme.landscape.choices.Held.choices",
        "UnitEnum": "programme.charter.choices.Unit.choices",
        "DecisionStateEnum": "programme.governance.choices.DecisionState.choices",
        "DeliverableStateEnum": "phases.gates.choices.DeliverableState.choices",
        "DocumentStateEnum": "programme.records.choices.DocumentState.choices",
        "GateStateEnum": "phases.gates.choices.GateState.choices",
        "IssueStateEnum": "programme.raid.choices.IssueState.choices",
        "CycleStateEnum": "phases.uat.choices.CycleState.choices",
        "CaseStateEnum": "phases.uat.choices.CaseState.choices",
        "RunStateEnum": "phases.uat.choices.RunState.choices",
        "DefectStateEnum": "phases.uat.choices.DefectState.choices",
        "SessionStateEnum": "training.timetable.choices.SessionState.choices",
        "LevelEnum": "phases.uat.choices.Level.choices",
        "JobStateEnum": "programme.records.choices.JobState.choices",
        "TopicEnum": "programme.notices.choices.Topic.choices",
        "MeetingKindEnum": "programme.governance.choices.MeetingKind.choices",
        "NodeStateEnum": "phases.redesign.choices.NodeState.choices",
        "PhaseStateEnum": "phases.gates.choices.PhaseState.choices",
        "ProgrammeStateEnum": "programme.charter.choices.ProgrammeState.choices",
        "ReadinessStateEnum": "programme.charter.choices.ReadinessState.choices",
        "RiskStateEnum": "programme.raid.choices.RiskState.choices",
        "SignStateEnum": "programme.signoff.choices.SignState.choices",
        "StatementKindEnum": "programme.charter.choices.StatementKind.choices",
        "UnitKindEnum": "programme.charter.choices.UnitKind.choices",
        "VersionStateEnum": "programme.charter.choices.VersionState.choices",
    },
}

METRICS_TOKEN = env("LANDFALL_METRICS_TOKEN", default="")  # without one only this machine reads the figures
LOGGING = logs.config(
    level=env("LANDFALL_LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING"),
    form=env("LANDFALL_LOG_FORMAT", default="json" if PRODUCTION else "plain"),
)
SILENCED_SYSTEM_CHECKS: list[str] = []
