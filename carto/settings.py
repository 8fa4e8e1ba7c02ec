"""One settings file; what differs from place to place comes from the environment (README, “Settings”)."""

from email.utils import parseaddr
from pathlib import Path

from carto.city import SHIPPED, read_city
from carto.declared import ACTES, ANNONCES, ANNONCEURS, ASKED, CHERCHEURS, COMPTEUR, COUCHES, EMARGEMENTS, TRAVAUX
from carto.environment import (
    env_bbox,
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_path,
    env_secret,
    env_text,
    oidc_app,
)
from carto.geolibraries import GEO_DATA, gdal_library, geos_library
from carto.place import read_place

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = env_bool("CARTO_DEBUG", False)
SECRET_KEY = env_secret("CARTO_SECRET_KEY", debug=DEBUG)
ALLOWED_HOSTS = env_list("CARTO_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("CARTO_CSRF_TRUSTED_ORIGINS")

# --- the place -------------------------------------------------------------------------------------
CARTO_VAR = env_path("CARTO_VAR", BASE_DIR / "var")
CARTO_CITY = env_path("CARTO_CITY", None)  # a folder that describes another city (docs/guide/exploitant.md)
CITY = read_city(CARTO_CITY or SHIPPED)
CARTO_HOME = CITY.place.framed(env_bbox("CARTO_BBOX", CITY.place.bbox))
# An extract of elsewhere moves the map there (load_place), unless the environment says where the map is.
LOADED_PLACE = CARTO_HOME if env_text("CARTO_BBOX") else read_place(CARTO_VAR, CARTO_HOME)
CARTO_PLACE = env_text("CARTO_PLACE", LOADED_PLACE.name)
CARTO_BBOX = LOADED_PLACE.bbox  # west, south, east, north in degrees (SRID 4326)
CARTO_CENTRE = LOADED_PLACE.centre  # longitude, latitude
# Written into the database by the first migrations: another country's is chosen before them.
CARTO_SRID_METRES = env_int("CARTO_SRID_METRES", CITY.srid_metres, at_least=1024)
CARTO_EXTRACT_URL = env_text("CARTO_EXTRACT_URL", CITY.extract_url)
CARTO_HOLIDAYS = CITY.holidays  # promises count working days
CARTO_QUESTION_DAYS = env_int("CARTO_QUESTION_DAYS", 15, at_least=1)  # working days to answer a question
CARTO_IDEA_DAYS = env_int("CARTO_IDEA_DAYS", 60, at_least=1)  # working days to answer an idea
CARTO_CONTACT = CITY.contact
CARTO_REAL_DATA = env_path("CARTO_REAL_DATA", None)  # real open data for the tests that measure on it; never shipped
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "carto.staticfiles.StaticFiles",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "carto.comptes",  # before allauth, so that its pages are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules.apps.AutodiscoverRulesConfig",
    "procrastinate.contrib.django",
    "carto.territoires",
    "carto.fiches",
    "carto.alertes",
    "carto.carte",
    "carto.ouvert",
    "carto.demarches",
    "signalements",
    "projets.votes",
    "projets.equipements",
    "projets.idees",
    "projets.budgets",
    "projets.opportunites",
    "tiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "carto.policy.PolicyMiddleware",
    "projets.idees.ephemeral.middleware.LeaveAtTheirHour",
    "tiles.shortcut.TilesFirst",  # what follows is for people
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "carto.comptes.second_factor.SecondFactor",
]

ROOT_URLCONF = "carto.urls"
WSGI_APPLICATION = "carto.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "carto" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "carto.context.place",
                "carto.context.french",
            ],
        },
    },
]

# --- database --------------------------------------------------------------------------------------
GDAL_LIBRARY_PATH = gdal_library()
GEOS_LIBRARY_PATH = geos_library()
GEO_DATA.announce()
DATABASES = {
    "default": {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "HOST": env_text("CARTO_DB_HOST", str(CARTO_VAR / "postgis" / "run")),
        "PORT": env_text("CARTO_DB_PORT"),
        "NAME": env_text("CARTO_DB_NAME", "carto"),
        "USER": env_text("CARTO_DB_USER", "carto"),
        "PASSWORD": env_text("CARTO_DB_PASSWORD"),
        "CONN_MAX_AGE": env_int("CARTO_DB_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        # The search forgives a typo in a short word from 0.4 on (carto/territoires/querysets.py).
        "OPTIONS": {"options": "-c jit=off -c pg_trgm.word_similarity_threshold=0.4"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "comptes.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_REDIRECT_URL = "/compte/"
LOGOUT_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "carto.comptes.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes how one signs in, the account's owner is told
ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600  # seconds: how long a proof counts where roles are given
MFA_ADAPTER = "carto.comptes.keeping.KeepingAdapter"
MFA_FORMS = {
    "activate_totp": "carto.comptes.forms.DeviceForm",
    "authenticate": "carto.comptes.forms.ProofForm",
    "reauthenticate": "carto.comptes.forms.ProofAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks differ
# The city's own accounts (OpenID Connect): the button is there once all three are known.
CARTO_OIDC_ID = "ville"  # in our addresses: /compte/acces/oidc/ville/
CARTO_OIDC_NAME = env_text("CARTO_OIDC_NAME", CARTO_PLACE)
CARTO_OIDC_ROLES = env_path("CARTO_OIDC_ROLES", None)  # which group has which role (docs/guide/exploitant.md)
CARTO_OIDC_SECOND_FACTOR = env_choice("CARTO_OIDC_SECOND_FACTOR", "here", ("here", "provider"))
CARTO_OIDC_APP = oidc_app(
    CARTO_OIDC_ID,
    CARTO_OIDC_NAME,
    address=env_text("CARTO_OIDC_URL"),
    client=env_text("CARTO_OIDC_CLIENT"),
    secret=env_text("CARTO_OIDC_SECRET"),
)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [CARTO_OIDC_APP] if CARTO_OIDC_APP else []}}
SOCIALACCOUNT_ADAPTER = "carto.comptes.oidc.CityAccounts"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only one provider, which is trusted with the addresses it has verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form of ours may not lead elsewhere (carto/policy.py)
# Codes are asked for so many times a minute per address: behind nginx everybody would have the same one.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("CARTO_PROXIES", 0)

# --- language and time -----------------------------------------------------------------------------
LANGUAGES = [(code, {"fr": "français", "en": "English"}[code]) for code in CITY.languages]
LANGUAGE_CODE = CITY.languages[0]
LOCALE_PATHS = [BASE_DIR / "carto" / "locale"]
TIME_ZONE = env_text("CARTO_TIME_ZONE", CITY.time_zone)
USE_TZ = True

# --- files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = CARTO_VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "carto" / "static",
    # Vendored untouched from node_modules: MapLibre's modules import one another by bare relative names.
    ("vendor/maplibre-gl", BASE_DIR / "node_modules" / "maplibre-gl" / "dist"),
    ("vendor/atkinson", BASE_DIR / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"),
    ("vendor/maki", BASE_DIR / "node_modules" / "@mapbox" / "maki" / "icons"),
    ("vendor/terra-draw", BASE_DIR / "node_modules" / "terra-draw" / "dist"),
    ("vendor/terra-draw-maplibre", BASE_DIR / "node_modules" / "terra-draw-maplibre-gl-adapter" / "dist"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = CARTO_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Pictures that nobody has looked at, and what was blurred since: no web server reads here.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": CARTO_VAR / "prive",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "carto.staticfiles.HashedStaticFiles"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
CARTO_ORIGINALS_DAYS = env_int("CARTO_ORIGINALS_DAYS", 30, at_least=1)  # an original goes so long after its review
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form's text; photos are counted apart
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- mail ------------------------------------------------------------------------------------------
EMAIL_HOST = env_text("CARTO_EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("CARTO_EMAIL_PORT", 1025, at_least=1)
EMAIL_HOST_USER = env_text("CARTO_EMAIL_USER")
EMAIL_HOST_PASSWORD = env_text("CARTO_EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("CARTO_EMAIL_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text("CARTO_EMAIL_FROM", "Carte commune <ne-pas-repondre@localhost>")

# --- following a fiche -----------------------------------------------------------------------------
CARTO_URL = env_text("CARTO_URL", "http://127.0.0.1:8000").rstrip("/")  # how the outside calls us: letters link there
# Whom a push service writes to when something is wrong (RFC 8292): `mailto:` or an https page.
CARTO_PUSH_SUBJECT = env_text("CARTO_PUSH_SUBJECT", "mailto:" + parseaddr(DEFAULT_FROM_EMAIL)[1])
CARTO_INSIDE_HOSTS = env_list("CARTO_INSIDE_HOSTS")  # partners' servers in our own network: private, or without TLS
CARTO_PUSH_LOOPBACK = False  # tests have a push service of their own on this machine; nobody else may name one there

# --- what is forgotten -----------------------------------------------------------------------------
CARTO_CONTACT_DAYS = env_int("CARTO_CONTACT_DAYS", 90, at_least=1)  # how long one can write to somebody after the end
CARTO_ACCOUNT_DAYS = env_int("CARTO_ACCOUNT_DAYS", 1095, at_least=60)  # an account that nobody signs in to
# Ideas by other doors: the address one writes to, the secret of the SMS gateway's hook, where our SMS leave.
CARTO_IDEAS_ADDRESS = env_text("CARTO_IDEAS_ADDRESS")
CARTO_SMS_SECRET, CARTO_SMS_URL = env_text("CARTO_SMS_SECRET"), env_text("CARTO_SMS_URL")

CARTO_GLOBALEAKS = env_text("CARTO_GLOBALEAKS")  # the address of a separate GlobaLeaks, for what is grave

# --- security --------------------------------------------------------------------------------------
HTTPS = env_bool("CARTO_HTTPS", False)  # true behind TLS: cookies and redirects then insist on it
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whoever works for the city proves twice who they are: by default where the site is served to the world.
CARTO_SECOND_FACTOR = env_choice("CARTO_SECOND_FACTOR", "staff" if HTTPS and not DEBUG else "off", ("staff", "off"))

# --- what goes wrong -------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "carto.logs.Discreet"}},
    "formatters": {"dated": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated", "filters": ["discreet"]}},
    # A refused form is no fault of ours (4xx are warnings); a 500 has a trace that somebody can read.
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "carto.policy": {"handlers": ["stderr"], "level": "WARNING"},
    },
}

# --- API -------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "carto.ouvert.pagination.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "EXCEPTION_HANDLER": "carto.problems.as_problem",
    "PAGE_SIZE": 100,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Carte commune",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "carto.ouvert.schema.with_problems",
    ],
}
