"""Orders in the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_apps.kernel.keyset import page_of
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.settlement import door as settlement
from tenant_apps.clients.people import person_of
from tenant_apps.clients.typed import typed
from tenants.access import office

from ...errors import OrderHasMoney
from ...history import events_of_order, told
from ...models import Order
from ...queries import numbered, of_status, orders_with_lines, plan_lines
from ...verbs import cancel_order
from .tables import status_tabs, wished_order

_STATUSES = [Order.Status.PLACED, Order.Status.PAID, Order.Status.CANCELLED]


@office("orders.view")
@require_GET
def office_orders(request: HttpRequest) -> HttpResponse:
    """Every order, newest first."""
    orders = of_status(
        orders_with_lines(Order.objects.all()), request.GET.get("status", ""), Order.Status.values
    )
    if typed(request.GET, "q"):
        orders = orders.filter(numbered(typed(request.GET, "q")))
    order = wished_order(request.GET, {"placed": "placed_at", "total": "total_minor"}, "-placed_at")
    tabs = status_tabs(request.GET, [(one.value, one.label) for one in _STATUSES])
    return render(
        request, "office/orders/list.html", {"page": page_of(orders, request.GET, order=order), "tabs": tabs}
    )


@office("orders.view")
@require_GET
def office_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One order with its lines, invoices, services and what happened."""
    order = get_object_or_404(orders_with_lines(Order.objects.all()), uuid=uuid)
    invoices = list(order.invoices.order_by("pk"))
    context = {
        "order": order,
        "lines": plan_lines(order),
        "invoices": invoices,
        "xray": settlement.slices([one.uuid for one in invoices], order.currency),
        "events": told(events_of_order(order)),
        "can_cancel": order.can_become(Order.Status.CANCELLED),
    }
    return render(request, "office/orders/detail.html", context)


@office("orders.edit")
@require_POST
def office_order_cancellation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Cancel an unpaid order."""
    order = get_object_or_404(Order, uuid=uuid)
    try:
        cancel_order(order, reason=typed(request.POST, "reason"), by=person_of(request).actor)
    except OrderHasMoney:
        messages.error(request, _("Money has come or is on its way for this order. Refund it instead."))
    except IllegalMove:
        messages.warning(request, _("This order can no longer be cancelled."))
    else:
        messages.success(request, _("The order is cancelled."))
    return redirect("office_order", uuid)
