"""Deals: registered, protected for ninety days, and nobody learns who else is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils.html import strip_tags

from shared_apps.agenda.door import run_due
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.money import Money
from shared_apps.partner_store.conflicts import conflicts_of
from shared_apps.partner_store.marks import marks_of
from shared_apps.partner_store.models import ClientMark, Deal
from shared_apps.partner_store.verbs import deals
from shared_apps.partner_store.verbs.deals import DealWish
from tenant_apps.clients.models import Client
from tenant_apps.clients.verbs import add_client, edit_client
from tenant_apps.clients.verbs.domain import set_domain
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data

BY = Actor.system("tests")
OFFICE, CONSOLE = "/office/deals/", "/console/deals/"
FORM = {"company_name": "Aras Ltd.", "domain": "aras.com.tr", "value": "1000", "contact_email": ""}


def register(tenant: Any, **changes: Any) -> Deal:
    wish: dict[str, Any] = {
        "key": uuid4(),
        "company_name": "Aras Ltd.",
        "value": Money(100_000, "TRY"),
        "domain": "aras.com.tr",
    }
    with acting_in(tenant):
        return deals.register_deal(tenant.id, DealWish(**{**wish, **changes}), by=BY)


def approve(deal: Deal, operator: Any, **how: Any) -> None:
    with acting_in(operator):
        deals.approve_deal(deal, **how, by=BY)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"domain": "www.Aras.com.tr"}, {"domain": "aras.com.tr"}, True),
        ({"domain": "aras.com.tr"}, {"email": "info@mail.aras.com.tr"}, True),
        ({"email": "a@aras.com.tr"}, {"email": "b@aras.com.tr"}, True),
        ({"email": "a@gmail.com"}, {"email": "b@gmail.com"}, False),
        ({"email": "A.b+x@gmail.com"}, {"email": "ab@gmail.com"}, True),
        ({"domain": "büro.de"}, {"domain": "xn--bro-hoa.de"}, True),
        ({"domain": "aras.com.tr"}, {"domain": "aras.com"}, False),
        ({}, {}, False),
    ],
)
def test_the_same_company_is_known_by_domain_and_address(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    first, second = marks_of(**one), marks_of(**other)
    is_one = bool(first.domains & second.domains) or bool(
        first.email_digest and first.email_digest == second.email_digest
    )
    assert is_one is same
    assert not any("aras" in str(value) for value in (first, second))


@pytest.mark.django_db
class TestDeals:
    def test_olga_registers_and_opal_protects(
        self, browse: Any, olga: Any, opal: Any, reseller: Any, operator: Any
    ) -> None:
        office = browse(olga, reseller)
        assert office.post(f"{OFFICE}new/", {**FORM, "domain": "", "value": ""}).status_code == 422
        assert office.post(f"{OFFICE}new/", {**FORM, "domain": "co.uk"}).status_code == 422
        key = str(uuid4())
        for _turn in range(2):
            made = office.post(f"{OFFICE}new/", {**FORM, "key": key})
            assert made.status_code == 302
        with acting_on_shared_data():
            deal = Deal.objects.get()
        assert made.url == f"{OFFICE}{deal.uuid}/"
        console = browse(opal, operator)
        assert "Aras Ltd." in console.get(CONSOLE).content.decode()
        assert console.post(f"{CONSOLE}{deal.uuid}/approval/", {}).status_code == 302
        assert "90 days left" in strip_tags(office.get(made.url).content.decode())
        run_due()
        with acting_in(operator):
            sent = MailMessage.objects.values_list("template", "to_email")
            assert set(sent) >= {
                ("partner_store/deal_registered", "opal@example.com"),
                ("partner_store/deal_approved", "olga@example.com"),
            }
        assert office.post(f"{made.url}outcome/", {"status": "won", "outcome": "Price"}).status_code == 302
        assert office.post(f"{made.url}withdrawal/").status_code == 302
        with acting_on_shared_data():
            deal.refresh_from_db()
            assert (deal.status, deal.outcome) == ("won", "Price")

    def test_a_partner_is_told_that_there_is_a_conflict_never_whose(
        self, browse: Any, peer: Any, opal: Any, reseller: Any, other_reseller: Any, operator: Any
    ) -> None:
        first = register(reseller)
        approve(first, operator)
        second = register(other_reseller, domain="", contact_email="buyer@aras.com.tr")
        assert second.has_conflict
        page = browse(peer, other_reseller).get(f"{OFFICE}{second.uuid}/").content.decode()
        assert "There is a conflict" in page
        assert "Alpha" not in page
        assert browse(peer, other_reseller).get(f"{OFFICE}{first.uuid}/").status_code == 404
        page = browse(opal, operator).get(f"{CONSOLE}{second.uuid}/").content.decode()
        assert "Alpha Bulut" in page
        refused = browse(opal, operator).post(f"{CONSOLE}{second.uuid}/approval/", {})
        assert refused.status_code == 422
        assert "is protected" in refused.content.decode()

    def test_another_resellers_client_needs_a_reason(
        self, reseller: Any, other_reseller: Any, operator: Any
    ) -> None:
        with acting_in(reseller):
            mine = add_client({"name": "Aras", "email": "it@aras.com.tr"}, by=BY)
        deal = register(other_reseller)
        with pytest.raises(deals.ClientElsewhere):
            approve(deal, operator)
        approve(deal, operator, despite=True, reason="They asked for another partner.")
        assert deal.status == "approved"
        own = register(reseller)
        with acting_on_shared_data():
            assert not any(one.client_uuid == mine.uuid for one in conflicts_of(own))

    def test_marks_follow_what_the_client_is(self, reseller: Any) -> None:
        with acting_in(reseller):
            client = add_client({"name": "Aras", "email": "a@gmail.com"}, by=BY)
            mark = ClientMark.objects.get(client_uuid=client.uuid)
            assert (mark.domain_digest, mark.mail_domain_digest) == ("", "")
            set_domain(client, "aras.com.tr", by=BY)
            edit_client(client, {"email": "a@aras.com.tr"}, by=BY)
            mark.refresh_from_db()
            assert (
                mark.domain_digest == mark.mail_domain_digest == marks_of(domain="aras.com.tr").domain_digest
            )

    def test_those_that_were_there_before_are_marked_by_the_agenda(self, reseller: Any) -> None:
        from tenant_apps.clients.marking import mark_some

        with acting_in(reseller):
            ClientMark.objects.all().delete()
            assert mark_some(0) == 0
            assert ClientMark.objects.filter(tenant_id=reseller.id).count() == Client.objects.count()

    def test_one_reseller_registers_a_company_once(self, reseller: Any) -> None:
        first = register(reseller)
        with pytest.raises(deals.AlreadyOwn) as own:
            register(reseller, domain="www.aras.com.tr")
        assert own.value.deal == first
        with acting_in(reseller):
            deals.withdraw_deal(first, by=BY)
        assert register(reseller).is_open

    def test_protection_ends_by_itself_and_frees_the_company(
        self, reseller: Any, other_reseller: Any, operator: Any
    ) -> None:
        deal = register(reseller)
        approve(deal, operator)
        with acting_in(reseller):
            assert deals.remind_of_deal(str(deal.uuid))
            assert not deals.expire_deal(str(deal.uuid), by=BY)
            Deal.objects.update(protected_until=now() - timedelta(seconds=1))
            assert deals.expire_deal(str(deal.uuid), by=BY)
            assert not deals.expire_deal(str(deal.uuid), by=BY)
        approve(register(other_reseller), operator)

    def test_answered_deals_are_not_answered_again(self, reseller: Any, operator: Any) -> None:
        deal = register(reseller)
        with acting_in(operator):
            deals.reject_deal(deal, reason="No.", by=BY)
            for again in (
                lambda: deals.approve_deal(deal, by=BY),
                lambda: deals.reject_deal(deal, reason="x", by=BY),
                lambda: deals.close_deal(deal, is_won=True, by=BY),
            ):
                with pytest.raises(IllegalMove):
                    again()

    def test_lists_narrow_export_without_formulas_and_cost_the_same(
        self, browse: Any, olga: Any, opal: Any, adel: Any, carl: Any, reseller: Any, operator: Any,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        """RELIABILITY 25, 33, 35."""
        for number in range(8):
            register(reseller, company_name=f"=Firm {number}", domain=f"firm{number}.com")
        for person, tenant, address in ((olga, reseller, OFFICE), (opal, operator, CONSOLE)):
            browser = browse(person, tenant)
            browser.get(address)
            with django_assert_max_num_queries(14):
                text = browser.get(address).content.decode()
            assert "=Firm 3" in text
            narrowed = browser.get(address, {"q": "firm3.com"}).content.decode()
            assert "=Firm 4" not in narrowed
            assert "'=Firm 3" in browser.get(f"{address}export/").content.decode()
            for query in ({"status": "'"}, {"reseller": "x"}, {"q": "\x00%"}, {"after": "?"}):
                assert browser.get(address, query).status_code == 200
        assert browse(adel, reseller).get(OFFICE).status_code == 200
        assert browse(carl, reseller).get(OFFICE).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_resellers_that_are_approved_at_once_one_is_protected(
    reseller: Any, other_reseller: Any, operator: Any
) -> None:
    """Both are read as waiting before either is approved."""
    waiting = [register(reseller).uuid, register(other_reseller).uuid]
    start = Barrier(2)

    def protect(uuid: UUID) -> bool:
        try:
            with acting_in(operator):
                deal = Deal.objects.get(uuid=uuid)
                start.wait(timeout=30)
                deals.approve_deal(deal, by=BY)
            return True
        except deals.ProtectedElsewhere:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda uuid: Context().run(protect, uuid), waiting))
    assert outcomes.count(True) == 1
    with acting_on_shared_data():
        assert Deal.objects.filter(status="approved").count() == 1
