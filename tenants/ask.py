"""`/internal/ask?domain=`: the proxy asks whether a host deserves a certificate (on-demand TLS).

Answered on any host before a tenant is looked up, by one indexed query, from the database alone: a host that was
closed a moment ago is refused. Whatever goes wrong, the answer is no.
"""

from __future__ import annotations

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shared_apps.kernel.clock import now

from .context import acting_on_shared_data
from .errors import is_outage
from .hosts import host_of
from .models import Domain, TenantStatus

log = structlog.get_logger(__name__)

PATH = "/internal/ask"
# A question that came through the proxy is a visitor's; the proxy's own bears none of these.
_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def answer_ask(request: HttpRequest) -> HttpResponse | None:
    """200 for a host that leads to a live tenant, 404 for any other; None unless the proxy itself asks."""
    if request.method != "GET" or not _is_the_proxy(request):
        return None
    domain = request.GET.get("domain", "")
    host = host_of(domain)
    if not host or host != domain.lower():
        return HttpResponse(status=404)
    try:
        deserves = _deserves_certificate(host)
    except Exception as fault:
        if not is_outage(fault):
            raise
        log.warning("certificate_question_unanswered")
        deserves = False
    return HttpResponse(status=200 if deserves else 404)


def _is_the_proxy(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in settings.VITRINE_PROXY_ADDRESSES and not any(
        header in request.META for header in _PASSED_ON
    )


def _deserves_certificate(host: str) -> bool:
    with acting_on_shared_data():
        led = Domain.objects.filter(host=host, is_active=True, tenant__status=TenantStatus.LIVE)
        led = led.filter(tenant__is_probe=False)
        found = list(led.values_list("pk", "certificate_asked_at")[:1])
        if not found:
            return False
        key, asked_at = found[0]
        if asked_at is None:
            Domain.objects.filter(pk=key, certificate_asked_at=None).update(certificate_asked_at=now())
        return True
