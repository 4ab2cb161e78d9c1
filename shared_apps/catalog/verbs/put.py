"""Putting things into the catalogue. Each verb finds the thing by its sku and makes or changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record
from shared_apps.kernel.money import Money

from ..errors import PricesOutOfOrder
from ..models import MOST, AddOn, Group, Period, Plan, Price, Product, Provisioner, Tier, TrialEnd

Texts = Mapping[str, str]
Lines = Mapping[str, Sequence[str]]


@transaction.atomic
def put_group(slug: str, *, name: Texts, position: int = 0, by: Actor) -> Group:
    """A shelf of the catalogue."""
    group, _ = Group.objects.update_or_create(slug=slug, defaults={"name": dict(name), "position": position})
    record(group, "put", by=by)
    return group


@transaction.atomic
def put_product(
    sku: str,
    *,
    group: Group,
    name: Texts,
    summary: Texts,
    description: Texts | None = None,
    icon: str = "package",
    position: int = 0,
    tiers: Sequence[Tier] | None = None,
    by: Actor,
) -> Product:
    """A product under a group; `icon` is a lucide name. `tiers`: who alone may sell it, nobody named: everybody.

    Where `tiers` is None they stay as they are.
    """
    product, _ = Product.objects.update_or_create(
        sku=sku,
        defaults={
            "group": group,
            "name": dict(name),
            "summary": dict(summary),
            "description": dict(description or {}),
            "icon": icon,
            "position": position,
        },
    )
    if tiers is not None:
        product.tiers.set(tiers)
    record(product, "put", by=by)
    return product


@transaction.atomic
def put_plan(
    sku: str,
    *,
    product: Product,
    name: Texts,
    summary: Texts | None = None,
    features: Lines | None = None,
    period: str = Period.MONTH,
    per_seat: bool = False,
    has_trial: bool = False,
    trial_days: int = 15,
    trial_step_days: int = 15,
    trial_max_days: int = 60,
    trial_end: str = TrialEnd.SUSPEND,
    min_quantity: int = 1,
    max_quantity: int = MOST,
    provisioner: str = Provisioner.WEBHOOK,
    tld: str = "",
    is_active: bool = True,
    position: int = 0,
    by: Actor,
) -> Plan:
    """A plan of a product. Trials are counted in days (S5.40–S5.43); `tld` makes it a domain name."""
    plan, _ = Plan.objects.update_or_create(
        sku=sku,
        defaults={
            "product": product,
            "name": dict(name),
            "summary": dict(summary or {}),
            "features": {language: list(lines) for language, lines in (features or {}).items()},
            "period": period,
            "per_seat": per_seat,
            "has_trial": has_trial,
            "trial_days": trial_days,
            "trial_step_days": trial_step_days,
            "trial_max_days": trial_max_days,
            "trial_end": trial_end,
            "min_quantity": min_quantity,
            "max_quantity": max_quantity,
            "provisioner": provisioner,
            "tld": tld,
            "is_active": is_active,
            "position": position,
        },
    )
    record(plan, "put", by=by)
    return plan


@transaction.atomic
def put_add_on(
    sku: str,
    *,
    name: Texts,
    summary: Texts | None = None,
    plans: Sequence[Plan] = (),
    period: str = Period.MONTH,
    per_seat: bool = False,
    choice_group: str = "",
    choice_name: Texts | None = None,
    is_required: bool = False,
    min_quantity: int = 1,
    max_quantity: int = 1,
    is_active: bool = True,
    position: int = 0,
    by: Actor,
) -> AddOn:
    """An add-on to `plans`; without any it goes with every plan. With a `choice_group` it is one choice of it."""
    add_on, _ = AddOn.objects.update_or_create(
        sku=sku,
        defaults={
            "name": dict(name),
            "summary": dict(summary or {}),
            "period": period,
            "per_seat": per_seat,
            "choice_group": choice_group,
            "choice_name": dict(choice_name or {}),
            "is_required": is_required,
            "min_quantity": min_quantity,
            "max_quantity": max_quantity,
            "is_active": is_active,
            "position": position,
        },
    )
    add_on.plans.set(plans)
    record(add_on, "put", by=by)
    return add_on


@transaction.atomic
def put_price(
    item: Plan | AddOn, *, wholesale: Money, suggested: Money, floor: Money, ceiling: Money, by: Actor
) -> Price:
    """The price of a plan or an add-on in the amounts' currency; raises `PricesOutOfOrder`."""
    in_order = [Money.zero(wholesale.currency), wholesale, floor, suggested, ceiling]
    if any(low > high for low, high in pairwise(in_order)):
        raise PricesOutOfOrder(f"{item.sku} in {wholesale.currency}")
    owner = {"plan": item} if isinstance(item, Plan) else {"add_on": item}
    price, _ = Price.objects.update_or_create(
        **owner,
        currency=wholesale.currency,
        defaults={
            "wholesale_minor": wholesale.minor,
            "suggested_minor": suggested.minor,
            "floor_minor": floor.minor,
            "ceiling_minor": ceiling.minor,
        },
    )
    record(
        price,
        "put",
        by=by,
        wholesale=wholesale.minor,
        suggested=suggested.minor,
        floor=floor.minor,
        ceiling=ceiling.minor,
    )
    return price
