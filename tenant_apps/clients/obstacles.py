"""What stands against deleting a client. Apps above this one say what is open with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shared_apps.commissions import door as commissions

from .models import Client


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something open: `label` in the reader's words ("2 unpaid invoices"); `section` is the tab of the client's page
    where staff see to it.
    """

    label: str
    section: str = ""


Finder = Callable[[Client], Obstacle | None]
_finders: list[Finder] = []


def obstacle(finder: Finder) -> Finder:
    """Register a function that finds one kind of obstacle, or None. Called within the deletion's transaction."""
    _finders.append(finder)
    return finder


def obstacles_of(client: Client) -> list[Obstacle]:
    """Everything that is still open with a client; empty where it may be deleted."""
    found = (finder(client) for finder in _finders)
    return [one for one in found if one is not None]


@obstacle
def commission(client: Client) -> Obstacle | None:
    """Money that one of its people has earned by recommending, and that was not paid out."""
    people = client.contacts.values_list("person__uuid", flat=True)
    if any(commissions.has_money(uuid) for uuid in people):
        return Obstacle(_("Commission that is not paid out"))
    return None
