"""Settings of every process. The environment replaces what development takes for granted (README.md)."""

from pathlib import Path

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("VITRINE_DATA_DIR", str(BASE_DIR / ".data")))

DEVELOPMENT = env.flag("VITRINE_DEVELOPMENT")
DEBUG = DEVELOPMENT and env.flag("VITRINE_DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "development-only" if DEVELOPMENT else None)
FIELD_KEY = env.text("FIELD_KEY", "development-only" if DEVELOPMENT else None)
# Keys that were in force before, and what digests that are kept are made with (docs/security.md).
SECRET_KEY_FALLBACKS = env.listed("VITRINE_SECRET_KEYS_OLD")
FIELD_KEYS_OLD = env.listed("VITRINE_FIELD_KEYS_OLD")
DIGEST_KEY = env.text("VITRINE_DIGEST_KEY", [SECRET_KEY, *SECRET_KEY_FALLBACKS][-1])

# Tenants -----------------------------------------------------------------------------------------

PLATFORM_NAME = env.text("PLATFORM_NAME", "Vitrine")
PLATFORM_DOMAIN = env.text("PLATFORM_DOMAIN", "vitrine.localhost")
PUBLIC_PORT = env.text("VITRINE_PUBLIC_PORT", env.text("VITRINE_PORT", "8000") if DEVELOPMENT else "")
PUBLIC_SCHEME = env.text("VITRINE_PUBLIC_SCHEME", "http" if DEVELOPMENT else "https")
# The host is checked by tenants.middleware against the active domains: an unknown one never reaches a view.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False

SHARED_APPS = [
    "tenants",  # before django_tenants, whose `migrate` knows no ledger
    "django_tenants",
    "branding",
    "shared_apps.agenda",
    "shared_apps.catalog",
    "shared_apps.ledger",
    "shared_apps.commissions",
    "shared_apps.partner_store",
    "shared_apps.payments",
    "shared_apps.settlement",
    "shared_apps.payouts",
    "shared_apps.reports",
    "shared_apps.moves",
    "shared_apps.help",
    "shared_apps.domains",
    "shared_apps.crossings",
    "shared_apps.tenant_controls",
    "shared_apps.isolation",
    "shared_apps.trials",
]
EVERY_TENANT_APPS = [
    "django.contrib.sessions",
    "tenant_apps.accounts",
    "tenant_apps.notices",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
RESELLER_APPS = [
    *EVERY_TENANT_APPS,
    "tenant_apps.sign_on",
    "tenant_apps.clients",
    "tenant_apps.pricing",
    "tenant_apps.tickets",
    "tenant_apps.storefront",
    "tenant_apps.orders",
]
# The platform vouches for its partners before their offices (docs/security.md).
OPERATOR_APPS = [*EVERY_TENANT_APPS, "tenant_apps.identity", "allauth.idp.oidc"]
# Code without tables in any schema: roles and permissions are our own (tenant_apps/accounts/roles.py).
TABLELESS_APPS = [
    "tenant_apps.probes",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_structlog",
    "csp",
]
HAS_MULTI_TYPE_TENANTS = True
MULTI_TYPE_DATABASE_FIELD = "kind"
TENANT_TYPES = {
    "public": {"APPS": SHARED_APPS, "URLCONF": "config.urls.nowhere"},
    "operator": {"APPS": OPERATOR_APPS, "URLCONF": "config.urls.operator"},
    "reseller": {"APPS": RESELLER_APPS, "URLCONF": "config.urls.reseller"},
}
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *RESELLER_APPS, *OPERATOR_APPS, *TABLELESS_APPS]))
if DEVELOPMENT:
    INSTALLED_APPS.append("deploy.demo")
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
ROOT_URLCONF = "config.urls.nowhere"
SPARE_SCHEMAS = env.number("VITRINE_SPARE_SCHEMAS", 2 if DEVELOPMENT else 20)

# Data --------------------------------------------------------------------------------------------

DATABASES = {
    "default": {
        **env.database(
            env.text(
                "DATABASE_URL",
                "postgresql://postgres@127.0.0.1:54329/vitrine" if DEVELOPMENT else None,
            )
        ),
        "ENGINE": "tenants.postgres",
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.text("VITRINE_TEST_DATABASE", "test_vitrine")},
    }
}
DATABASES["default"]["OPTIONS"] |= {
    "pool": {
        "min_size": 0,
        "max_size": env.number("VITRINE_POOL", 20),
        "timeout": 5,
        # Attempts back off twice as long each time: after an outage the next one must not be minutes away.
        "reconnect_timeout": 2,
        # A backend keeps the catalogue of every schema it has met in its memory for as long as it lives.
        "max_lifetime": 900,
    },
    "connect_timeout": 5,
}
# For a pooler in transaction mode that does not keep the search path (docs/scale.md).
DATABASES["default"]["STATELESS"] = env.flag("VITRINE_STATELESS_CONNECTIONS")
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = DATABASES["default"]["STATELESS"]
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:63799/0" if DEVELOPMENT else None)
_REDIS_OPTIONS = {"socket_timeout": 1, "socket_connect_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "tenants.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "tenants.cache.tenant_key",
        "OPTIONS": _REDIS_OPTIONS,
    },
    "shared": {
        "BACKEND": "tenants.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "shared",
        "OPTIONS": _REDIS_OPTIONS,
    },
}
SESSION_ENGINE = "tenant_apps.accounts.sessions"
SESSION_COOKIE_NAME = "sid"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How long an archived reseller may come back, and its export be fetched (REQUIREMENTS S5.43).
ARCHIVE_GRACE_DAYS = env.number("VITRINE_ARCHIVE_GRACE_DAYS", 30)
# How long a client whose deletion was asked for may come back.
CLIENT_GRACE_DAYS = env.number("VITRINE_CLIENT_GRACE_DAYS", 30)
EXPORT_KEPT_DAYS = env.number("VITRINE_EXPORT_KEPT_DAYS", 7)

# Outside calls -----------------------------------------------------------------------------------

STRIPE_API_BASE = env.text("STRIPE_API_BASE", "http://127.0.0.1:12111" if DEVELOPMENT else "")
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
PROVISIONER_URL = env.text("PROVISIONER_URL", "http://127.0.0.1:12112" if DEVELOPMENT else "")
REGISTRAR_URL = env.text("REGISTRAR_URL", "http://127.0.0.1:12113" if DEVELOPMENT else "")
REGISTRAR_SECRET = env.text("REGISTRAR_SECRET", "whsec_ZGV2ZWxvcG1lbnQtb25seQ==" if DEVELOPMENT else "")
PROVISIONER_SECRET = env.text("PROVISIONER_SECRET", "whsec_ZGV2ZWxvcG1lbnQtb25seQ==" if DEVELOPMENT else "")

# Own domains (docs/domains.md): which servers are asked (host:port; none: the system's), where resellers point
# their domains to, and which proxies may ask whether a host deserves a certificate.
VITRINE_DNS_SERVERS = env.listed("VITRINE_DNS_SERVERS")
# host:port that may be reached on loopback although somebody else named them; development only.
OUTSIDE_ALLOWED = env.development_only("VITRINE_OUTSIDE_ALLOWED", DEVELOPMENT)
VITRINE_ROUTE_HOST = env.text("VITRINE_ROUTE_HOST", "portals.localhost" if DEVELOPMENT else "")
VITRINE_ROUTE_ADDRESSES = env.listed("VITRINE_ROUTE_ADDRESSES", "127.0.0.1" if DEVELOPMENT else "")
VITRINE_CERTIFICATE_AUTHORITY = env.text("VITRINE_CERTIFICATE_AUTHORITY", "letsencrypt.org")
VITRINE_PROXY_ADDRESSES = env.listed("VITRINE_PROXY_ADDRESSES", "127.0.0.1,::1")

# The path of a request -----------------------------------------------------------------------------

MIDDLEWARE = [
    "tenants.middleware.CertificateMiddleware",
    "tenants.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.TenantMiddleware",
    "config.logs.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenant_apps.accounts.middleware.LanguageMiddleware",
    "shared_apps.crossings.middleware.CrossingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tenant_apps.clients.middleware.SwitchedOffMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tenant_apps.accounts.middleware.LastSeenMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "branding.context.look",
                "config.navigation.navigation",
                "tenant_apps.clients.context.portal_rights",
                "tenant_apps.pricing.showing.price_showing",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "branding.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "branding.forms.Renderer"
WSGI_APPLICATION = "config.wsgi.application"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_PROXY_SSL_HEADER = None if DEVELOPMENT else ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # The pay button posts to us and is redirected to the gateway's own page.
        "form-action": [SELF, "https://checkout.stripe.com", *([STRIPE_API_BASE] if STRIPE_API_BASE else [])],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# People ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tenant_apps.accounts.passwords.NotPersonal"},
    {"NAME": "tenant_apps.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "tenant_apps.accounts.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/home/"

ACCOUNT_ADAPTER = "tenant_apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tenant_apps.accounts.tokens.ResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Per visitor's address, signed-in person, or key: the account, or account and address (accounts/limits.py).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,100/h/ip,5/5m/key",
    "login_failed_account": "30/h/key,100/d/key",
    "request_login_code": "10/m/ip,3/5m/key,12/d/key",
    "reset_password": "10/m/ip,3/5m/key,20/d/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "10/m/ip,100/d/ip",
    "confirm_email": "1/10s/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    # Invitations by mail: to one address, from one client, from one member of staff.
    "invite_address": "1/h/key",
    "invite_by_client": "10/d/key",
    "invite_by_staff": "50/d/key",
    # Each one asks the registrar.
    "domain_search": "30/m/ip",
    # Codes are guessed otherwise.
    "coupon": "10/m/ip,60/h/ip",
}
ACCOUNT_FORMS = {
    "login": "tenant_apps.accounts.forms.entrance.LoginForm",
    "signup": "tenant_apps.accounts.forms.entrance.SignupForm",
    "confirm_email_verification_code": "tenant_apps.accounts.forms.entrance.VerificationCodeForm",
    "request_login_code": "tenant_apps.accounts.forms.entrance.CodeRequestForm",
    "confirm_login_code": "tenant_apps.accounts.forms.entrance.LoginCodeForm",
    "reset_password": "tenant_apps.accounts.forms.entrance.ResetRequestForm",
    "reset_password_from_key": "tenant_apps.accounts.forms.entrance.ResetForm",
    "change_password": "tenant_apps.accounts.forms.own.ChangePasswordForm",
    "add_email": "tenant_apps.accounts.forms.own.ChangeEmailForm",
    "reauthenticate": "tenant_apps.accounts.forms.own.ConfirmPasswordForm",
}
# Six digits: they can be typed in every language and on every keyboard.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# How many proxies of ours stand before the server; 0 reads no X-Forwarded-For (RELIABILITY 30).
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("VITRINE_TRUSTED_PROXIES", 0 if DEVELOPMENT else 1)
# What joining means beyond the account, by kind of tenant; and who sends the mails. Both stand above accounts.
SIGNUP_VERBS = {
    "operator": "tenant_apps.accounts.verbs.become_partner",
    "reseller": "tenant_apps.clients.verbs.welcome",
}
NOTICES_VERBS = "tenant_apps.notices.verbs"
MAIL_SPECIMEN = "tenant_apps.notices.specimen.specimen"
MFA_ADAPTER = "tenant_apps.accounts.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip,100/h/ip"}
MFA_FORMS = {
    "authenticate": "tenant_apps.accounts.forms.entrance.SecondStepForm",
    "reauthenticate": "tenant_apps.accounts.forms.own.ConfirmCodeForm",
    "activate_totp": "tenant_apps.accounts.forms.own.ActivateAppForm",
    "add_webauthn": "tenant_apps.accounts.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "tenant_apps.accounts.forms.passkeys.RenamePasskeyForm",
    "authenticate_webauthn": "tenant_apps.accounts.forms.passkeys.SecondStepByPasskeyForm",
    "login_webauthn": "tenant_apps.accounts.forms.passkeys.LoginByPasskeyForm",
    "reauthenticate_webauthn": "tenant_apps.accounts.forms.passkeys.ConfirmByPasskeyForm",
}

IDP_OIDC_ADAPTER = "tenant_apps.identity.adapter.Adapter"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 600
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 600

# Languages ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fa", _("Persian")), ("tr", _("Turkish")), ("th", _("Thai"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "branding" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "branding.stylesheet.StylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Mail --------------------------------------------------------------------------------------------

OUTBOX_DIR = Path(env.text("VITRINE_OUTBOX_DIR", str(DATA_DIR / "outbox")))
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "tenant_apps.notices.outbox.OutboxBackend" if DEVELOPMENT else "tenant_apps.notices.portal.PortalBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
MAIL_FROM = env.text("MAIL_FROM", f"no-reply@{PLATFORM_DOMAIN}")
# What a reseller's SPF record must name for mail that leaves by this server, such as "include:_spf.mail.example".
MAIL_ROUTE_SPF = env.text("VITRINE_MAIL_ROUTE_SPF", "")

# Tasks and logs ----------------------------------------------------------------------------------

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.problem",
    # Counted in the tenant's own cache: one tenant's traffic locks no other.
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("VITRINE_API_RATE", "120/min")},
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

_SHARED_PROCESSORS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
structlog.configure(
    processors=[*_SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            # The pretty form of a traceback takes a quarter of a second, and every 403 has one.
            "processor": structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
            if DEVELOPMENT
            else structlog.processors.JSONRenderer(),
            "foreign_pre_chain": _SHARED_PROCESSORS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
}
