"""Settings from the environment. What production lacks stops the start with a sentence that says what to set."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or the default; without either the start fails."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment; README.md lists what it is for.")
    return value


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in TRUE


def number(name: str, default: int) -> int:
    raw = os.environ.get(name, str(default))
    try:
        return int(raw)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from wrong


def listed(name: str, default: str = "") -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def development_only(name: str, development: bool) -> list[str]:
    """The items of `name`, which would weaken a guard: outside development the start fails."""
    found = listed(name)
    if found and not development:
        raise ImproperlyConfigured(f"{name} is for development only.")
    return found


def database(url: str) -> dict[str, Any]:
    """A Django database entry from `postgresql://user:password@host:port/name?sslmode=require`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(query),
    }
