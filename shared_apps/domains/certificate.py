"""Looks whether visitors meet a good certificate; the first look is also what makes the proxy fetch one."""

from __future__ import annotations

import ssl

from django.conf import settings

from shared_apps.kernel.dns import look_up
from shared_apps.kernel.outside import Refused, open_socket

from .doctor import Verdict

HTTPS_PORT = 443
TIMEOUT_SECONDS = 5.0


def inspect(host: str) -> Verdict:
    """Shake hands over TLS as a browser would. The host is resolved and judged by the guard (RELIABILITY 11)."""
    if settings.PUBLIC_SCHEME != "https":
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
    name = host
    while authority and "." in name:
        answer = look_up(name, "CAA")
        if answer.is_found:
            issuers = [value.split(" ", 2)[2] for value in answer.values if value.split(" ", 2)[1] == "issue"]
            return bool(issuers) and not any(_issuer(text) == authority for text in issuers)
        name = name.partition(".")[2]
    return False


def _issuer(text: str) -> str:
    return text.strip('"').partition(";")[0].strip()
