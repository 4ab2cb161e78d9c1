"""A partner's account on the platform: where the application stands, questions and answers, the way to the portal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.crossings.door import offices_of
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.papers import PaperRefused
from tenants.access import partner
from tenants.hosts import portal_url
from tenants.models import Tenant

from ..files import download
from ..journey import seen_by_applicant
from ..models import ApplicationFile, PartnerApplication
from ..queries import applications_of
from ..review_forms import AnswerForm
from ..verbs import answer_question, withdraw_application


@partner
@require_GET
def partner_home(request: HttpRequest) -> HttpResponse:
    """The status of my applications (S5.11–S5.13)."""
    return _page(request, AnswerForm())


@partner
@require_POST
def partner_answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The applicant answers a question of ours, or adds something."""
    person: Any = request.user
    application = _mine(request, uuid)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    text, key = form.said
    try:
        answer_question(application, text=text, key=key, files=form.cleaned_data["papers"], by=person.actor)
    except PaperRefused as refusal:
        form.add_error("papers", str(refusal))
        return _page(request, form, status=422)
    except IllegalMove:
        messages.warning(request, _("Your application has been answered meanwhile."))
        return redirect("partner_home")
    messages.success(request, _("Your answer is on its way to us."))
    return redirect("partner_home")


@partner
@require_POST
def partner_withdrawal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The applicant takes the application back."""
    person: Any = request.user
    try:
        withdraw_application(_mine(request, uuid), by=person.actor)
    except IllegalMove:
        messages.warning(request, _("Your application has been answered meanwhile."))
    else:
        messages.success(request, _("Your application is withdrawn. You may apply again at any time."))
    return redirect("partner_home")


@partner
@require_GET
def partner_paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A paper of mine, sent or not."""
    person: Any = request.user
    return download(get_object_or_404(ApplicationFile, uuid=uuid, owner_uuid=person.uuid))


def _mine(request: HttpRequest, uuid: UUID) -> PartnerApplication:
    person: Any = request.user
    return get_object_or_404(applications_of(person.uuid), uuid=uuid)


def _page(request: HttpRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    person: Any = request.user
    mine = list(applications_of(person.uuid))
    newest = mine[0] if mine else None
    context: dict[str, Any] = {"application": newest, "earlier": mine[1:], "portal": _portal(newest)}
    context["offices"] = offices_of(person.uuid)
    if newest:
        context |= {
            "said": newest.messages.prefetch_related("files"),
            "papers": newest.files.filter(message=None).defer("content"),
            "journey": seen_by_applicant(newest),
            "answer_form": form,
            "waits_until": _waits_until(newest),
        }
    return render(request, "partners/home.html", context, status=status)


def _waits_until(application: PartnerApplication) -> Any:
    """When one may apply again, where that is still to come."""
    at = application.may_apply_again_at
    return at if at and at > now() else None


def _portal(application: PartnerApplication | None) -> str:
    """The address of the accepted company's office, once it answers."""
    tenant = application.tenant if application else None
    if tenant is None or tenant.status != Tenant.Status.LIVE:
        return ""
    return portal_url(tenant.record, "/office/")
