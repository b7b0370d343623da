"""Settings. What differs between installations comes from the environment (README, Settings)."""

from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from backend.csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from backend.database import database_settings
from backend.logs import configure_logs
from ops.paths import ROOT, local_dir, socket_dir

BASE = Path(ROOT)
LOCAL = Path(local_dir())
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT_SECRET = "development-only-" + "x" * 40
SECRET_KEY = env("SECRET_KEY", default=DEVELOPMENT_SECRET)
if not DEBUG and SECRET_KEY == DEVELOPMENT_SECRET:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Without DEBUG=1 this installation needs its own secret: "
        'python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS", False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_PROXY_SSL_HEADER is not None

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "pgtrigger",
    "rest_framework",
    "rules",
    "template_partials",
    "backend.common",
    "backend.history",
    "backend.codelists",
    "backend.accounts",
    "backend.notifications",
    "backend.files",
    "backend.discussion",
    "backend.directory",
    "backend.access",
    "backend.certificates",
    "backend.needs",
    "backend.conflicts",
    "backend.matches",
    "backend.consultations",
    "backend.programmes",
    "backend.alerts",
    "backend.feeds",
    "backend.reports",
    "backend.backups",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "backend.common.middleware.RefuseNulBytes",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.csp.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.accounts.middleware.SecondFactor",
    "backend.history.context.RecordRequest",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.common.middleware.RequestLog",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "backend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many proxies' word on where a request comes from is taken; none without one of our own.
PROXIES = env.int("PROXIES", default=1 if SECURE_PROXY_SSL_HEADER else 0)

# --- people ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "backend.directory.backends.SecretariatBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarity": {"user_attributes": ["email", "first_name", "last_name"]},
        "MinimumLength": {"min_length": 10},
        "CommonPassword": {},
        "NumericPassword": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "backend.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of changes to password, address and second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Counterpart: "
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Counterpart"
MFA_TOTP_TOLERANCE = 0  # a code used is remembered for one period, and must be good no longer
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
DEMO_WITHOUT_SECOND_FACTOR = DEBUG  # elsewhere the secretariat has one, without exception
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 named, for our own row refers to it
REST_KNOX = {"TOKEN_TTL": timedelta(hours=env.int("TOKEN_HOURS", default=12))}

# --- languages and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("pt", _("Portuguese")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
]
# Ours, and texts of libraries that these leave in English.
LOCALE_PATHS = [BASE / "backend" / "locale", BASE / "backend" / "locale_of_libraries"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# --- limits -----------------------------------------------------------------------------------
# What is counted (log-ins that failed, questions from one address) is counted for all processes.
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if env("CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(LOCAL / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- files served -----------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = LOCAL / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where it is missing
STATICFILES_DIRS = [BASE / "backend" / "static"]
WHITENOISE_USE_FINDERS = True  # served from the checkout, without a step to collect them

# --- files that people send -------------------------------------------------------------------
FILES_ROOT = Path(env("FILES_ROOT", default=str(LOCAL / "files")))
FILE_MAX_MB = env.int("FILE_MAX_MB", default=25)

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "backend.accounts.authentication.TokenAuthentication",
        "backend.accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_PARSER_CLASSES": ["backend.common.parsers.CleanJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "backend.common.pagination.RowPagination",
    "DEFAULT_FILTER_BACKENDS": ["backend.common.filters.ListFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "backend.common.schema.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "NUM_PROXIES": PROXIES,
    "DEFAULT_THROTTLE_RATES": {
        "match": env("MATCH_RATE", default="600/min"),
        "access": env("ACCESS_RATE", default="20/hour"),
        "typing": env("TYPING_RATE", default="60/min"),  # of one person who tells a need
        "documents": env("DOCUMENT_RATE", default="60/min"),
        "verify": env("VERIFY_RATE", default="60/min"),
    },
    "PAGE_SIZE": 50,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "backend.common.handler.ExceptionHandler",
    "EXCEPTION_FORMATTER_CLASS": "backend.common.handler.ExceptionFormatter",
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404", "409", "412", "428", "429"],
    "ERROR_SCHEMAS": {
        "409": "backend.common.errors.ErrorAnswerSerializer",
        "412": "backend.common.errors.VersionMismatchSerializer",
        "428": "backend.common.errors.ErrorAnswerSerializer",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Counterpart",
    "DESCRIPTION": "Matches people who need expertise with those who have it.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ChangeKindEnum": "backend.history.models.Change.Kind",
        "ProfileKindEnum": "backend.directory.models.Profile.Kind",
        "PassageKindEnum": "backend.directory.models.Passage.Kind",
        "ProfileProposalStatusEnum": "backend.directory.models.ProposalStatus",
        "ProposalSourceKindEnum": "backend.directory.models.ProposalSource.Kind",
        "ErasureStatusEnum": "backend.directory.models.ErasureStatus",
        "RequestStatusEnum": "backend.consultations.models.Status",
        "ClockKindEnum": "backend.consultations.models.Kind",
        "InvitationStatusEnum": "backend.consultations.models.InvitationStatus",
        "NominationStatusEnum": "backend.consultations.models.NominationStatus",
        "NomineeStatusEnum": "backend.consultations.models.NomineeStatus",
        "SlotStatusEnum": "backend.consultations.models.SlotStatus",
        "EngagementStatusEnum": "backend.consultations.models.EngagementStatus",
        "RefusalEnum": "backend.consultations.models.Refusal",
        "InstitutionTypeEnum": "backend.directory.models.Institution.Type",
        "AccessStatusEnum": "backend.access.models.AccessStatus",
        "MemberInvitationStatusEnum": "backend.access.models.MemberInvitationStatus",
        "WaitsForEnum": "backend.consultations.waiting.WaitsFor",
        "CertificateStateEnum": "backend.certificates.models.Certificate.State",
        "LetterKindEnum": "backend.notifications.models.Kind",
        "LetterStatusEnum": "backend.notifications.models.Letter.Status",
        "FrequencyEnum": "backend.notifications.models.Frequency",
        "FileStatusEnum": "backend.files.models.FileStatus",
        "VisibilityEnum": "backend.discussion.models.Visibility",
        "SideEnum": "backend.discussion.models.Side",
        "FeedbackSideEnum": "backend.consultations.models.Feedback.Side",
        "ProposalStatusEnum": "backend.programmes.models.ProposalStatus",
        "IdeaStatusEnum": "backend.programmes.models.IdeaStatus",
        "PartnerStatusEnum": "backend.programmes.models.PartnerStatus",
        "EndorsementStatusEnum": "backend.programmes.models.EndorsementStatus",
        "ContributionStatusEnum": "backend.programmes.models.Contribution.Status",
        "BudgetKindEnum": "backend.programmes.models.BudgetLine.Kind",
        "StageEnum": "backend.programmes.models.Stage",
        "SeverityEnum": "backend.programmes.models.Severity",
        "ProgrammeChannelEnum": "backend.programmes.models.Channel",
        "RoundStatusEnum": "backend.programmes.models.RoundStatus",
        "ReviewStatusEnum": "backend.programmes.models.ReviewStatus",
        "ProjectStatusEnum": "backend.programmes.models.ProjectStatus",
        "ProjectReportStatusEnum": "backend.programmes.models.ReportStatus",
        "ProjectReportKindEnum": "backend.programmes.models.ReportKind",
        "WithinEnum": "backend.programmes.models.Within",
        "HeardChannelEnum": "backend.common.on_behalf.Channel",
        "RuleOutcomeEnum": "backend.programmes.api.serializers.eligibility.OUTCOMES",
        "DeadlineEnum": "backend.programmes.models.Extension.Deadline",
        "RequestFileKindEnum": "backend.consultations.models.RequestFile.Kind",
        "BatchRowStatusEnum": "backend.consultations.models.BatchRowStatus",
        "BatchKeptEnum": "backend.consultations.batches.today.Kept",
        "BatchOutcomeEnum": "backend.consultations.batches.services.Outcome",
        "AlertStatusEnum": "backend.alerts.models.AlertStatus",
        "HowOftenEnum": "backend.alerts.models.HowOften",
        "TargetKindEnum": "backend.alerts.models.TargetKind",
        "RunStatusEnum": "backend.common.leases.RunStatus",
        **{
            f"{name}Enum": f"drf_standardized_errors.openapi_serializers.{name}Enum.choices"
            for name in (
                "ValidationError",
                "ClientError",
                "ServerError",
                *(f"ErrorCode{code}" for code in (401, 403, 404, 405, 406, 415, 429, 500)),
            )
        },
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; spreadsheets come through manage.py

# --- background work --------------------------------------------------------------------------
BROKER_FOLDER = LOCAL / "celery"
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost/")
if CELERY_BROKER_URL.startswith("filesystem"):
    for name in ("queue", "processed", "control"):
        (BROKER_FOLDER / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "processed_folder": str(BROKER_FOLDER / "processed"),
        "control_folder": str(BROKER_FOLDER / "control"),
        # A worker with its hands full looks again only after this: at the second that is usual,
        # each of its processes would do one task in a second.
        "polling_interval": 0.1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "sweep matches": {
        "task": "matches.sweep",
        "schedule": env.float("SWEEP_SECONDS", default=20.0),
    },
    "sweep batches": {
        "task": "consultations.sweep_batches",
        "schedule": env.float("SWEEP_SECONDS", default=20.0),
    },
    "sweep letters": {
        "task": "notifications.sweep",
        "schedule": env.float("SWEEP_SECONDS", default=20.0),
    },
    "sweep invitations": {"task": "consultations.sweep", "schedule": timedelta(minutes=1)},
    "sweep alerts": {
        "task": "alerts.sweep",
        "schedule": env.float("ALERT_SWEEP_SECONDS", default=30.0),
    },
    "sweep programmes": {"task": "programmes.sweep", "schedule": timedelta(hours=1)},
    "sweep access requests": {"task": "access.sweep", "schedule": timedelta(hours=1)},
    "sweep files": {"task": "files.sweep", "schedule": timedelta(hours=1)},
    "ask experts yearly": {"task": "directory.ask_yearly", "schedule": timedelta(hours=1)},
    "erase": {"task": "directory.carry_out_erasures", "schedule": timedelta(minutes=5)},
    "forget answered requests": {"task": "common.purge_keys", "schedule": timedelta(hours=1)},
}
LETTER_LEASE_SECONDS = env.int("LETTER_LEASE_SECONDS", default=120)
LETTERS_PER_DAY = env.int("LETTERS_PER_DAY", default=5)  # to one address; the rest in a digest
RUN_LEASE_SECONDS = env.int("RUN_LEASE_SECONDS", default=60)
# Years back that a shared past counts as a possible conflict of interest.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")  # as links in letters begin
REST_DAYS = env.int("REST_DAYS", default=14)  # after a refusal nobody asks again so soon
CONFLICT_YEARS = env.int("CONFLICT_YEARS", default=3)
# An expert is asked after so many days whether the profile still holds.
PROFILE_CONFIRM_DAYS = env.int("PROFILE_CONFIRM_DAYS", default=365)
ERASURE_DAYS = env.int("ERASURE_DAYS", default=7)  # to think it over before data are erased
# Working days after which those who write a proposal are reminded of a letter that is missing.
ENDORSEMENT_DAYS = env.int("ENDORSEMENT_DAYS", default=10)
# Whom the file of activities (IATI) names as who reports, and what its identifiers begin with.
IATI_ORGANISATION = env("IATI_ORGANISATION", default="XI-COUNTERPART-1")
ALERT_DAYS = env.int("ALERT_DAYS", default=180)  # that an alert goes on without being renewed
RUN_ATTEMPTS = env.int("RUN_ATTEMPTS", default=5)

# --- encoders ---------------------------------------------------------------------------------
# The encoder process's address: a Unix socket's path, or host:port.
ENCODER_ADDRESS = env("ENCODER_ADDRESS", default=str(Path(socket_dir("encoder")) / "encoder.sock"))
ENCODER_KEY = env("ENCODER_KEY", default="")  # shared secret, needed where the address is host:port
ENCODERS = env.list("ENCODERS", default=["e5-small", "minilm"])
VERSIONS_CACHED_SECONDS = 3.0  # which versions answer is asked of the database no oftener

# --- operations -------------------------------------------------------------------------------
# In development the terminal says what went wrong; elsewhere every request is a line.
LOG_LEVEL = env("LOG_LEVEL", default="WARNING" if DEBUG else "INFO")
LOGGING = configure_logs(LOG_LEVEL, readable=DEBUG)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # an address on the internet is a person's data
UNFOLD = {"SITE_TITLE": "Counterpart", "SITE_HEADER": "Counterpart", "SITE_SYMBOL": "handshake"}
# Without EMAIL_URL, letters are only printed; without DEBUG, a check warns of that.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# Or a mail service by its own API (django-anymail): its module's name, and its keys as JSON.
if MAIL_SERVICE := env("MAIL_SERVICE", default=""):
    EMAIL_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
ANYMAIL = env.json("ANYMAIL", default={})
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env(
    "DEFAULT_FROM_EMAIL", default="Counterpart <counterpart@localhost>"
)
