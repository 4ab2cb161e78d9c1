"""A new client, in two tabs; what is typed is kept while one goes from tab to tab (REQUIREMENTS S3.7 to S3.9)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants.access import office
from tenants.context import current_tenant

from ..drafts import draft_of, drop_draft, keep_draft
from ..forms import ClientForm
from ..people import person_of
from ..typed import typed
from ..verbs import MobileTaken, add_client

TABS = ("general", "address")


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_add(request: HttpRequest) -> HttpResponse:
    """General and Address. Going to the other tab keeps what was typed; saving checks both."""
    if request.method == "POST":
        return _post(request)
    draft = draft_of(person_of(request))
    form = ClientForm(initial=draft.data if draft else None)
    return _page(request, form, _tab(request.GET.get("tab", "")), draft=draft)


def _post(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if "discard" in request.POST:
        drop_draft(person)
        return redirect("office_client_add")
    plain = ClientForm()
    draft = keep_draft(person, request.POST.dict(), [name for name in plain.fields if name in request.POST])
    if to := typed(request.POST, "go"):
        return redirect(f"{reverse('office_client_add')}?tab={_tab(to)}")
    # Whoever never opened the other tab means what stands in it.
    form = ClientForm({"country": current_tenant().country, **draft.data})
    if form.is_valid() and (answer := _add(request, form)):
        return answer
    wrong = next((tab for tab in TABS if any(field.errors for field in getattr(form, tab)())), TABS[0])
    return _page(request, form, wrong, draft=draft)


def _add(request: HttpRequest, form: ClientForm) -> HttpResponse | None:
    person = person_of(request)
    try:
        client = add_client(form.cleaned_data, by=person.actor)
    except MobileTaken:
        form.add_error("mobile", _("Another client has this number."))
        return None
    drop_draft(person)
    messages.success(request, _("%(name)s is added.") % {"name": client.name})
    return redirect("office_client", client.uuid)


def _page(request: HttpRequest, form: ClientForm, tab: str, **context: Any) -> HttpResponse:
    shown = {"form": form, "tab": tab, "fields": getattr(form, tab)(), **context}
    return render(request, "office/clients/add.html", shown)


def _tab(name: str) -> str:
    return name if name in TABS else TABS[0]
