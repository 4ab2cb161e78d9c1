"""Services that are about to be something else: one with a change ahead, one that ends, one set up by hand."""

from __future__ import annotations

from django.db import transaction

from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenant_apps.orders.changing import ChangeWish
from tenant_apps.orders.models import Order, Service
from tenant_apps.orders.verbs.activate import activate
from tenant_apps.orders.verbs.cancel import cancel_service
from tenant_apps.orders.verbs.change import change_service, preview_change
from tenant_apps.storefront.models import Offer
from tenants.context import current_tenant

from .orders import days_ago, order, pay_by_transfer
from .people import Shop

REASONS = {
    "abrnama": "کسی از آن استفاده نمی‌کند",
    "bulutsan": "Artık kullanan yok",
    "mekhthai": "ไม่มีใครใช้แล้ว",
}


def load(shop: Shop, by: Actor) -> None:
    """Order for the shop's first two clients; nothing where the first has what is set up by hand."""
    if Order.objects.filter(lines__sku="setup-once", status=Order.Status.PAID).exists():
        return
    first, second = (User.objects.get(email=person.email) for person in shop.clients[:2])
    with days_ago(9):
        changing = _running(first, "workplace-pro-y", 4, by)
        ending = _running(second, "studio-m", 1, by)
    with days_ago(2):
        _change_at_renewal(changing, first.actor)
        cancel_service(ending, reason=REASONS[shop.slug], by=second.actor)
    with days_ago(1):
        pay_by_transfer(order(first, "setup-once", 1, by), by)


def _running(person: User, sku: str, quantity: int, by: Actor) -> Service:
    placed = order(person, sku, quantity, by, skip_trial=True)
    pay_by_transfer(placed, by)
    service = Service.objects.select_related("client").get(order_line__order=placed)
    with transaction.atomic():
        activate(service, by=by)
    return service


def _change_at_renewal(service: Service, by: Actor) -> None:
    offer = Offer.objects.get(sku="workplace-standard-y", currency=current_tenant().currency)
    wish = ChangeWish(offer.uuid, 3, when="renewal")
    change_service(service, wish, shown=preview_change(service, wish, by=by).token, by=by)
