"""What a reseller's clients may do by themselves. What is switched off is refused in the verbs."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models, transaction
from django.utils.translation import gettext as _

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

SWITCHES = ("may_order", "may_pay", "may_open_tickets", "may_cancel", "may_upgrade")
SETTINGS = (*SWITCHES, "shows_prices_with_tax")


class SwitchedOff(PermissionError):
    """A client asked for what this reseller has switched off for clients; `what` is one of `SWITCHES`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    @property
    def words(self) -> str:
        said = {
            "may_order": _("New orders cannot be placed here by yourself."),
            "may_pay": _("Invoices cannot be paid here by yourself."),
            "may_open_tickets": _("Tickets cannot be opened here by yourself."),
            "may_cancel": _("Services cannot be cancelled here by yourself."),
            "may_upgrade": _("Services cannot be changed here by yourself."),
        }
        return said[self.what]


class PortalSettings(models.Model):
    """One row; no row allows everything and shows prices with tax."""

    may_order = models.BooleanField(default=True)
    may_pay = models.BooleanField(default=True)
    may_open_tickets = models.BooleanField(default=True)
    may_cancel = models.BooleanField(default=True)
    may_upgrade = models.BooleanField(default=True)
    shows_prices_with_tax = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="portal_settings_once")]

    def __str__(self) -> str:
        off = [name for name in SWITCHES if not getattr(self, name)]
        return f"without {', '.join(off)}" if off else "everything allowed"


def portal_settings() -> PortalSettings:
    """The reseller's switches; unsaved defaults where nothing was set. One query."""
    return PortalSettings.objects.filter(pk=1).first() or PortalSettings(pk=1)


def may(what: str) -> bool:
    """Whether clients of this reseller may do `what`, such as "may_order"."""
    return bool(getattr(portal_settings(), _known(what)))


def require(what: str, *, by: Actor | None) -> None:
    """Raise `SwitchedOff` where the client's side asks for what is switched off. Staff always may.

    Nobody (None) is a visitor, who may no more than a client.
    """
    name = _known(what)
    if (by is None or by.is_client) and not may(name):
        raise SwitchedOff(name)


def _known(what: str) -> str:
    if what not in SWITCHES:
        raise LookupError(what)
    return what


def change_portal(values: Mapping[str, bool], *, by: Actor) -> PortalSettings:
    """Switch what clients may do; only the fields of `PortalSettings` are read. The event names what changed."""
    with transaction.atomic():
        kept = PortalSettings.objects.select_for_update().filter(pk=1).first() or PortalSettings(pk=1)
        changed = {
            name: values[name] for name in SETTINGS if name in values and values[name] != getattr(kept, name)
        }
        for name, value in changed.items():
            setattr(kept, name, value)
        kept.save()
        if changed:
            record(kept, "edit", by=by, changed=changed)
    return kept
