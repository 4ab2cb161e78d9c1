"""The platform's own site: what it offers, the application form, the terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from branding.formats import ascii_digits
from branding.portal.crawlers import SitePage, brand_changed_at, sitemap
from shared_apps.catalog import door as catalog
from shared_apps.commissions import door as commissions
from shared_apps.kernel.clock import now
from shared_apps.kernel.papers import PaperRefused
from tenants.access import partner, public
from tenants.context import current_tenant

from ..drafts import draft_of, drop_draft, keep_draft, papers_of_draft
from ..files import PapersField
from ..forms import ApplicationForm
from ..models import ANSWER_WITHIN
from ..pitch import BENEFITS, STEPS
from ..queries import may_apply_from, open_application_of
from ..slugs import check_free
from ..terms import CLAUSES, TERMS_VERSION
from ..verbs import (
    AlreadyApplied,
    Applicant,
    TooEarly,
    keep_papers,
    remove_paper,
    submit_application,
)


@public
@require_GET
def site_home(request: HttpRequest) -> HttpResponse:
    """What the platform offers to resellers (S5.1–S5.4)."""
    context = {
        "benefits": BENEFITS,
        "how": STEPS,
        "products": catalog.products(),
        "answer_days": ANSWER_WITHIN.days,
    }
    return render(request, "site/home.html", context)


@public
@require_safe
def site_sitemap(request: HttpRequest) -> HttpResponse:
    """The pages for everybody."""
    return sitemap([SitePage(reverse("site_home"), brand_changed_at()), SitePage(reverse("partner_terms"))])


@public
@require_GET
def partner_terms(request: HttpRequest) -> HttpResponse:
    """The programme's terms and conditions (S5.10)."""
    return render(request, "site/terms.html", {"version": TERMS_VERSION, "clauses": CLAUSES})


@partner
@require_http_methods(["GET", "POST"])
def partner_apply(request: HttpRequest) -> HttpResponse:
    """The application form; one waiting or accepted application a person (S5.6)."""
    person: Any = request.user
    if open_application_of(person.uuid) or _must_wait(person):
        return redirect("partner_home")
    if request.method == "POST":
        return _apply(request, person)
    return _form_page(request, ApplicationForm(initial=_suggestions() | draft_of(person.uuid)))


def _must_wait(person: Any) -> bool:
    earliest = may_apply_from(person.uuid)
    return earliest is not None and earliest > now()


def _apply(request: HttpRequest, person: Any) -> HttpResponse:
    keep_draft(person.uuid, request.POST)
    refusal = _keep_papers(request, person)
    if removed := request.POST.get("remove"):
        _remove(person, removed)
        return redirect("partner_apply")
    if refusal:
        form = ApplicationForm(request.POST)
        form.is_valid()
        form.add_error(None, refusal)
        return _form_page(request, form, status=422)
    if "draft" in request.POST:
        messages.success(request, _("Your draft is saved. You can finish it at any time."))
        return redirect("partner_apply")
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    applicant = Applicant(person.uuid, person.name or person.email, person.email, get_language() or "")
    try:
        submit_application(
            applicant=applicant,
            fields=form.fields_of_application(),
            referral_code=commissions.clicked_code(request.COOKIES.get(commissions.COOKIE, "")),
            by=person.actor,
        )
    except (AlreadyApplied, TooEarly):
        return redirect("partner_home")
    drop_draft(person.uuid)
    messages.success(request, _("Your application is on its way to us."))
    return redirect("partner_home")


@partner
@require_POST
def partner_draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is typed while it is typed."""
    person: Any = request.user
    keep_draft(person.uuid, request.POST)
    return HttpResponse(status=204)


@partner
@require_GET
def partner_address(request: HttpRequest) -> HttpResponse:
    """Whether a portal address can be had; asked while it is typed."""
    slug = ascii_digits(request.GET.get("slug", "")).strip().lower()
    refusal = ""
    try:
        check_free(slug)
    except ValidationError as refused:
        refusal = refused.messages[0]
    return render(request, "site/_address.html", {"slug": slug, "refusal": refusal, "domain": _domain()})


def _form_page(request: HttpRequest, form: ApplicationForm, *, status: int = 200) -> HttpResponse:
    person: Any = request.user
    context = {
        "form": form,
        "domain": _domain(),
        "papers": papers_of_draft(person.uuid),
        "papers_form": PapersForm(),
    }
    return render(request, "site/apply.html", context, status=status)


class PapersForm(forms.Form):
    """Papers of the draft: kept at once, whatever else is wrong with the form."""

    papers = PapersField()


def _keep_papers(request: HttpRequest, person: Any) -> str:
    """Why the papers could not be taken; empty when they were."""
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return str(next(iter(form.errors["papers"])))
    try:
        keep_papers(person.uuid, form.cleaned_data["papers"])
    except PaperRefused as refusal:
        return str(refusal)
    return ""


def _remove(person: Any, named: str) -> None:
    try:
        remove_paper(person.uuid, UUID(named))
    except ValueError:
        return


def _suggestions() -> dict[str, str]:
    return {"language": get_language() or current_tenant().default_language}


def _domain() -> str:
    domain: str = settings.PLATFORM_DOMAIN
    return domain
