"""Everybody's months begin on the first of the Jalali month; 1408 is a leap year, its Esfand has 30 days."""

from __future__ import annotations

from tenant_apps.orders.models import BillingSettings, Invoice
from tests.journeys.timelines.timeline import Timeline


def test_jalali_months_through_a_leap_year(timeline: Timeline) -> None:
    BillingSettings.objects.update_or_create(pk=1, defaults={"anchor": BillingSettings.Anchor.JALALI_MONTH})
    # 11 Dey 1408 is 31 December 2029.
    timeline.begin("2029-12-31 09:00")
    service = timeline.order(timeline.shop.wish("hosting-m"))
    # What is ordered is a whole month of the clock's calendar: to 31 January 2030, 12 Bahman.
    assert timeline.local(service.paid_until) == "2030-01-31 09:00"
    timeline.go_to("2030-04-20 12:00", each=timeline.pay_what_is_open)
    renewals = list(Invoice.objects.filter(cause="renewal").order_by("pk"))
    starts = [timeline.local(one.lines.get().period_from) for one in renewals]
    # Then to the first of Esfand (19 February 2030), of Farvardin 1409 (21 March: Esfand had 30 days, not
    # 29), of Ordibehesht (21 April), each at midnight.
    assert starts == ["2030-01-31 09:00", "2030-02-19 00:00", "2030-03-21 00:00", "2030-04-21 00:00"]
    # The first leads to the anchor: of the 30 days of Bahman, from 09:00 on the 12th on. 18 days and 15 hours
    # are 1,609,200 of 2,592,000 seconds: 100.00 × 1,609,200 / 2,592,000 = 62.0833… → 62.08.
    assert [one.total_minor for one in renewals] == [6_208, 10_000, 10_000, 10_000]
    # The operator's share goes the same way: 65.00 × … = 40.3541… → 40.35, and 65.00 each else; the last is
    # not paid: 65.00 + 40.35 + 65.00 + 65.00, and Ordibehesht's 65.00 is paid ahead.
    assert timeline.balance("wholesale_payable") == -(6_500 + 4_035 + 3 * 6_500)
