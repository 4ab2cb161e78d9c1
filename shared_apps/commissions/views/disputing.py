"""A member asks about an earning and reads the answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shared_apps.kernel.clock import now
from shared_apps.kernel.paging import page_of

from ..link_forms import WordsForm
from ..members import disputes as disputes_of_tenant
from ..models import Dispute, Earning
from ..queries import earnings_of
from ..rows import earning_row
from ..sections import sections
from ..verbs.disputes import read_by_member, say_in_dispute


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """My disputes, the newest first; those with an unread answer are marked."""
    person: Any = request.user
    page = page_of(disputes_of_tenant().filter(person_uuid=person.uuid), request.GET)
    context = {"page": page, "sections": sections("affiliate_earnings")}
    return render(request, "client/affiliate/disputes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The thread on one earning of mine; writing opens it."""
    person: Any = request.user
    earning = _own(person.uuid, uuid)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        say_in_dispute(earning, form.cleaned_data["text"], name=str(person), by=person.actor)
        messages.success(request, _("Your message is sent. You get a mail when we answer."))
        return redirect("affiliate_dispute", uuid)
    found = Dispute.objects.filter(earning=earning).first()
    said = list(found.messages.order_by("pk")) if found else []
    if found and found.changed_at > found.member_read_at and not person.actor.acting_for:
        read_by_member(found)
    context = {
        "earning": earning,
        "row": earning_row(earning, now()),
        "dispute": found,
        "said": said,
        "form": form,
        "sections": sections("affiliate_earnings"),
    }
    return render(request, "client/affiliate/dispute.html", context, status=422 if form.errors else 200)


def _own(person_uuid: UUID, uuid: UUID) -> Earning:
    found = earnings_of(person_uuid).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
