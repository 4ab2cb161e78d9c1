"""The Partner Store by its pages: Olga chooses, compares, sends, answers; Opal reviews, approves, rejects, edits."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.partner_store.models import ExtraService, ServiceRequest, StoreItem
from shared_apps.partner_store.verbs import Verdict, approve_request
from shared_apps.settlement.door import bill_card
from tenants.context import acting_in

from .stage import BY, bought, send

STORE, CONSOLE = "/office/store/", "/console/requests/"


def ticked(**counts):
    picked = {"item": list(counts), "on_page": list(counts)}
    return picked | {f"quantity-{sku}": count for sku, count in counts.items()}


def test_olga_chooses_edits_and_sends_and_peer_sees_nothing(
    alpha, items, browse, olga, adel, peer, reseller, other_reseller
):
    """S4.1–S4.12; RELIABILITY 1, 23, 24: what is posted beside the selection changes no price."""
    shop = browse(olga, reseller)
    page = shop.get(STORE)
    assert all(name in page.content.decode() for name in ("Seats", "Priority", "Tier: Gold"))
    assert b"Priority" not in shop.get(f"{STORE}?q=seats&category=capacity").content.split(b"plans")[-1]
    assert shop.get(f"{STORE}?q=zzz").status_code == 200
    assert shop.post(f"{STORE}selection/", {}).url == STORE
    compared = shop.post(f"{STORE}selection/", ticked(seats="2") | {"then": "compare"})
    assert b"All of seats" in shop.get(compared.url).content
    # What the page did not show stays chosen; a number that is none is read as one.
    shop.post(f"{STORE}selection/", ticked(priority="-4"))
    summary = shop.get(f"{STORE}summary/")
    assert [(one.offered.item.sku, one.quantity) for one in summary.context["chosen"]] == [
        ("seats", 2),
        ("priority", 1),
    ]
    assert summary.context["due"].minor == 120_000
    assert b"checked" in shop.get(STORE).content
    form = {"form_uuid": str(summary.context["form"]["form_uuid"].value()), "note": "Two <b>advisors</b>"}
    assert shop.post(f"{STORE}submission/", form | {"shown": "1", "unit_minor": "1"}).url.endswith("summary/")
    made = shop.post(f"{STORE}submission/", form | {"shown": "120000"})
    request = ServiceRequest.objects.get()
    assert made.url == f"{STORE}requests/{request.uuid}/"
    one = shop.get(made.url).content.decode()
    assert request.number in one and "Two &lt;b&gt;advisors" in one
    assert request.number in shop.get(f"{STORE}requests/?status=submitted").content.decode()
    assert request.number in shop.get("/office/").content.decode()
    assert browse(adel, reseller).get(STORE).status_code == 403
    other = browse(peer, other_reseller)
    assert other.get(made.url).status_code == 404
    assert other.post(f"{made.url}withdrawal/").status_code == 404
    assert ServiceRequest.objects.get().status == "submitted"


def test_opal_asks_checks_and_approves_a_part(alpha, items, browse, olga, opal, reseller, operator):
    """S4.13–S4.19: the queue, the check list, a question and its answer, and a decision by line."""
    request = send(alpha, {"seats": 1, "set-up": 1})
    desk, shop = browse(opal, operator), browse(olga, reseller)
    one, mine = f"{CONSOLE}{request.uuid}/", f"{STORE}requests/{request.uuid}/"
    for query in ("", "?late=1", "?status=all&item=seats", f"?q={request.number}", "?status=all&q=Alpha"):
        listed = request.number in desk.get(CONSOLE + query).content.decode()
        assert listed == (query != "?late=1")
    assert request.number in desk.get(f"{CONSOLE}export/").content.decode()
    assert "Data are there." in desk.get(one).content.decode()
    assert desk.post(f"{one}checks/", {"check:purpose": "yes"}).status_code == 302
    assert desk.post(f"{one}question/", {"body": ""}).status_code == 422
    assert desk.post(f"{one}question/", {"body": "For whom?"}).status_code == 302
    assert b"For whom?" in shop.get(mine).content
    assert shop.post(f"{mine}answer/", {"body": ""}).status_code == 422
    shop.post(f"{mine}answer/", {"body": "For two advisors."})
    assert b"For two advisors." in desk.get(one).content
    seats, setup = (f"line_{line.pk}" for line in request.lines.order_by("pk"))
    refused = {seats: "on", setup.replace("line", "reason"): ""}
    assert desk.post(f"{one}approval/", refused).status_code == 422
    assert (
        b"reject the request"
        in desk.post(
            f"{one}approval/", {name.replace("line", "reason"): "No." for name in (seats, setup)}
        ).content
    )
    partly = {seats: "on", setup.replace("line", "reason"): "Not before May.", "next_steps": "Be ready."}
    assert desk.post(f"{one}approval/", partly).status_code == 302
    request.refresh_from_db()
    assert (request.status, bill_card(request.bill_uuid).net.minor) == ("approved", 50_000)
    page = shop.get(mine).content.decode()
    assert "Not before May." in page and "Be ready." in page and bill_card(request.bill_uuid).number in page
    assert desk.post(f"{one}rejection/", {"reason": "Late", "next_steps": "None"}).status_code == 302
    assert ServiceRequest.objects.get().status == "approved"
    assert desk.post(f"{one}withdrawal/").status_code == 302
    assert bill_card(request.bill_uuid).status == "void"
    second = send(alpha, {"seats": 1})
    no = f"{CONSOLE}{second.uuid}/rejection/"
    assert desk.post(no, {"reason": "", "next_steps": ""}).status_code == 422
    desk.post(no, {"reason": "Not yet.", "next_steps": "Ask in May."})
    page = shop.get(f"{STORE}requests/{second.uuid}/").content.decode()
    assert "Not yet." in page and "Ask in May." in page


def test_subscriptions_show_what_is_had_and_let_it_end(alpha, items, browse, olga, opal, reseller, operator):
    """S4.24; what our team does is a list of its own in the console."""
    bought(alpha, {"priority": 1, "set-up": 1})
    shop, desk = browse(olga, reseller), browse(opal, operator)
    page = shop.get("/office/subscriptions/").content.decode()
    assert "Priority" in page and "Own domains" in page
    extra = ExtraService.objects.get(sku="priority")
    shop.post(f"/office/subscriptions/{extra.uuid}/cancellation/")
    extra.refresh_from_db()
    assert extra.ends_with_period
    shop.post(f"/office/subscriptions/{extra.uuid}/continuation/")
    extra.refresh_from_db()
    assert not extra.ends_with_period
    work = ExtraService.objects.get(sku="set-up")
    assert str(work.uuid) in desk.get(f"{CONSOLE}work/").content.decode()
    for _twice in range(2):
        desk.post(f"{CONSOLE}work/{work.uuid}/", {"note": "Moved."})
    assert "Moved." in shop.get("/office/subscriptions/").content.decode()


def test_the_operator_edits_its_extra_services(alpha, items, browse, opal, operator, olga, reseller):
    """All languages, prices by currency, order; what was asked for keeps its price."""
    request = approve_request(send(alpha, {"seats": 1}), Verdict({}), by=BY)
    desk, seats = browse(opal, operator), items["seats"]
    one = f"/console/store/{seats.uuid}/"
    assert b"seats" in desk.get("/console/store/?q=seats").content
    shown = desk.get(one).context["form"]
    form = {
        name: value for name in shown.fields if (value := shown[name].value()) not in (None, "", False, [])
    }
    assert desk.post(one, form | {"sku": "Not a sku"}).status_code == 422
    assert desk.post(one, form | {"sku": "priority"}).status_code == 422
    assert desk.post(one, form | {"icon": "nothing-at-all"}).status_code == 422
    assert desk.post(one, form | {"price_TRY": ""}).status_code == 422
    assert desk.post(one, form | {"price_TRY": "750.50", "name_tr": "Koltuk"}).status_code == 302
    seats.refresh_from_db()
    assert (seats.name["tr"], seats.prices.get().amount_minor) == ("Koltuk", 75_050)
    assert bill_card(request.bill_uuid).net.minor == 50_000
    new = form | {"sku": "new-one", "name_en": "New", "price_TRY": "1", "needs": [str(seats.uuid)]}
    assert desk.get("/console/store/new/").status_code == 200
    assert desk.post("/console/store/new/", new).status_code == 302
    made = StoreItem.objects.get(sku="new-one")
    desk.post("/console/store/order/", {"item": str(made.uuid), "way": "up"})
    skus = list(StoreItem.objects.values_list("sku", flat=True))
    assert skus.index("new-one") == len(skus) - 2
    assert browse(olga, reseller).get("/console/store/").status_code == 404


def test_lists_cost_the_same_however_long_they_are(alpha, items, browse, olga, opal, reseller, operator):
    def cost(browser, path):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    desk, shop = browse(opal, operator), browse(olga, reseller)
    pages = [(desk, CONSOLE), (desk, "/console/store/"), (shop, STORE), (shop, f"{STORE}requests/")]
    send(alpha, {"seats": 1})
    # The first time fills what is remembered.
    once = [[cost(*page) for page in pages] for _twice in range(2)][1]
    with acting_in(reseller):
        for _more in range(3):
            send(alpha, {"set-up": 1})
            StoreItem.objects.update(max_quantity=9)
    assert [cost(*page) for page in pages] == once
