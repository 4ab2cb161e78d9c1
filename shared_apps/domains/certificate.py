"""Looks whether visitors meet a good certificate; the first look is also what makes the proxy fetch one."""

from __future__ import annotations

import ssl

from django.conf import settings

from shared_apps.kernel.dns import look_up_all
from shared_apps.kernel.outside import Refused, open_socket

from .doctor import Verdict

HTTPS_PORT = 443
TIMEOUT_SECONDS = 5.0
MOST_NAMES = 8


def is_needed() -> bool:
    """Whether portals are served over TLS at all: not in development."""
    return bool(settings.PUBLIC_SCHEME == "https")


def inspect(host: str) -> Verdict:
    """Shake hands over TLS as a browser would. The host is resolved and judged by the guard (RELIABILITY 11)."""
    if not is_needed():
        return Verdict.UNNEEDED
    try:
        with (
            open_socket(host, int(settings.PUBLIC_PORT or HTTPS_PORT), TIMEOUT_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host),
        ):
            return Verdict.FINE
    except ssl.SSLCertVerificationError:
        return Verdict.UNTRUSTED
    except ssl.SSLError:
        return Verdict.FORBIDDEN if is_forbidden(host) else Verdict.WAITING
    except (Refused, OSError):
        return Verdict.UNREACHED


def is_forbidden(host: str) -> bool:
    """Whether the CAA records of the name, or of the nearest one above that has any, leave our authority out
    (RFC 8659)."""
    authority = settings.VITRINE_CERTIFICATE_AUTHORITY
    if not authority:
        return False
    for answer in look_up_all([(name, "CAA") for name in _name_and_above(host)]):
        if answer.is_found:
            issuers = [value.split(" ", 2)[2] for value in answer.values if value.split(" ", 2)[1] == "issue"]
            return bool(issuers) and not any(_issuer(text) == authority for text in issuers)
    return False


def _name_and_above(host: str) -> list[str]:
    """The name and those above it that have a dot, nearest first: of a very deep one the nearest."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)][:MOST_NAMES]


def _issuer(text: str) -> str:
    return text.strip('"').partition(";")[0].strip()
