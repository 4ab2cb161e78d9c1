"""A client's organisational file and its domain (REQUIREMENTS S2.21, S5.35)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.domains import door as domains
from shared_apps.kernel.papers import PaperRefused, paper_answer
from tenants.access import office

from ..models import Client, ClientDocument
from ..page_forms import DocumentForm, DomainForm
from ..people import person_of
from ..queries import documents_of
from ..verbs.documents import add_document, remove_document, share_document
from ..verbs.domain import TAKEN, TooSoon, set_domain, verify_domain
from .page import present_or_404


@office("clients.view")
@require_GET
def office_client_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Numbers and papers of the organisation."""
    return _file(request, get_object_or_404(Client, uuid=uuid), DocumentForm())


@office("clients.edit")
@require_POST
def office_client_document_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a paper in."""
    client = present_or_404(uuid)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        wish = form.cleaned_data
        try:
            add_document(client, wish.pop("file"), **wish, by=person_of(request).actor)
        except PaperRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The document is in the file."))
            return redirect("office_client_file", uuid)
    return _file(request, client, form)


@office("clients.view")
@require_GET
def office_client_document(request: HttpRequest, uuid: UUID, document: UUID) -> HttpResponse:
    """The paper itself: a picture of ours inline, anything else as a download (RELIABILITY 9)."""
    found = get_object_or_404(ClientDocument, uuid=document, client__uuid=uuid)
    return paper_answer(found.name, found.content_type, bytes(found.content))


@office("clients.edit")
@require_POST
def office_client_document_sharing(request: HttpRequest, uuid: UUID, document: UUID) -> HttpResponse:
    """Have the client see it, or no longer."""
    found = get_object_or_404(documents_of(present_or_404(uuid)), uuid=document)
    share_document(found, is_shared=request.POST.get("shared") == "1", by=person_of(request).actor)
    return redirect("office_client_file", uuid)


@office("clients.edit")
@require_POST
def office_client_document_removal(request: HttpRequest, uuid: UUID, document: UUID) -> HttpResponse:
    found = get_object_or_404(documents_of(present_or_404(uuid)), uuid=document)
    remove_document(found, by=person_of(request).actor)
    messages.success(request, _("The document is removed."))
    return redirect("office_client_file", uuid)


@office("clients.view")
@require_GET
def office_client_domain(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The client's own domain with its proof, and the names that were registered here."""
    client = get_object_or_404(Client, uuid=uuid)
    return _domain(request, client, DomainForm(initial={"host": domains.shown(client.domain)}))


@office("clients.edit")
@require_POST
def office_client_domain_setting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say which domain the client has."""
    client, form = present_or_404(uuid), DomainForm(request.POST)
    if form.is_valid():
        try:
            set_domain(client, form.cleaned_data["host"], by=person_of(request).actor)
        except domains.BadName as bad:
            form.add_error("host", bad)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("office_client_domain", uuid)
    return _domain(request, client, form)


@office("clients.edit")
@require_POST
def office_client_domain_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Verify: look for the record now (REQUIREMENTS S5.35)."""
    client = present_or_404(uuid)
    try:
        verify_domain(client, by=person_of(request).actor)
    except TooSoon:
        messages.info(request, _("We looked a moment ago. Wait a few seconds."))
    else:
        if client.is_domain_verified:
            messages.success(request, _("The domain is verified."))
        else:
            messages.warning(request, words_of(client))
    return redirect("office_client_domain", uuid)


def words_of(client: Client) -> str:
    """What the last look at a client's domain said; empty where nobody has looked."""
    if client.domain_answer == TAKEN:
        return _("Another client has proved that it owns this domain.")
    return domains.words_of(client.domain_answer)


def _file(request: HttpRequest, client: Client, form: DocumentForm) -> HttpResponse:
    context = {"client": client, "form": form, "documents": documents_of(client)}
    return render(request, "office/clients/file.html", context, status=422 if form.errors else 200)


def _domain(request: HttpRequest, client: Client, form: DomainForm) -> HttpResponse:
    context = {
        "client": client,
        "form": form,
        "host": domains.shown(client.domain),
        "record": domains.client_record(client.domain, client.uuid) if client.domain else None,
        "words": words_of(client),
    }
    return render(request, "office/clients/domain.html", context, status=422 if form.errors else 200)
