"""Order for a client from its row: the same prices as in the shop, or others within the limits (S3.3, S3.24)."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shared_apps.payments.door import PaymentRefused
from tenant_apps.clients.models import Client
from tenant_apps.clients.people import person_of
from tenant_apps.storefront.queries import listed
from tenants.access import office

from ... import names
from ...assignment import AssignmentForm, LineForm, Sold, lines_of
from ...errors import OrderRefused
from ...models import Order
from ...quoting import Quote, quote
from ...summary import rows_of
from ...verbs.assign import Taken, order_for


@office("orders.place")
@require_http_methods(["GET", "POST"])
def office_client_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put an order together and see what it costs; posting places it. Without JavaScript, too."""
    client = get_object_or_404(Client.objects.present(), uuid=uuid)
    query = request.POST if request.method == "POST" else request.GET
    form = AssignmentForm(query or None, may_take_money=person_of(request).can("payments.approve"))
    sold = Sold(listed(client.currency), client.currency)
    lines = lines_of(query or None, sold, is_sent=request.method == "POST")
    if request.method == "POST" and form.is_valid() and all(line.is_valid() for line in lines):
        if order := _place(request, client, form, lines):
            return redirect("office_order", order.uuid)
        return _page(request, client, form, lines, status=422)
    return _page(request, client, form, lines, status=422 if request.method == "POST" else 200)


def _place(request: HttpRequest, client: Client, form: AssignmentForm, lines: list[LineForm]) -> Order | None:
    typed = form.cleaned_data
    key, by = typed["key"], person_of(request).actor
    wishes = [line.wish for line in lines]
    try:
        names.require_free(quote(wishes, client).names)
        order = order_for(client, wishes, key=key, coupon=typed["coupon"], taken=_taken(form), by=by)
    except OrderRefused as refusal:
        form.add_error(None, refusal.words)
        return None
    except PaymentRefused:
        messages.error(request, _("The order is placed, but the payment could not be recorded."))
        return Order.objects.get(client=client, wish_key=key)
    messages.success(request, _("The order is placed. Its client has mail."))
    return order


def _taken(form: AssignmentForm) -> Taken | None:
    typed = form.cleaned_data
    return Taken(typed["method"], typed["reference"], _moment(typed["paid_on"])) if form.is_paid else None


def _moment(day: date | None) -> datetime | None:
    """Noon of a day; None for today, which is now."""
    if day is None or day >= timezone.localdate():
        return None
    return timezone.make_aware(datetime.combine(day, time(12)))


def _page(
    request: HttpRequest, client: Client, form: AssignmentForm, lines: list[LineForm], *, status: int
) -> HttpResponse:
    quoted, refusal = _quoted(client, form, lines)
    context = {
        "client": client,
        "form": form,
        "lines": lines,
        "numbers": ",".join(str(line.number) for line in lines),
        "quote": quoted,
        "rows": rows_of(quoted) if quoted else [],
        "refusal": refusal,
        "is_checked": request.method == "POST",
    }
    return render(request, "office/orders/assignment.html", context, status=status)


def _quoted(client: Client, form: AssignmentForm, lines: list[LineForm]) -> tuple[Quote | None, str]:
    """What the lines that are whole already cost, or why they cannot be had."""
    ready = [line.wish for line in lines if line.is_bound and line.plan and line.is_valid()]
    if not ready:
        return None, ""
    try:
        return quote(ready, client, coupon=_coupon(form)), ""
    except OrderRefused as refusal:
        return None, refusal.words


def _coupon(form: AssignmentForm) -> str:
    data = form.data if isinstance(form.data, QueryDict) else {}
    return str(data.get("coupon", ""))[:60]
