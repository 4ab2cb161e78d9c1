"""A client's own data, in the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.access import client

from ..forms import ProfileForm
from ..people import person_of
from ..queries import client_or_404
from ..verbs import edit_client


@client("client.profile")
@require_http_methods(["GET", "POST"])
def client_profile(request: HttpRequest) -> HttpResponse:
    """Name, tax number, mobile and address: what invoices bear."""
    mine = client_or_404(person_of(request))
    form = ProfileForm(request.POST or None, instance=mine)
    if "email" in form.fields and person_of(request).acting:
        form.fields["email"].disabled = True
    if request.method == "POST" and form.is_valid():
        edit_client(mine, form.cleaned_data, by=person_of(request).actor)
        messages.success(request, _("Your data is saved."))
        return redirect("client_profile")
    return render(request, "client/profile.html", {"form": form, "client": mine})
