"""A trial that is extended, ends unpaid and is bought eleven days late."""

from __future__ import annotations

from tenant_apps.orders.models import Invoice, Service
from tenant_apps.orders.verbs import extend_trial
from tests.journeys.timelines.timeline import Timeline
from tests.tenant_apps.orders.stage import BY


def test_a_trial_converted_late_begins_when_it_is_paid(timeline: Timeline) -> None:
    timeline.begin("2027-03-01 10:00")
    timeline.shop.order(timeline.client, timeline.shop.wish("mail-m", 3))
    timeline.go_to("2027-03-10 10:00")
    service = Service.objects.get()
    # 1 March + 15 days.
    assert timeline.local(service.trial_ends_at) == "2027-03-16 10:00"
    extend_trial(service, reason="Asked for it", by=BY)
    timeline.go_to("2027-03-31 10:01")
    service.refresh_from_db()
    # + 15 days more: over on 31 March; it waits for 3 × 40.00.
    assert (service.status, service.trial_total_days) == (Service.Status.SUSPENDED, 30)
    invoice = Invoice.objects.get()
    assert (invoice.total_minor, timeline.local(invoice.issued_at)) == (12_000, "2027-03-31 10:00")
    timeline.go_to("2027-04-11 15:00")
    timeline.pay(invoice)
    service.refresh_from_db()
    # Nobody pays for the days between: the month begins with the payment.
    assert service.status == Service.Status.ACTIVE
    assert timeline.local(service.paid_until) == "2027-05-11 15:00"
    assert service.trial_ends_at is None
    # 3 × 26.00 are the operator's, once.
    assert timeline.balance("wholesale_payable") == -7_800
