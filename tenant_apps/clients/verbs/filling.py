"""What a client lacks of its data comes from the one that is merged into it, and goes back with it."""

from __future__ import annotations

from typing import Any

from ..models import Client

_SINGLE = ("company_name", "tax_id", "registration_number", "national_id", "mobile", "language", "domain")
_POSTAL = ("street", "postal_code", "city", "region", "country")


def fill(kept: Client, merged: Client) -> dict[str, Any]:
    """Fill in what is empty; what was filled in, by field, to be taken back."""
    names = [name for name in _SINGLE if not getattr(kept, name) and getattr(merged, name)]
    if not kept.street and merged.street:
        names += _POSTAL
    before = {name: getattr(kept, name) for name in names}
    filled = {name: getattr(merged, name) for name in names}
    own = {key: value for key, value in merged.custom.items() if key not in kept.custom}
    # A number and a proved domain are one client's alone.
    given: dict[str, Any] = {name: "" for name in ("mobile", "domain") if name in filled}
    if "domain" in given:
        given["domain_verified_at"] = None
    if given:
        Client.objects.filter(pk=merged.pk).update(**given)
    group = {"group": merged.group} if kept.group is None and merged.group else {}
    Client.objects.filter(pk=kept.pk).update(**filled, **group, custom={**kept.custom, **own})
    return {"before": before, "filled": filled, "custom": sorted(own), "group": bool(group)}


def unfill(kept: Client, merged: Client, memo: dict[str, Any]) -> None:
    """Take back what was filled in and has not been changed since."""
    names = [name for name, value in memo["filled"].items() if getattr(kept, name) == value]
    back: dict[str, Any] = {name: memo["before"][name] for name in names}
    if "domain" in back:
        back["domain_verified_at"] = None
    back["custom"] = {key: value for key, value in kept.custom.items() if key not in memo["custom"]}
    if memo["group"] and kept.group_id == merged.group_id:
        back["group"] = None
    Client.objects.filter(pk=kept.pk).update(**back)
    mobile = memo["filled"].get("mobile", "")
    if Client.objects.filter(mobile=mobile).exists():
        mobile = ""
    Client.objects.filter(pk=merged.pk).update(mobile=mobile or merged.mobile)
    if domain := memo["filled"].get("domain"):
        Client.objects.filter(pk=merged.pk).update(domain=domain)
