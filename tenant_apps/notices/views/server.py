"""The office's own mail server: its settings, its test, and what the DNS says about the sender."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branding.queries import brand_of
from tenants.access import office
from tenants.context import current_tenant

from ..forms import ServerForm
from ..models import MailServer
from ..people import person_of
from ..routes import Own, Platform
from ..sender_dns import examine, is_selector
from ..testing import STEPS, steps_of
from ..verbs import TestRunning, remove_server, save_server, start_test


@office("mail.edit")
@require_http_methods(["GET", "POST"])
def mail_server(request: HttpRequest) -> HttpResponse:
    server = MailServer.objects.first()
    form = ServerForm(request.POST or None, instance=server)
    if request.method == "POST" and form.is_valid():
        save_server(form.values, password=form.cleaned_data["password"], by=person_of(request).actor)
        messages.success(
            request, _("The settings are kept. Mails leave by this server once it has passed its test.")
        )
        return redirect("office_mail_server")
    if request.method == "POST":
        # What was refused must not look as if it were kept.
        server = MailServer.objects.first()
    context = {
        "form": form,
        "server": server,
        "selector": _selector(request),
        **_test(server),
        **_sender(server),
    }
    return render(request, "office/mail/server.html", context)


@office("mail.edit")
@require_POST
def mail_server_test(request: HttpRequest) -> HttpResponse:
    """Send a test mail to whoever asks, and show how far it gets."""
    with suppress(TestRunning):
        start_test(_server(), to=person_of(request), by=person_of(request).actor)
    return redirect("office_mail_server")


@office("mail.edit")
@require_GET
def mail_server_state(request: HttpRequest) -> HttpResponse:
    """The steps of the test, asked for by the page while it runs."""
    server = MailServer.objects.first()
    if server and server.test.get("state") != "running" and request.headers.get("HX-Request"):
        # The rest of the page tells of the server's state too.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "office/mail/_test.html", {"server": server, **_test(server)})


@office("mail.edit")
@require_POST
def mail_server_removal(request: HttpRequest) -> HttpResponse:
    """Mails leave by the portal's server again."""
    remove_server(by=person_of(request).actor)
    messages.success(request, _("Mails leave by the portal's server."))
    return redirect("office_mail_server")


@office("mail.edit")
@require_GET
def mail_sender_records(request: HttpRequest) -> HttpResponse:
    """What the DNS says about the sender's domain: a part of the page, or a page of its own without JavaScript."""
    server = MailServer.objects.first()
    own = server if server and server.is_in_use else None
    sender, selector = _sender(server)["sender"], _selector(request)
    reports_to = brand_of(current_tenant()).answers_to
    context = {
        "findings": examine(sender, own, selector=selector, reports_to=reports_to),
        "sender": sender,
        "selector": selector,
        "has_wrong_selector": bool(request.GET.get("selector")) and not selector,
    }
    page = "_records" if request.headers.get("HX-Request") else "records"
    return render(request, f"office/mail/{page}.html", context)


def _server() -> MailServer:
    server = MailServer.objects.first()
    if server is None:
        raise Http404
    return server


def _test(server: MailServer | None) -> dict[str, Any]:
    """The test as the page shows it: each step, and how many of them are done."""
    test = server.test if server else {}
    steps = steps_of(test) if test else []
    done = sum(step["state"] == "done" for step in steps)
    return {"test": test, "steps": steps, "steps_done": done, "steps_in_all": len(STEPS)}


def _sender(server: MailServer | None) -> dict[str, Any]:
    """The address that mails come from now."""
    route = Own(server) if server and server.is_in_use else Platform()
    return {"sender": route.sender, "sender_name": brand_of(current_tenant()).from_name}


def _selector(request: HttpRequest) -> str:
    asked = request.GET.get("selector", "").strip().lower()
    return asked if is_selector(asked) else ""
