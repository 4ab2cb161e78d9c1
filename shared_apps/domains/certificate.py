"""Looks whether visitors meet a good certificate; the first look is also what makes the proxy fetch one."""

from __future__ import annotations

import ssl

from django.conf import settings

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
        return Verdict.WAITING
    except (Refused, OSError):
        return Verdict.UNREACHED
