"""Strict readers for the environment: an odd value stops the start and says which one, and what was expected."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def env_text(name: str, default: str = "") -> str:
    """The variable as text, without surrounding blanks."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool) -> bool:
    """A yes or no; anything else raises ImproperlyConfigured."""
    raw = env_text(name).lower()
    if not raw:
        return default
    if raw in YES | NO:
        return raw in YES
    raise ImproperlyConfigured(f"{name}={raw!r}: expected one of {sorted(YES | NO)}")


def env_int(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number no smaller than `at_least`."""
    raw = env_text(name)
    if not raw:
        return default
    if not raw.isdecimal() or int(raw) < at_least:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected a whole number, {at_least} or more")
    return int(raw)


def env_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of a few words."""
    raw = env_text(name).lower() or default
    if raw not in choices:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected one of {list(choices)}")
    return raw


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words, empty ones dropped."""
    raw = env_text(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def env_path(name: str, default: Path | None) -> Path | None:
    """An absolute path; `~` is understood."""
    raw = env_text(name)
    return Path(raw).expanduser().resolve() if raw else default


def env_bbox(name: str, default: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """`west,south,east,north` in degrees (SRID 4326), west of east and south of north."""
    raw = env_text(name)
    if not raw:
        return default
    try:
        west, south, east, north = (float(part) for part in raw.split(","))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected west,south,east,north") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ImproperlyConfigured(f"{name}={raw!r}: not a box in degrees (west,south,east,north)")
    return west, south, east, north


EXAMPLE_SECRET = "changez-moi"  # how the secrets of .env.example begin: everybody knows them


def env_secret(name: str, *, debug: bool) -> str:
    """A secret of at least 32 characters, not the example's; only while debugging may it be missing."""
    raw = env_text(name)
    if raw.startswith(EXAMPLE_SECRET):
        raise ImproperlyConfigured(f"{name}: still the example's, which everybody knows; choose your own")
    if len(raw) >= 32:
        return raw
    if debug and not raw:
        return "debugging-only-and-never-in-a-deployment-" + "0" * 24
    raise ImproperlyConfigured(f"{name}: expected at least 32 characters (bin/run makes one in var/)")


def oidc_app(name: str, label: str, *, address: str, client: str, secret: str) -> dict[str, object] | None:
    """The city's identity provider as django-allauth wants it; None when none is named, and never one half named."""
    told = {"CARTO_OIDC_URL": address, "CARTO_OIDC_CLIENT": client, "CARTO_OIDC_SECRET": secret}
    if not any(told.values()):
        return None
    if missing := [key for key, value in told.items() if not value]:
        raise ImproperlyConfigured(f"{', '.join(missing)}: expected beside the other names of the provider")
    if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ImproperlyConfigured(f"CARTO_OIDC_URL={address!r}: expected an https:// address")
    return {
        "provider_id": name,
        "name": label,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": address.rstrip("/"), "oauth_pkce_enabled": True},
    }
