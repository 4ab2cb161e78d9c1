"""Pages about oneself: profile and the devices one is signed in on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenants.access import oneself

from ..devices import devices_of, sign_out
from ..forms.own import ProfileForm
from ..profile import edit_profile
from ..security import security_of
from .person import person_in


@oneself
def profile(request: HttpRequest) -> HttpResponseBase:
    person = person_in(request)
    form = ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        edit_profile(person, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
        messages.success(request, _("Your profile is saved."))
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form})


@oneself
def security(request: HttpRequest) -> HttpResponseBase:
    """What protects the account, at a glance."""
    return render(request, "account/security.html", {"security": security_of(person_in(request))})


@oneself
def devices(request: HttpRequest) -> HttpResponseBase:
    found = devices_of(person_in(request), current_key=request.session.session_key or "")
    return render(request, "usersessions/usersession_list.html", {"devices": found})


@oneself
@require_POST
def end_devices(request: HttpRequest) -> HttpResponseBase:
    """Sign out one other device, or all of them when none is named."""
    person, key = person_in(request), request.session.session_key or ""
    if sign_out(person, keep=key, only=request.POST.get("device", ""), by=person.actor):
        messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")
