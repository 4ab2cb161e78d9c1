"""The office's mail log: what was sent to whom, by which way, and how it went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.history import history_of
from tenants.access import office

from ..filters import LogFilter
from ..models import MailMessage
from ..people import person_of
from ..rendering import render as render_mail
from ..tasks import KEPT
from ..verbs import CannotSendAgain, send_again
from .frames import framed, letter

PAGE = 50


@office("mail.view")
@require_GET
def mail_log(request: HttpRequest) -> HttpResponse:
    form = LogFilter(request.GET)
    page = Paginator(_found(form), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "tabs": _tabs(request.GET), "days_kept": KEPT.days}
    return render(request, "office/mail/list.html", context)


@office("mail.view")
@require_GET
def mail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One mail as it was sent; of a private one only that it was."""
    message = get_object_or_404(MailMessage, uuid=uuid)
    is_settled = message.status in (MailMessage.Status.SENT, MailMessage.Status.FAILED)
    context = {
        "message": message,
        "rendered": None if message.is_closed else render_mail(message),
        "can_send_again": is_settled and not message.is_closed and person_of(request).can("mail.edit"),
        "events": history_of(message)[:20],
    }
    return render(request, "office/mail/message.html", context)


@office("mail.view")
@require_GET
@framed
def mail_letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The mail alone, for the frame on its page; a private one is nowhere to be read (RELIABILITY 33)."""
    message = get_object_or_404(MailMessage, uuid=uuid)
    if message.is_closed:
        raise Http404
    return letter(render_mail(message))


@office("mail.edit")
@require_POST
def mail_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send it again: a failed one anew, a copy of one that was sent."""
    message = get_object_or_404(MailMessage, uuid=uuid)
    try:
        message = send_again(message, by=person_of(request).actor)
    except CannotSendAgain:
        messages.warning(request, _("This mail cannot be sent again."))
    else:
        messages.success(request, _("The mail is on its way."))
    return redirect("office_mail_message", message.uuid)


def _found(form: LogFilter) -> QuerySet[MailMessage]:
    """What the filters leave, newest first; a filter that cannot be read leaves all."""
    found = MailMessage.objects.defer("context", "words").order_by("-pk")
    return form.applied(found)


def _tabs(query: QueryDict) -> list[dict[str, Any]]:
    here = query.get("status", "")
    tabs = [("", _("All")), *((value, str(label)) for value, label in MailMessage.Status.choices)]
    return [
        {"label": label, "url": _address(query, value), "current": value == here} for value, label in tabs
    ]


def _address(query: QueryDict, status: str) -> str:
    """The same filters with another state, from the first page."""
    wished = query.copy()
    wished.pop("page", None)
    wished["status"] = status
    return f"?{wished.urlencode()}"
