"""Health for load balancers and `make run`: alive (the process answers) and ready (its stores answer)."""

from __future__ import annotations

from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from .context import acting_on_shared_data


def answer_health(request: HttpRequest) -> HttpResponse:
    """`/health/` is always 200 while the process lives; `/health/ready/` is 503 without its database."""
    if request.path_info == "/health/":
        return JsonResponse({"status": "alive"})
    if request.path_info == "/health/ready/":
        checks = {"database": _database_answers(), "cache": _cache_answers()}
        return JsonResponse(checks, status=200 if checks["database"] else 503)
    return HttpResponse(status=404)


def _database_answers() -> bool:
    try:
        with acting_on_shared_data(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error:
        return False


def _cache_answers() -> bool:
    caches["shared"].set("health", 1, 5)
    return bool(caches["shared"].get("health") == 1)
