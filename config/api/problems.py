"""Faults as problem documents (RFC 9457). Pages keep their own error pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tenants.errors import RETRY_SECONDS, fault, is_outage

from .titles import title_of

MEDIA_TYPE = "application/problem+json"


def problem(fault_: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. A validation error lists each field under `errors`."""
    if is_outage(fault_):
        return _drf(503, headers={"Retry-After": str(RETRY_SECONDS)})
    plain = exception_handler(fault_, context)
    if plain is None:
        return None
    if isinstance(fault_, ValidationError):
        return _drf(plain.status_code, errors=_by_field(plain.data))
    detail = plain.data.get("detail", "") if isinstance(plain.data, dict) else ""
    return _drf(plain.status_code, detail=str(detail), headers=dict(plain.headers))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _json(400) if _is_api(request) else defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _json(403) if _is_api(request) else defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _json(404) if _is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    page = fault(request)
    return _json(page.status_code) if _is_api(request) else page


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _body(status: int, **more: Any) -> dict[str, Any]:
    known = {name: value for name, value in more.items() if value}
    return {"type": "about:blank", "title": title_of(status), "status": status, **known}


def _json(status: int) -> HttpResponse:
    return JsonResponse(_body(status), status=status, content_type=MEDIA_TYPE)


def _drf(status: int, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    kept = {name: value for name, value in (headers or {}).items() if name.lower() != "content-type"}
    return Response(_body(status, **more), status=status, headers=kept, content_type=MEDIA_TYPE)


def _by_field(errors: Any) -> list[dict[str, str]]:
    """`[{"field": "limit", "detail": "…"}]`; the field is empty where the whole request is meant."""
    if not isinstance(errors, dict):
        return [{"field": "", "detail": str(text)} for text in errors]
    return [
        {"field": "" if field == "non_field_errors" else field, "detail": str(text)}
        for field, texts in errors.items()
        for text in (texts if isinstance(texts, list) else [texts])
    ]
