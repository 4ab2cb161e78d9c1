"""A saved card is declined at the renewal, the service past due and suspended; paid by another, all goes on."""

from __future__ import annotations

from shared_apps.payments import door as payments
from tenant_apps.orders.models import Invoice, Service
from tests.journeys.timelines.timeline import Timeline
from tests.shared_apps.payments.test_saved_cards import LATER_DECLINED, save
from tests.tenant_apps.orders.stage import BY


def test_a_card_that_failed_and_recovered(timeline: Timeline) -> None:
    timeline.begin("2027-05-10 12:00")
    service = timeline.order(timeline.shop.wish("hosting-m"))
    save(timeline.shop, timeline.client, LATER_DECLINED)
    # Renews on 10 June. Charged then, and after 1, 3 and 5 days: each time declined. Suspended after 7.
    timeline.go_to("2027-06-12 12:00")
    service.refresh_from_db()
    assert (service.status, service.state) == (Service.Status.ACTIVE, "past_due")
    timeline.go_to("2027-06-17 13:00")
    service.refresh_from_db()
    assert service.status == Service.Status.SUSPENDED
    tries = [one for one in timeline.shop.account.all("charge") if not one["paid"]]
    # On the 10th, 11th, 13th and 15th, and the 17th.
    assert len(tries) == 5
    renewal = Invoice.objects.get(cause="renewal")
    good = save(timeline.shop, timeline.client)
    payments.make_default_card(good.uuid, timeline.client.uuid, by=BY)
    timeline.go_to("2027-06-20 12:00")
    # Nobody charges a card that was added later for what has failed to the last: the client pays.
    renewal.refresh_from_db()
    assert renewal.status == Invoice.Status.OPEN
    timeline.pay_by_card(renewal)
    service.refresh_from_db()
    # By anniversary a month begins with the payment.
    assert service.status == Service.Status.ACTIVE
    assert timeline.local(service.paid_until) == "2027-07-20 12:00"
    timeline.go_to("2027-07-20 13:00")
    service.refresh_from_db()
    # The good card pays by itself from then on.
    assert (service.status, timeline.local(service.paid_until)) == (Service.Status.ACTIVE, "2027-08-20 12:00")
    assert Invoice.objects.filter(status="open").count() == 0
