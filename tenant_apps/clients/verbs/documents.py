"""The organisational file of a client (REQUIREMENTS S2.21)."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.papers import PaperRefused, read_paper

from ..models import Client, ClientDocument

MOST_DOCUMENTS = 50


def add_document(
    client: Client, file: UploadedFile[Any], *, kind: str, title: str, is_shared: bool, by: Actor
) -> ClientDocument:
    """Keep a paper of a client. Raises `PaperRefused` for what is no picture and no PDF, or too much."""
    paper = read_paper(file, otherwise="document")
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        if client.documents.count() >= MOST_DOCUMENTS:
            raise PaperRefused(_("The file is full. Remove a document first."))
        document = ClientDocument.objects.create(
            client=client,
            kind=kind,
            title=title or paper.name,
            name=paper.name,
            content_type=paper.content_type,
            content=paper.content,
            size=len(paper.content),
            is_shared=is_shared,
            uploaded_by=by.label[:200],
        )
        record(client, "add document", by=by, title=document.title)
    return document


@transaction.atomic
def share_document(document: ClientDocument, *, is_shared: bool, by: Actor) -> None:
    """Have the client see a paper in its portal, or no longer."""
    if document.is_shared != is_shared:
        ClientDocument.objects.filter(pk=document.pk).update(is_shared=is_shared)
        document.is_shared = is_shared
        record(
            document.client,
            "share document" if is_shared else "stop sharing document",
            by=by,
            title=document.title,
        )


@transaction.atomic
def remove_document(document: ClientDocument, *, by: Actor) -> None:
    """Throw a paper away; that it was there stays in the log."""
    record(document.client, "remove document", by=by, title=document.title)
    document.delete()
