"""The owner's page about sign-on: providers of one's own, and the partner account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenant_apps.accounts.views.person import person_in
from tenants.access import office

from ..faults import fault_text
from ..flow import way_back
from ..forms import OWN_KINDS, NewProviderForm, ProviderForm
from ..models import Provider
from ..queries import partner_account, providers
from ..verbs import (
    AlreadyOn,
    NotChecked,
    add_provider,
    check_provider,
    edit_provider,
    remove_provider,
    switch_partner_account_off,
    switch_partner_account_on,
    switch_provider,
)


@office("sign_on.edit")
@require_GET
def sign_on(request: HttpRequest) -> HttpResponse:
    context = {"providers": providers(), "partner": partner_account(), "kinds": OWN_KINDS}
    return render(request, "office/sign_on/list.html", context)


@office("sign_on.edit")
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", Provider.Kind.CUSTOM)
    if kind not in dict(OWN_KINDS):
        raise Http404
    form = NewProviderForm(request.POST or None, kind=kind, initial={"audience": Provider.Audience.STAFF})
    if request.method == "POST" and form.is_valid():
        by = person_in(request).actor
        made = add_provider(form.fields_of_provider, secret=form.cleaned_data["secret"], by=by)
        messages.success(request, _("Added. Enter the redirect address there, then test it."))
        return redirect("office_sign_on_provider", uuid=made.uuid)
    return render(request, "office/sign_on/new.html", {"form": form, "kind": Provider.Kind(kind)})


@office("sign_on.edit")
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    provider = _provider(uuid)
    form = ProviderForm(request.POST or None, provider=provider, initial=_initial(provider))
    if request.method == "POST" and form.is_valid():
        edit_provider(
            provider, form.fields_of_provider, secret=form.cleaned_data["secret"], by=person_in(request).actor
        )
        messages.success(request, _("Saved."))
        return redirect("office_sign_on_provider", uuid=uuid)
    context = {
        "provider": provider,
        "form": form,
        "back": way_back(provider.uuid),
        "fault": fault_text(provider.check_code) if provider.check_code else "",
        "warning": _warning(provider),
    }
    return render(request, "office/sign_on/detail.html", context)


@office("sign_on.edit")
@require_POST
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at the provider now."""
    code = check_provider(_provider(uuid), by=person_in(request).actor)
    if code:
        messages.error(request, fault_text(code))
    else:
        messages.success(request, _("The provider answers as it should."))
    return redirect("office_sign_on_provider", uuid=uuid)


@office("sign_on.edit")
@require_POST
def switch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        switch_provider(_provider(uuid), is_active=request.POST.get("on") == "1", by=person_in(request).actor)
    except NotChecked:
        messages.error(request, _("Test the provider first."))
    return redirect("office_sign_on_provider", uuid=uuid)


@office("sign_on.edit")
@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    remove_provider(_provider(uuid), by=person_in(request).actor)
    messages.success(request, _("Removed."))
    return redirect("office_sign_on")


@office("sign_on.edit")
@require_POST
def partner_account_switch(request: HttpRequest) -> HttpResponse:
    """Let staff sign in with their account on the platform, or no more."""
    by = person_in(request).actor
    if request.POST.get("on") == "1":
        try:
            switch_partner_account_on(by=by)
        except AlreadyOn:
            return redirect("office_sign_on")
    else:
        switch_partner_account_off(by=by)
    return redirect("office_sign_on")


def _provider(uuid: UUID) -> Provider:
    """One of the reseller's own; the partner account has no page."""
    found: Provider = get_object_or_404(providers(), uuid=uuid)
    return found


def _initial(provider: Provider) -> dict[str, Any]:
    return {
        "name": provider.name,
        "client_id": provider.client_id,
        "email_domains": ", ".join(provider.email_domains),
    }


def _warning(provider: Provider) -> str:
    people: int = provider.people  # type: ignore[attr-defined]
    words = ngettext(
        "%(count)s person signs in with it. Without a password they have to set one by mail. Remove it?",
        "%(count)s people sign in with it. Without a password they have to set one by mail. Remove it?",
        people,
    )
    return words % {"count": people} if people else _("Nobody signs in with it. Remove it?")
