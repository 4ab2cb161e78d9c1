"""How clients are sorted: groups, tags, and the reseller's own fields."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

from ..models import Client, ClientGroup, CustomField, Tag

Sorting = TypeVar("Sorting", ClientGroup, Tag)

MOST_FIELDS = 30


class NameTaken(ValueError):
    """There is one of this name already, whichever letters are capitals."""


class TooManyFields(ValueError):
    """There are as many own fields as there may be."""


def put_group(group: ClientGroup, *, by: Actor) -> ClientGroup:
    """Keep a new or changed group. Raises `NameTaken`."""
    return _put(group, by)


def put_tag(tag: Tag, *, by: Actor) -> Tag:
    """Keep a new or changed tag. Raises `NameTaken`."""
    return _put(tag, by)


def _put(thing: Sorting, by: Actor) -> Sorting:
    verb = "change" if thing.pk else "add"
    try:
        with transaction.atomic():
            thing.save()
            record(thing, verb, by=by)
    except IntegrityError as clash:
        raise NameTaken(thing.name) from clash
    return thing


@transaction.atomic
def remove_sorting(thing: ClientGroup | Tag, *, by: Actor) -> None:
    """Take a group or a tag away from all clients that have it; the clients stay."""
    record(thing, "remove", by=by, clients=thing.clients.count())
    thing.delete()


@transaction.atomic
def tag_clients(clients: Iterable[Client], tags: Iterable[Tag], *, remove: bool = False, by: Actor) -> int:
    """Mark many clients with tags, or take them off; the count of clients that were changed."""
    ids, wished = [client.pk for client in clients], list(tags)
    links = Client.tags.through.objects.filter(client__in=ids, tag__in=wished)
    before = set(links.values_list("client_id", "tag_id"))
    if remove:
        changed = {client for client, _tag in before}
        links.delete()
    else:
        missing = [(pk, tag.pk) for pk in ids for tag in wished if (pk, tag.pk) not in before]
        Client.tags.through.objects.bulk_create(
            [Client.tags.through(client_id=pk, tag_id=tag) for pk, tag in missing], ignore_conflicts=True
        )
        changed = {pk for pk, _tag in missing}
    words = ", ".join(tag.name for tag in wished)
    for client in Client.objects.filter(pk__in=changed):
        record(client, "remove tags" if remove else "tag", by=by, tags=words)
    return len(changed)


@transaction.atomic
def group_clients(clients: Iterable[Client], group: ClientGroup | None, *, by: Actor) -> int:
    """Put many clients into a group, or into none; the count of those that were elsewhere."""
    moving = [client for client in clients if client.group_id != (group.pk if group else None)]
    Client.objects.filter(pk__in=[client.pk for client in moving]).update(group=group)
    for client in moving:
        record(client, "group", by=by, group=group.name if group else "")
    return len(moving)


@transaction.atomic
def put_field(field: CustomField, details: Mapping[str, Any], *, by: Actor) -> CustomField:
    """Keep a new or changed field of the reseller's own. What clients have in it stays. Raises `TooManyFields`."""
    verb = "change" if field.pk else "add"
    if not field.pk:
        if CustomField.objects.filter(is_archived=False).count() >= MOST_FIELDS:
            raise TooManyFields
        field.key = f"f{secrets.token_hex(4)}"
    for name, value in details.items():
        setattr(field, name, value)
    field.save()
    record(field, verb, by=by)
    return field


@transaction.atomic
def archive_field(field: CustomField, *, is_archived: bool = True, by: Actor) -> None:
    """Ask for the field no more; its values are kept, and come back with it."""
    CustomField.objects.filter(pk=field.pk).update(is_archived=is_archived)
    record(field, "archive" if is_archived else "bring back", by=by)
