"""A member's own page: who they are to documents (REQUIREMENTS S1.20)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.commissions.sections import sections

from ..forms import ProfileForm
from ..places import person_of
from ..queries import profile_of, rule_of, settings_of
from ..verbs import put_profile


@require_http_methods(["GET", "HEAD", "POST"])
def payout_profile(request: HttpRequest) -> HttpResponse:
    """Name, address, tax number; and which tax is withheld from what one is paid."""
    person = person_of(request)
    profile = profile_of(person.uuid)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, profile=profile, name=str(person)[:120]
    )
    if request.method == "POST" and form.is_valid():
        put_profile(person.uuid, form.cleaned_data, by=person.actor)
        messages.success(request, _("Your payout profile is saved."))
        return redirect("affiliate_payout_methods")
    context = {
        "form": form,
        "rule": rule_of(profile),
        "is_required": settings_of().is_profile_required,
        "sections": sections("affiliate_payout_methods"),
    }
    return render(
        request, "client/affiliate/payout_profile.html", context, status=422 if form.errors else 200
    )
