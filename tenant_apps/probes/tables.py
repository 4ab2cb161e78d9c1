"""A file of clients and a view of their list, in each of the two tenants that the proof tries to cross between."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from shared_apps.isolation.door import plants
from shared_apps.kernel.clock import now
from tenant_apps.accounts.models import User
from tenant_apps.accounts.roles import Role
from tenant_apps.clients.imports.begin import take_file
from tenant_apps.clients.models import (
    Client,
    ClientBulk,
    ClientDocument,
    ClientExport,
    ClientImport,
    SavedView,
)
from tenant_apps.clients.verbs.bulk import begin_bulk

from .people import BY, CLIENTS, address


@plants("file of clients")
def file_of_clients(word: str) -> None:
    """Uploaded, and not imported."""
    name = f"clients-{word}.csv"
    if not ClientImport.objects.filter(file_name=name).exists():
        take_file(f"Name;E-mail\nRow {word};{address(word, 'row')}\n".encode(), name=name, by=BY)


@plants("saved view")
def saved_view(word: str) -> None:
    """Of the list of clients, shared with everybody there."""
    owner = User.objects.get(email=address(word, Role.OWNER))
    SavedView.objects.get_or_create(
        person=owner,
        list_name="clients",
        name=f"View {word}",
        defaults={"query": "sort=name", "columns": ["name", "email"], "is_shared": True},
    )


@plants("one thing for many clients")
def bulk(word: str) -> None:
    """Decided for nobody: the row alone is looked for."""
    key = uuid5(NAMESPACE_URL, word)
    begin_bulk(Client.objects.none(), action=ClientBulk.Action.TAG, details={"tag": word}, key=key, by=BY)


@plants("files of clients")
def files(word: str) -> None:
    """A paper that is shared with each client, and what each took along."""
    for number in CLIENTS:
        client = Client.objects.get(email=address(word, number))
        ClientDocument.objects.get_or_create(
            client=client,
            title=f"Shared {number} {word}",
            defaults={
                "name": "paper",
                "content_type": "application/pdf",
                "content": f"%PDF-1.7 {number} {word}".encode(),
                "size": 32,
                "is_shared": True,
                "uploaded_by": "proof",
            },
        )
        ClientExport.objects.get_or_create(
            client=client,
            defaults={"asked_by": number, "content": word.encode(), "size": 8, "done_at": now()},
        )
