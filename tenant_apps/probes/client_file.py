"""What is kept of each client: an address, a paper, a note, a merge; and how clients are sorted."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.isolation.door import plants
from tenant_apps.clients.models import Client, ClientGroup, ClientMerge, CustomField, Tag
from tenant_apps.clients.verbs import add_client
from tenant_apps.clients.verbs.addresses import put_address
from tenant_apps.clients.verbs.documents import add_document
from tenant_apps.clients.verbs.notes import add_note
from tenant_apps.clients.verbs.sorting import put_field, put_group, put_tag

from .people import BY, CLIENTS, HOST, address


@plants("client file")
def client_file(word: str) -> None:
    """Of both clients; the second one's paper is shared with it, and so is the first one's."""
    for number in CLIENTS:
        client = Client.objects.get(email=address(word, number))
        where = {"kind": "service", "label": f"Yard {word}", "street": f"{word} yard {number}"}
        where |= dict.fromkeys(("postal_code", "city", "region", "country"), "")
        put_address(client, where, address=None, by=BY)
        title = f"Paper {word} {number}"
        add_document(client, _picture(word), kind="contract", title=title, is_shared=True, by=BY)
        add_note(client, text=f"Noted {word} {number}", by=BY)


@plants("sorting of clients")
def sorting(word: str) -> None:
    """One group, one tag and one field of the tenant's own."""
    if not ClientGroup.objects.filter(name=f"Group {word}").exists():
        put_group(ClientGroup(name=f"Group {word}"), by=BY)
        put_tag(Tag(name=f"Tag {word}"), by=BY)
        put_field(CustomField(), {"label": f"Field {word}"}, by=BY)


@plants("merge of clients")
def merge(word: str) -> None:
    """One that nobody has taken back. The row alone is looked for."""
    kept = Client.objects.get(email=address(word, CLIENTS[0]))
    if not kept.merges.exists():
        gone = add_client({"name": f"Gone {word}", "email": f"gone.{word}@{HOST}"}, by=BY)
        Client.objects.filter(pk=gone.pk).update(merged_into=kept, status=Client.Status.CLOSED)
        ClientMerge.objects.create(kept=kept, merged=gone, by_label=BY.label)


def _picture(word: str) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (16, 16), "white").save(out, "PNG")
    return SimpleUploadedFile(f"{word}.png", out.getvalue())
