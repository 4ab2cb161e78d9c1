"""Secrets of one installation, made once and kept in `.data/secrets.env` (mode 600)."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def _signing_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEY": lambda: secrets.token_urlsafe(32),
    "PROVISIONER_SECRET": _signing_secret,
    "REGISTRAR_SECRET": _signing_secret,
    "STRIPE_SECRET_KEY": lambda: "sk_test_" + secrets.token_hex(24),
    "STRIPE_WEBHOOK_SECRET": _signing_secret,
}


def load_secrets(file: Path) -> dict[str, str]:
    """The secrets in `file`; those that are not there yet are made and written first."""
    known = _read(file)
    missing = {name: make() for name, make in MAKERS.items() if name not in known}
    if missing:
        _append(file, missing)
    return known | missing


def _read(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _append(file: Path, values: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as out:
        out.writelines(f"{name}={value}\n" for name, value in values.items())
