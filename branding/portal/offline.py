"""A page for those who have lost the network, and the worker that keeps it. Nothing else is ever kept."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from branding.portal.addresses import icon_path, key_of
from branding.portal.answers import ASK_FIRST, SHORTLY, file
from branding.queries import brand_of
from tenants.access import public
from tenants.context import current_tenant

PAGE = "/offline/"
WORKER = Path(__file__).with_name("service-worker.js")


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it holds nothing of whoever is signed in."""
    answer = render(request, "offline.html")
    answer["Cache-Control"] = SHORTLY
    return answer


@public
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker with the names of what it keeps; they change with the brand, and so does the worker."""
    look = brand_of(current_tenant())
    kept = [PAGE, static("css/app.css"), look.css_url, look.logo_url or icon_path(look, "192")]
    head = f"const KEPT = {json.dumps(kept)};\nconst NAME = {json.dumps(f'offline-{key_of(look)}')};\n"
    answer = file(head + WORKER.read_text(), "text/javascript; charset=utf-8", ASK_FIRST)
    answer["Content-Security-Policy"] = "default-src 'self'"
    return answer
