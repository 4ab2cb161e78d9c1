"""Two clients that are one become one: everything of the one goes to the other, and can be taken back for a while."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from branding.formats import isolated
from shared_apps.kernel.actor import Actor, only_oneself
from shared_apps.kernel.client_rows import (
    Moved,
    highest,
    move_client_rows,
    move_client_rows_back,
    new_client_row,
)
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record
from tenant_apps.accounts.erasure import relations_to
from tenants.context import current_tenant

from ..following import CannotMove, handled, movers
from ..marking import mark_again
from ..models import Client, ClientMerge, Contact
from ..queries import has_traded
from .filling import fill, unfill

# Rows of these follow by themselves and tell nothing of whether the merge can be taken back.
_LIGHT = frozenset({"clients.Address", "clients.ClientDocument", "clients.Note", "clients.ContactInvitation"})
_NEVER = frozenset({"clients.Client", "clients.ClientMerge", "clients.Contact", "clients.Client_tags"})


class MergeStands(Exception):
    """The merge cannot be taken back: it is too old, is taken back already, or something new stands on it.

    `what` names that, in the reader's words; empty where it is too old or taken back.
    """

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


@transaction.atomic
def merge_clients(kept: Client, merged: Client, *, by: Actor) -> ClientMerge:
    """Move contacts, orders, invoices, services, papers, notes, payments and credit of `merged` to `kept`.

    What `kept` lacks of its data is filled in; `merged` is closed and points to `kept`. Raises `CannotMove`.
    """
    only_oneself(by)
    kept, merged = _lock(kept, merged)
    _refuse_odd_pairs(kept, merged)
    merge = ClientMerge(kept=kept, merged=merged, by_label=by.label[:200])
    merge.moved = {
        "status": merged.status,
        "rows": _move_rows(merged, kept),
        "contacts": _move_contacts(merged, kept),
        "tags": _add_tags(merged, kept),
        "shared": move_client_rows(current_tenant().id, merged.uuid, kept.uuid),
        "more": {name: mover.move(merged, kept, by) for name, mover in movers.items()},
        "fields": fill(kept, merged),
    }
    merge.save()
    # What was not accepted yet would make a contact of a client that is no more.
    merged.invitations.filter(accepted_at=None).delete()
    Client.objects.filter(pk=merged.pk).update(merged_into=kept, status=Client.Status.CLOSED)
    record(kept, "take in", by=by, client=merged.name, merge=str(merge.uuid))
    record(merged, "merge", by=by, client=kept.name, merge=str(merge.uuid))
    mark_again(kept.pk, merged.pk)
    return merge


@transaction.atomic
def undo_merge(merge: ClientMerge, *, by: Actor) -> None:
    """Give everything back that still is where the merge put it. Raises `MergeStands` and `CannotMove`."""
    only_oneself(by)
    kept, merged = _lock(merge.kept, merge.merged)
    merge = ClientMerge.objects.select_for_update().get(pk=merge.pk)
    is_there = merge.may_be_undone and merge.moved and not kept.erased_at
    if not is_there or merged.merged_into_id != kept.pk:
        raise MergeStands
    if new := _new(merge, kept):
        raise MergeStands(_called(new))
    moved = merge.moved
    unfill(kept, merged, moved["fields"])
    for name, memo in moved["more"].items():
        movers[name].back(merged, kept, memo, by)
    move_client_rows_back(current_tenant().id, moved["shared"], merged.uuid, kept.uuid)
    _move_rows_back(moved["rows"], merged, kept)
    _move_contacts_back(moved["contacts"], merged, kept)
    kept.tags.remove(*moved["tags"])
    Client.objects.filter(pk=merged.pk).update(merged_into=None, status=moved["status"])
    merge.undone_at = now()
    merge.save(update_fields=["undone_at"])
    record(kept, "give back", by=by, client=merged.name, merge=str(merge.uuid))
    record(merged, "come back", by=by, client=kept.name, merge=str(merge.uuid))
    mark_again(kept.pk, merged.pk)


def _lock(kept: Client, merged: Client) -> tuple[Client, Client]:
    """Both rows, in one order whoever merges them which way."""
    rows = Client.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[kept.pk], found[merged.pk]


def _refuse_odd_pairs(kept: Client, merged: Client) -> None:
    if kept.pk == merged.pk:
        raise CannotMove(_("Choose another client."))
    if any(one.erased_at or one.merged_into_id or one.deletes_at for one in (kept, merged)):
        raise CannotMove(_("A client that was erased, merged or is being deleted cannot be merged."))
    if kept.currency != merged.currency and has_traded(merged):
        raise CannotMove(_("They are billed in different currencies."))


def _following() -> list[tuple[str, type[models.Model], str]]:
    """Every table of this schema with a foreign key to a client: label, model and column."""
    found = [(one.related_model, one.field.name) for one in relations_to(Client)]
    return [
        (model._meta.label, model, column)
        for model, column in found
        if model._meta.label not in _NEVER | handled
    ]


def _move_rows(source: Client, target: Client) -> dict[str, Moved]:
    """The keys of what moved, by table, and the highest key there was in it: what is higher came later."""
    moved = {}
    for label, model, column in _following():
        if keys := _move(model._base_manager.filter(**{column: source}), column, target):
            moved[f"{label}.{column}"] = Moved(keys=keys, highest=highest(model))
    return moved


def _move(rows: models.QuerySet[Any], column: str, target: Client) -> list[int]:
    """Move rows; those that the target has already and cannot have twice stay."""
    keys: list[int] = list(rows.order_by("pk").values_list("pk", flat=True))
    if keys and not _moves(rows, column, target):
        keys = [key for key in keys if _moves(rows.filter(pk=key), column, target)]
    return keys


def _moves(rows: models.QuerySet[Any], column: str, target: Client) -> bool:
    try:
        with transaction.atomic():
            return bool(rows.update(**{column: target}))
    except IntegrityError:
        return False


def _move_rows_back(moved: dict[str, Moved], source: Client, target: Client) -> None:
    for label, model, column in _following():
        if memo := moved.get(f"{label}.{column}"):
            rows = model._base_manager.filter(**{column: target, "pk__in": memo["keys"]})
            rows.update(**{column: source})


def _new(merge: ClientMerge, kept: Client) -> models.Model | None:
    """An order, an invoice or the like of the kept client that is younger than what was moved to it."""
    for label, model, column in _following():
        memo = merge.moved["rows"].get(f"{label}.{column}")
        if memo and label not in _LIGHT:
            newer = model._base_manager.filter(**{column: kept, "pk__gt": memo["highest"]})
            if row := newer.order_by("pk").first():
                return row
    return new_client_row(current_tenant().id, merge.moved["shared"], kept.uuid)


def _called(row: models.Model) -> str:
    """What kind of thing it is, and which one."""
    kinds = {
        "orders.Order": _("Order"),
        "orders.Invoice": _("Invoice"),
        "orders.CreditNote": _("Credit note"),
        "orders.Service": _("Service"),
        "payments.Payment": _("Payment"),
        "tickets.Ticket": _("Ticket"),
    }
    return f"{kinds.get(row._meta.label, '')} {isolated(str(row))}".strip()


def _move_contacts(source: Client, target: Client) -> dict[str, Any]:
    """Who looks after both stays what they are to the kept one; the others come along."""
    there = set(target.contacts.values_list("person", flat=True))
    both = source.contacts.filter(person__in=there)
    doubled = [[person, role] for person, role in both.values_list("person", "role")]
    both.delete()
    moved = list(source.contacts.values_list("pk", flat=True))
    source.contacts.update(client=target)
    return {"moved": moved, "doubled": doubled}


def _move_contacts_back(memo: dict[str, Any], source: Client, target: Client) -> None:
    Contact.objects.filter(pk__in=memo["moved"], client=target).update(client=source)
    here = dict(target.contacts.values_list("person", "pk"))
    Contact.objects.bulk_create(
        Contact(person_id=person, client=source, role=role)
        for person, role in memo["doubled"]
        if person in here
    )


def _add_tags(source: Client, target: Client) -> list[int]:
    """Add the tags that the kept one lacks; their keys."""
    there = set(target.tags.values_list("pk", flat=True))
    added = [key for key in source.tags.values_list("pk", flat=True) if key not in there]
    target.tags.add(*added)
    return added
