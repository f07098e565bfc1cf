"""Every setting of the site, in one file.

It runs with no environment at all: SQLite, local files, mail into a folder, debug off. `SITE_URL` decides what
this is: unset or a loopback address means a local trial, anything else means production, which refuses to start
until it has what it needs. README.md has the table of every variable.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cms import theme
from cms.richtext import videos

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


def demand(condition: object, sentence: str) -> None:
    """Refuse to start, with a sentence that says what to do."""
    if not condition:
        raise ImproperlyConfigured(sentence)


def kept_secret(name: str) -> str:
    """A secret made once and kept in an ignored file that only its owner may read."""
    path = DATA_DIR / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := get_random_secret_key() + secrets.token_hex(8))
    return secret


# --- Where this is -----------------------------------------------------------------------------------------------

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
demand(
    _site.scheme in {"http", "https"} and _site.hostname,
    f"SITE_URL must be a whole address such as https://www.example.com, not {SITE_URL!r}.",
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
IS_LOCAL = _site.hostname in LOOPBACK
IS_PRODUCTION = not IS_LOCAL

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[*LOOPBACK, "[::1]"] if IS_LOCAL else [_site.hostname])

if IS_PRODUCTION:
    demand(not DEBUG, "DEBUG must be off in production: it shows settings and source to visitors. Unset DEBUG.")
    demand(
        _site.scheme == "https",
        "SITE_URL must start with https:// in production, since sign-in and forms need an encrypted connection.",
    )
    demand(
        len(env.str("SECRET_KEY", "")) >= 50,
        "Set SECRET_KEY to at least 50 random characters, such as those that "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints.",
    )
    demand(
        env.str("DATABASE_URL", ""),
        "Set DATABASE_URL, for example postgres://user:password@host:5432/name, or sqlite:////path/to/db.sqlite3 "
        "if one file really is what you want.",
    )
    demand(env.str("EMAIL_URL", ""), "Set EMAIL_URL, for example smtp+tls://user:password@smtp.example.com:587.")
    demand(env.str("DEFAULT_FROM_EMAIL", ""), "Set DEFAULT_FROM_EMAIL to the address that mail comes from.")

SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret("secret_key")

# --- What it is made of ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "cms.desk",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "cms.desk.static.StaticFiles",
    "axes",
    "ckeditor",
    "csp",
    "demo",
    "reach",
    "pages",
    "articles",
    "leads",
    "services",
    "cms.site",
    "cms.calendar",
    "cms.linking",
    "cms.review",
    "cms.workbench",
    "cms.publishing",
    "cms.richtext",
    "cms.library",
    "cms.search",
    "cms.intake",
    "cms.pagecache",
    "cms.people",
    "cms.outbox",
]

# A public GET passes all of these without a session, a cookie or a token being made; tests/test_public.py holds it.
MIDDLEWARE = [
    "cms.logs.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "cms.desk.middleware.PagesStayHere",
    "cms.desk.middleware.AdminPolicies",
    "django.middleware.http.ConditionalGetMiddleware",
    "cms.desk.middleware.NoNul",
    "cms.publishing.middleware.PutInPlace",
    "cms.people.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.people.middleware.AdminLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.publishing.middleware.MovedAndGone",
    "cms.pagecache.middleware.NoteWhatPagesAreMadeOf",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

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
                "cms.site.context.site",
            ],
        },
    },
]

# --- Where things are kept ---------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL, since WAL with NORMAL can lose an acknowledged lead at power loss.
    # What is deleted is overwritten, so that nobody reads a forgotten person out of the file.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON",
}
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # A file, since threads that share a database in memory are refused at once instead of waiting their turn.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},  # a silent Redis must not silence the site
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
PRIVATE_MEDIA_ROOT = DATA_DIR / "private"
PUBLIC_MEDIA_ROOT = DATA_DIR / "public"


def media_storage(kind: str, folder: Path) -> dict:
    """A folder on the disk, or a bucket when S3_PRIVATE_BUCKET and S3_PUBLIC_BUCKET name one."""
    bucket = env.str(f"S3_{kind.upper()}_BUCKET", "")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", None),
        "access_key": env.str("S3_ACCESS_KEY", None),
        "secret_key": env.str("S3_SECRET_KEY", None),
        "querystring_auth": kind != "public",
        "default_acl": None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": media_storage("private", PRIVATE_MEDIA_ROOT),
    "private": media_storage("private", PRIVATE_MEDIA_ROOT),
    "public": media_storage("public", PUBLIC_MEDIA_ROOT),
    "staticfiles": {"BACKEND": "cms.desk.static.ManifestStorage"},
}
# Where scheduled exports of content are carried: a folder of this server, or a bucket. Only the server says which.
if env.str("EXPORT_FOLDER", "") or env.str("S3_EXPORT_BUCKET", ""):
    STORAGES["exports"] = media_storage("export", Path(env.str("EXPORT_FOLDER", "")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an article with 260 rows posts 1,322 fields
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Mail --------------------------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 20
if env.str("EMAIL_URL", ""):
    globals().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Ridgeline <hello@example.com>")

# --- Webhooks and robots -----------------------------------------------------------------------------------------

OUTBOUND_LOOPBACK = env.bool("OUTBOUND_LOOPBACK", False)  # for tests: receivers on this machine are spoken to
demand(not (OUTBOUND_LOOPBACK and IS_PRODUCTION), "OUTBOUND_LOOPBACK is for tests; unset it in production.")

# --- Links to other sites ----------------------------------------------------------------------------------------

CHECK_OUTSIDE_LINKS = env.bool("CHECK_OUTSIDE_LINKS", IS_PRODUCTION)  # ask now and then whether they still answer

# --- Language and time -------------------------------------------------------------------------------------------

LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
DEFAULT_SCRIPT = env.str("DEFAULT_SCRIPT", "hant")
demand(DEFAULT_SCRIPT in {"hant", "hans"}, f"DEFAULT_SCRIPT must be hant or hans, not {DEFAULT_SCRIPT!r}.")
LANGUAGE_CODE = f"zh-{DEFAULT_SCRIPT}"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "cms.desk.formats"
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")
LEAD_ANSWER_HOURS = env.int("LEAD_ANSWER_HOURS", 4)

# --- Who may come in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "cms.people.backends.NameOrEmail"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # Unfold's sign-in form carries no "next"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "cms.people.backends.name_to_lock"
AXES_CLIENT_IP_CALLABLE = "cms.intake.limits.address_to_lock"  # or one stranger locks everybody out behind a proxy
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
LETTERS_LIMIT_CALLABLE = "cms.intake.limits.may_cause_letters"  # by name, since intake stands above people
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", IS_PRODUCTION)
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PRODUCTION
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

# Public pages: no inline script but the one that sets the theme before the first paint, allowed by its hash.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, theme.SCRIPT_HASH],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": videos.FRAMES,  # players, opened by a reader's click
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- What the first page asks editors to look after ---------------------------------------------------------------

CARE_AFTER_MONTHS = env.int("CARE_AFTER_MONTHS", 12)  # not published anew for so long
demand(CARE_AFTER_MONTHS > 0, "CARE_AFTER_MONTHS must be at least 1: after how many months a text is to be read again.")

# --- People's data -----------------------------------------------------------------------------------------------

REVEAL_PERMISSION = "leads.reveal_contact"  # by name, since the outbox, which shows messages, stands below the leads

# --- The admin and its editor ------------------------------------------------------------------------------------

SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001",  # CKEditor 4 gets no more free fixes: docs/decisions/0001-editor.md says why, and how to leave
]
UNFOLD = {
    "SITE_TITLE": "Ridgeline",
    "SITE_HEADER": "Ridgeline",
    "SITE_SUBHEADER": _("Content and leads"),
    "SITE_SYMBOL": "landscape_2",
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "cms.desk.static.favicon"}],
    "LOGIN": {"form": "cms.people.forms.LoginForm"},
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "cms.desk.panels.fill_first_page",
    "SIDEBAR": {"show_search": True, "navigation": "cms.desk.menu.for_request"},
    "ACCOUNT": {
        "navigation": [
            {"title": _("Your profile"), "link": reverse_lazy("people:profile")},
            {"title": _("Change your password"), "link": reverse_lazy("admin:password_change")},
        ]
    },
    "STYLES": ["cms.desk.static.admin_css", "cms.desk.static.desk_css"],
    "COLORS": theme.ADMIN_COLOURS,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "cms.logs.KnowsRequest"},
        "strangers": {"()": "cms.logs.StrangersInOneLine"},
        "nobody": {"()": "cms.logs.NamesNobody"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
        "json": {"()": "cms.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request", "strangers", "nobody"],
            "formatter": env.str("LOG_FORMAT", "json" if IS_PRODUCTION else "line"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "PIL": {"level": "WARNING"},
    },
}
