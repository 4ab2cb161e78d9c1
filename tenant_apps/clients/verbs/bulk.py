"""One thing done to many clients: decided at once, carried out by the agenda, watched on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from tenant_apps.notices.verbs import Recipient, recipient_of, send_mail

from ..models import Client, ClientBulk, ClientGroup, Tag
from ..queries import owners_of
from .client import close_clients, edit_client

AT_ONCE = 200
Action = ClientBulk.Action


def begin_bulk(
    clients: QuerySet[Client], *, action: str, details: Mapping[str, Any], key: UUID, by: Actor
) -> ClientBulk:
    """Decide to do it to all of `clients` as they are now; the same `key` again is the same decision."""
    try:
        with transaction.atomic():
            return ClientBulk.objects.filter(uuid=key).first() or _begin(clients, action, details, key, by)
    except IntegrityError:
        return ClientBulk.objects.get(uuid=key)


def go_on(bulk: ClientBulk) -> None:
    """Do it to the next ones, in the agenda's transaction: nobody gets it twice (RELIABILITY 16)."""
    keys = bulk.targets[bulk.position : bulk.position + AT_ONCE]
    clients = list(Client.objects.filter(pk__in=keys, erased_at=None, merged_into=None).order_by("pk"))
    bulk.changed += _ACTIONS[Action(bulk.action)](bulk, clients)
    bulk.position += len(keys)
    bulk.save(update_fields=["changed", "position"])
    if bulk.is_complete:
        record(bulk, f"{bulk.action} clients", by=bulk.actor, clients=bulk.changed)
    else:
        _plan(bulk)


def _begin(
    clients: QuerySet[Client], action: str, details: Mapping[str, Any], key: UUID, by: Actor
) -> ClientBulk:
    keys = list(clients.order_by("pk").values_list("pk", flat=True).distinct())
    bulk = ClientBulk.objects.create(
        uuid=key,
        action=Action(action),
        details=dict(details),
        targets=keys,
        total=len(keys),
        actor_kind=by.kind,
        actor_key=by.key,
        actor_label=by.label,
        acting_for=by.acting_for,
    )
    if keys:
        _plan(bulk)
    return bulk


def _plan(bulk: ClientBulk) -> None:
    schedule("clients.bulk", {"bulk": str(bulk.uuid)}, key=f"{bulk.uuid}:{bulk.position}")


def _tag(bulk: ClientBulk, clients: Sequence[Client]) -> int:
    word = bulk.details["tag"]
    tag = Tag.objects.filter(name__iexact=word).first() or Tag.objects.create(name=word)
    return _retag(bulk, clients, lambda tags: tags | {tag})


def _untag(bulk: ClientBulk, clients: Sequence[Client]) -> int:
    word = bulk.details["tag"].lower()
    return _retag(bulk, clients, lambda tags: {tag for tag in tags if tag.name.lower() != word})


def _retag(bulk: ClientBulk, clients: Sequence[Client], change: Callable[[set[Tag]], set[Tag]]) -> int:
    changed = 0
    for client in clients:
        before = set(client.tags.all())
        after = change(before)
        if after != before:
            edit_client(client, {"tags": after}, by=bulk.actor)
            changed += 1
    return changed


def _group(bulk: ClientBulk, clients: Sequence[Client]) -> int:
    wanted = bulk.details["group"]
    group = ClientGroup.objects.filter(uuid=wanted).first() if wanted else None
    if wanted and group is None:
        return 0
    others = [client for client in clients if client.group_id != (group.pk if group else None)]
    for client in others:
        edit_client(client, {"group": group}, by=bulk.actor)
    return len(others)


def _close(bulk: ClientBulk, clients: Sequence[Client]) -> int:
    return close_clients(list(clients), reason=bulk.details.get("reason", ""), by=bulk.actor)


def _mail(bulk: ClientBulk, clients: Sequence[Client]) -> int:
    """To a client's owners; to its own address where nobody signs in."""
    said = {"subject": bulk.details["subject"], "text": bulk.details["text"]}
    for client in clients:
        people = [recipient_of(owner) for owner in owners_of(client)]
        for one in people or [Recipient(client.email, client.name, client.language)]:
            send_mail(
                "clients/message",
                to=one,
                context={**said, "client": client.name},
                key=f"clients.message:{bulk.uuid}:{client.pk}:{one.email}",
            )
        record(client, "mail", by=bulk.actor, reason=bulk.details["subject"])
    return len(clients)


_ACTIONS: dict[str, Callable[[ClientBulk, Sequence[Client]], int]] = {
    Action.TAG: _tag,
    Action.UNTAG: _untag,
    Action.GROUP: _group,
    Action.CLOSE: _close,
    Action.MAIL: _mail,
}
