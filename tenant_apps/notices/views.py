"""The office's mail log: what was sent to whom, and how it went."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tenants.access import office

from .models import MailMessage
from .rendering import render as render_mail

PAGE = 50


@office("mail.view")
def mail_log(request: HttpRequest) -> HttpResponse:
    messages = MailMessage.objects.order_by("-pk")
    wanted = request.GET.get("q", "").strip()
    if wanted:
        messages = messages.filter(to_email__icontains=wanted)
    status = request.GET.get("status", "")
    if status in MailMessage.Status.values:
        messages = messages.filter(status=status)
    page = Paginator(messages, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "office/mail/list.html",
        {"page": page, "wanted": wanted, "status": status, "statuses": MailMessage.Status.choices},
    )


@office("mail.view")
def mail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One mail as it was sent; of a private one only that it was."""
    message = get_object_or_404(MailMessage, uuid=uuid)
    rendered = None if message.is_private else render_mail(message)
    return render(request, "office/mail/message.html", {"message": message, "rendered": rendered})
