"""A service from 31 January goes up a plan on 31 March, and renews on the last days of months from then on."""

from __future__ import annotations

from tenant_apps.orders.models import Invoice, ServiceChange
from tests.journeys.timelines.timeline import Timeline
from tests.tenant_apps.orders.month import change, stock_bigger_plans, wish


def test_an_upgrade_on_the_31st(timeline: Timeline) -> None:
    stock_bigger_plans()
    timeline.begin("2027-01-31 12:00")
    service = timeline.order(timeline.shop.wish("hosting-m"))
    timeline.go_to("2027-03-31 12:00", each=timeline.pay_what_is_open)
    service.refresh_from_db()
    # 31 January → 28 February → 31 March → 30 April: the third period is paid.
    assert timeline.local(service.paid_until) == "2027-04-30 12:00"
    timeline.go_to("2027-04-15 12:00")
    shown, made = change(service, wish("pro-m"))
    # 15 of 30 days are left, give or take the seconds that the clock ran: 50.00 back, 125.00 to pay.
    assert [round(line.price.minor, -2) for line in shown.lines] == [-5_000, 12_500]
    bill = Invoice.objects.get(cause="change")
    assert bill.total_minor == shown.due_now.minor
    timeline.pay(bill)
    assert ServiceChange.objects.get(pk=made.pk).status == "done"
    timeline.go_to("2027-07-01 12:00", each=timeline.pay_what_is_open)
    service.refresh_from_db()
    # The days stay those of 31 January: 30 April, 31 May, 30 June, and 31 July is paid.
    assert (service.sku, timeline.local(service.paid_until)) == ("pro-m", "2027-07-31 12:00")
    paid = Invoice.objects.filter(status="paid").order_by("pk").values_list("cause", "total_minor")
    assert [one for one in paid if one[0] != "change"] == [
        ("order", 10_000), ("renewal", 10_000), ("renewal", 10_000),
        ("renewal", 25_000), ("renewal", 25_000), ("renewal", 25_000),
    ]  # fmt: skip
