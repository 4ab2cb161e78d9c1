"""The way of a request into its tenant: health checks first, then the host, then the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .ask import PATH, answer_ask
from .context import acting_in
from .errors import is_outage, unavailable
from .health import answer_health
from .hosts import host_of, portal_url, tenant_at
from .records import TenantRecord

Handler = Callable[[HttpRequest], HttpResponse]

# Set by the isolation proof, which calls the server in its own process. No header becomes such a key: those that
# come over a network bear HTTP_ in front, so that nobody else meets the proof's own tenants.
IN_PROCESS = "vitrine.in_process"
# Machines that were told an address once and follow no redirect; and what a page that is still open asks for.
_STAYS = ("/webhooks/", "/brand/")
# 410 tells a machine never to come again; a gateway shall go on trying until a stopped tenant is back.
_MACHINES = "/webhooks/"


class CertificateMiddleware:
    """Answers the proxy's question whether a host deserves a certificate, before anything else is done."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = answer_ask(request) if request.path_info == PATH else None
        return answer or self.get_response(request)


class HealthMiddleware:
    """Answers `/health/` and `/health/ready/` on any host, before a tenant is looked up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/health/"):
            return answer_health(request)
        return self.get_response(request)


class TenantMiddleware:
    """Finds the tenant of the Host header (of nothing else) and runs the request inside it.

    An unknown host gets 404, a suspended, archived or closed tenant 410; neither page names anybody (RELIABILITY 2).
    Every host of a tenant but its canonical one redirects there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = host_of(request.META.get("HTTP_HOST", ""))
        try:
            tenant = tenant_at(host) if host else None
        except Exception as fault:
            if is_outage(fault):
                return unavailable(request)
            raise
        if tenant is None or (tenant.is_probe and not request.META.get(IN_PROCESS)):
            return _neutral(request, 404)
        if tenant.is_stopped and request.path_info.startswith(_MACHINES):
            return unavailable(request)
        if not tenant.is_live:
            return _neutral(request, 410)
        if host != tenant.canonical_host and not request.path_info.startswith(_STAYS):
            return _to_canonical(request, tenant)
        return self._serve(request, tenant)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return unavailable(request) if is_outage(fault) else None

    def _serve(self, request: HttpRequest, tenant: TenantRecord) -> HttpResponse:
        request.tenant = tenant  # type: ignore[attr-defined]
        request.urlconf = settings.TENANT_TYPES[tenant.kind]["URLCONF"]  # type: ignore[assignment]
        with acting_in(tenant):
            response = self.get_response(request)
        if response.streaming:
            _stay_in(tenant, response)
        return response


def _stay_in(tenant: TenantRecord, response: Any) -> None:
    """A stream is read after the view has ended: each part of it is made inside the tenant."""

    def parts(source: Iterator[bytes]) -> Iterator[bytes]:
        while True:
            with acting_in(tenant):
                part = next(source, None)
            if part is None:
                return
            yield part

    response.streaming_content = parts(iter(response.streaming_content))


def _to_canonical(request: HttpRequest, tenant: TenantRecord) -> HttpResponse:
    """The same page on the tenant's address. Kept by no cache: the address may go back to where it was."""
    response = HttpResponse(status=308)
    response["Location"] = portal_url(tenant, request.get_full_path())
    add_never_cache_headers(response)
    return response


def _neutral(request: HttpRequest, status: int) -> HttpResponse:
    response = render(None, f"{status}.html", status=status)
    add_never_cache_headers(response)
    return response
