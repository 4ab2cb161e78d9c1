"""A year of renewals from the 31st, through 29 February 2028."""

from __future__ import annotations

from tenant_apps.orders.models import Invoice
from tests.journeys.timelines.timeline import Timeline

# The 31st, or the month's last day; never drifting: after 29 February comes 31 March.
ENDS = [
    "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29",
    "2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30", "2028-07-31", "2028-08-31",
]  # fmt: skip


def test_a_year_from_the_31st_through_a_leap_day(timeline: Timeline) -> None:
    timeline.begin("2027-08-31 23:30")
    service = timeline.order(timeline.shop.wish("hosting-m", 2, "backups-m"))
    timeline.go_to("2028-08-25 12:00", each=timeline.pay_what_is_open)
    service.refresh_from_db()
    # Ordered once and renewed twelve times: the thirteenth month is invoiced a week before 31 August 2028.
    renewals = Invoice.objects.filter(cause="renewal").order_by("pk")
    starts = [timeline.local(one.lines.earliest("pk").period_from) for one in renewals]
    assert starts == [f"{day} 23:30" for day in ENDS]
    assert timeline.local(service.paid_until) == "2028-09-30 23:30"
    # Each a week ahead: 23 September for 30 September, 22 February for 29 February.
    ahead = [round((one.due_at - one.issued_at).total_seconds() / 3600) for one in renewals]
    assert ahead == [7 * 24] * 12
    # 13 × (2 × 100.00 + 20.00) = 2,860.00, of which 13 × (2 × 65.00 + 13.00) = 1,859.00 are the operator's.
    assert sum(one.paid_minor for one in Invoice.objects.all()) == 286_000
    assert timeline.balance("wholesale_payable") == -185_900
    # Numbers have no gap within a year: 2027 has the order and September to December, five in all.
    numbers = list(Invoice.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"2027-{n:05}" for n in range(1, 6)] + [f"2028-{n:05}" for n in range(1, 9)]
