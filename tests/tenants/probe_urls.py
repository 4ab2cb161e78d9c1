"""A view that says where it runs: for tests of isolation, on any host."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import path

from tenant_apps.accounts.models import User
from tenants.access import public
from tenants.context import current_tenant


def _seen() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()::text")
        schema = cursor.fetchone()[0]
    emails = sorted(User.objects.values_list("email", flat=True))
    return {"slug": current_tenant().slug, "schema": schema, "emails": emails}


@public
def where(request: HttpRequest) -> HttpResponseBase:
    """The tenant, the schema in force and everybody in it."""
    first = _seen()
    time.sleep(float(request.GET.get("pause", 0)))
    return JsonResponse(first | {"again": _seen()})


@public
def stream(request: HttpRequest) -> HttpResponseBase:
    """Everybody, read while the answer is sent."""

    def parts() -> Iterator[str]:
        for person in User.objects.iterator(chunk_size=1):
            yield f"{current_tenant().slug}:{person.email}\n"

    return StreamingHttpResponse(parts())


@public
def empty(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse({})


urlpatterns = [path("where/", where), path("stream/", stream), path("empty/", empty)]
handler500 = "tenants.errors.fault"
