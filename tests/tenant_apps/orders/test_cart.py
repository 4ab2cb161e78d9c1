"""The cart: several lines in the session, priced anew at every view, with a word for what changed."""

from __future__ import annotations

from typing import Any

import pytest

from shared_apps.catalog import verbs as catalog
from shared_apps.kernel.money import Money
from tenant_apps.orders import cart
from tenant_apps.orders.errors import CartFull
from tenant_apps.orders.models import Order, Service
from tenant_apps.storefront.models import Offer
from tenant_apps.storefront.verbs import put_offer
from tenants.context import acting_on_shared_data

from .stage import BY
from .test_checkout import begin, check_out, key_of

CART = "/order/cart/"


def lines(browser: Any) -> list[dict[str, Any]]:
    return list(browser.session["cart"]["lines"])


def text_of(browser: Any, path: str = CART) -> str:
    return str(browser.get(path).content.decode())


# Kept in the session -----------------------------------------------------------------------------


def line(offer: str = "o", quantity: int = 1, *add_ons: str) -> cart.CartLine:
    return cart.new_line(offer=offer, quantity=quantity, add_ons=list(add_ons))


def test_a_cart_of_one_line_from_before_is_still_read() -> None:
    key = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    session: Any = {"cart": {"key": key, "offer": "o", "quantity": 3, "add_ons": ["a"]}}
    kept = cart.cart_of(session)
    assert kept is not None
    assert [(one.offer, one.quantity, one.add_ons) for one in kept.lines] == [("o", 3, ("a",))]
    assert str(kept.key) == key


def test_the_same_choice_again_sets_its_quantity_and_another_is_one_more_line() -> None:
    session: Any = {}
    first = cart.put_line(session, line("o", 1))
    again = cart.put_line(session, line("o", 1))
    assert again.key == first.key
    assert cart.put_line(session, line("o", 4)).key != first.key
    cart.put_line(session, line("o", 4, "a"))
    assert [(one.quantity, one.add_ons) for one in cart.put_line(session, line("p", 2)).lines] == [
        (4, ()),
        (4, ("a",)),
        (2, ()),
    ]


def test_a_changed_line_keeps_its_place_and_swallows_its_twin() -> None:
    session: Any = {}
    for one in (line("o"), line("p"), line("q")):
        kept = cart.put_line(session, one)
    changed = cart.put_line(session, line("q", 9), instead_of=kept.lines[0].id)
    assert [(one.offer, one.quantity) for one in changed.lines] == [("q", 9), ("p", 1)]


def test_a_cart_has_an_end() -> None:
    session: Any = {}
    for count in range(cart.MOST_LINES):
        cart.put_line(session, line(f"o{count}"))
    with pytest.raises(CartFull):
        cart.put_line(session, line("one more"))


# On the pages -------------------------------------------------------------------------------------


def test_several_things_are_one_order_and_one_invoice(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop, "hosting-m", "2", "backups-m")
    begin(as_carl, shop, "training")
    page = text_of(as_carl)
    assert page.count("/removal/") == 2
    assert "310" in page  # 2 x 100.00 + 20.00 + 90.00
    assert check_out(as_carl).status_code == 302
    order = Order.objects.get()
    assert {one.sku for one in order.lines.all()} == {"hosting-m", "backups-m", "training"}
    assert order.invoices.get().total_minor == 31_000
    assert "cart" not in as_carl.session


def test_a_line_is_changed_and_taken_out(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    (kept,) = lines(as_carl)
    as_carl.post(f"{CART}lines/{kept['id']}/", {"quantity": "۵"})
    assert lines(as_carl)[0]["quantity"] == 5
    as_carl.post(f"{CART}lines/{kept['id']}/", {"quantity": "-1"})
    assert lines(as_carl)[0]["quantity"] == 5
    as_carl.post(f"{CART}lines/{kept['id']}/removal/")
    assert "Your cart is empty" in text_of(as_carl)


def test_a_form_of_the_cart_leads_to_this_host_alone(in_reseller: Any, as_carl: Any) -> None:
    """RELIABILITY 26."""
    for target in ("//evil.example/", "https://evil.example/", "/\\evil.example", "order"):
        assert as_carl.post("/order/currency/", {"currency": "USD", "next": target}).url == CART


def test_a_price_that_changed_is_told_once_and_nothing_is_ordered_unseen(shop: Any, as_carl: Any) -> None:
    """RELIABILITY 24: the order is of what was seen, or of nothing."""
    begin(as_carl, shop)
    text_of(as_carl)
    Offer.objects.filter(sku="hosting-m").update(retail_minor=12_000)
    answer = check_out(as_carl)
    assert answer.url == "/order/checkout/"
    assert not Order.objects.exists()
    assert "changed from" in text_of(as_carl, answer.url)
    assert check_out(as_carl).url.startswith(shop.gateway.url)
    assert Order.objects.get().total_minor == 12_000


def test_what_is_no_longer_sold_leaves_with_a_word(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop, "hosting-m", "1", "backups-m")
    begin(as_carl, shop, "training")
    text_of(as_carl)
    Offer.objects.filter(sku__in=["training", "backups-m"]).update(is_listed=False)
    page = text_of(as_carl)
    assert "Web Training is no longer sold" in page
    assert "An add-on of Web Hosting is no longer sold" in page
    assert [one["add_ons"] for one in lines(as_carl)] == [[]]
    assert "no longer sold" not in text_of(as_carl)


def test_the_key_stays_while_nothing_changes(shop: Any, as_carl: Any) -> None:
    begin(as_carl, shop)
    before = key_of(as_carl)
    text_of(as_carl)
    text_of(as_carl, "/order/checkout/")
    assert key_of(as_carl) == before


# Options ------------------------------------------------------------------------------------------


@pytest.fixture
def with_options(shop: Any) -> Any:
    """Hosting asks for a system (two choices) and sells up to eight gigabytes, from two on."""
    from shared_apps.catalog.models import Plan

    def put(sku: str, minor: int, **more: Any) -> None:
        with acting_on_shared_data():
            hosting = Plan.objects.get(sku="hosting-m")
            one = catalog.put_add_on(sku, name={"en": sku.title()}, plans=[hosting], by=BY, **more)
            price = Money(minor, "TRY")
            catalog.put_price(one, wholesale=price, floor=price, suggested=price, ceiling=price, by=BY)
        put_offer(sku, price, by=BY)

    system: dict[str, Any] = {"choice_group": "system", "choice_name": {"en": "System"}, "is_required": True}
    put("linux", 0, **system)
    put("windows", 500, **system)
    put("space", 100, min_quantity=2, max_quantity=8)
    return shop


def choose(browser: Any, shop: Any, **more: str) -> Any:
    return browser.post("/order/", {"offer": shop.offer("hosting-m"), "quantity": "1", **more})


def test_options_and_counted_extras_are_priced(with_options: Any, as_carl: Any) -> None:
    shop = with_options
    space = {f"count-{shop.offer('space')}": "3"}
    assert choose(as_carl, shop, **{"option-system": shop.offer("windows")}, **space).status_code == 302
    page = text_of(as_carl)
    assert "Windows" in page
    check_out(as_carl)
    assert Order.objects.get().total_minor == 10_000 + 500 + 3 * 100


def test_options_that_cannot_be_had_are_refused(with_options: Any, as_carl: Any) -> None:
    """RELIABILITY 24."""
    shop = with_options
    linux, windows, training = (shop.offer(sku) for sku in ("linux", "windows", "training"))
    form = {"offer": shop.offer("hosting-m"), "quantity": "1"}
    for picked, space in (
        ([], "0"),
        ([linux], "1"),
        ([linux], "9"),
        ([training], "0"),
        ([linux, windows], "0"),
    ):
        wish = {**form, "add_ons": picked, f"count-{shop.offer('space')}": space}
        assert as_carl.post("/order/", wish).status_code == 400
    assert "cart" not in as_carl.session


# Currencies ---------------------------------------------------------------------------------------


@pytest.fixture
def in_dollars(shop: Any) -> Any:
    from shared_apps.catalog.models import Plan

    with acting_on_shared_data():
        hosting = Plan.objects.get(sku="hosting-m")
        price = Money(500, "USD")
        catalog.put_price(
            hosting, wholesale=Money(100, "USD"), floor=price, suggested=price, ceiling=price, by=BY
        )
    put_offer("hosting-m", price, by=BY)
    return shop


def test_a_visitor_chooses_a_currency_and_the_cart_follows(
    in_dollars: Any, as_carl: Any, carls_client: Any
) -> None:
    shop = in_dollars
    as_carl.post(
        "/order/", {"offer": str(Offer.objects.get(sku="hosting-m", currency="TRY").uuid), "quantity": 2}
    )
    assert "₺200" in text_of(as_carl)
    as_carl.post("/order/currency/", {"currency": "USD"})
    page = text_of(as_carl)
    assert "$10" in page
    assert "changed from" not in page
    assert "$5" in text_of(as_carl, "/plans/web/")
    check_out(as_carl, "bank")
    order = Order.objects.get()
    assert (order.currency, order.total_minor) == ("USD", 1_000)
    carls_client.refresh_from_db()
    assert carls_client.currency == "USD"
    # From the first order on it is fixed.
    as_carl.post("/order/currency/", {"currency": "TRY"})
    assert "$5" in text_of(as_carl, "/plans/web/")
    assert shop.tenant.currency == "TRY"


def test_a_thing_without_a_price_in_the_currency_leaves_with_a_word(in_dollars: Any, as_carl: Any) -> None:
    begin(as_carl, in_dollars, "training")
    as_carl.post("/order/currency/", {"currency": "USD"})
    assert "Web Training is no longer sold" in text_of(as_carl)


def test_a_currency_that_is_not_sold_in_changes_nothing(in_dollars: Any, as_carl: Any) -> None:
    for wrong in ("EUR", "", "XXX", "<b>"):
        as_carl.post("/order/currency/", {"currency": wrong})
    assert "₺100" in text_of(as_carl, "/plans/web/")


# Names --------------------------------------------------------------------------------------------


@pytest.fixture
def registry(settings: Any) -> Any:
    from deploy.sandbox import registrar

    running = registrar.serve(secret=settings.REGISTRAR_SECRET)
    settings.REGISTRAR_URL, settings.REGISTRAR_TIMEOUT = running.url, 1.0
    yield running
    running.stop()


@pytest.fixture
def with_names(shop: Any, registry: Any) -> Any:
    from shared_apps.catalog.models import Product

    with acting_on_shared_data():
        plan = catalog.put_plan(
            "domain-com", product=Product.objects.get(sku="web"), name={"en": ".com"}, period="year",
            provisioner="registrar", tld="com", max_quantity=1, by=BY,
        )  # fmt: skip
        price = Money(2_000, "TRY")
        catalog.put_price(plan, wholesale=price, floor=price, suggested=price, ceiling=price, by=BY)
    put_offer("domain-com", price, by=BY)
    return shop


def test_a_name_is_found_ordered_and_registered(with_names: Any, registry: Any, as_carl: Any) -> None:
    from shared_apps.agenda.door import run_due

    shop = with_names
    assert "carl-client.com" in text_of(as_carl, "/order/names/?q=carl-client")
    wish = {"offer": shop.offer("domain-com"), "quantity": "1", "label": "Carl-Client.com", "then": "cart"}
    assert as_carl.post("/order/", wish).url == CART
    assert "carl-client.com" in text_of(as_carl)
    assert check_out(as_carl, "stripe").url.startswith(shop.gateway.url)
    order = Order.objects.get()
    shop.pay_at_gateway(shop.start(order.invoices.get()).redirect_url)
    shop.deliver("checkout.session.completed")
    run_due()
    service = Service.objects.get()
    assert (service.label, service.status) == ("carl-client.com", Service.Status.ACTIVE)
    assert service.details["name"] == "carl-client.com"
    assert not registry.names.is_free("carl-client.com")


def test_availability_is_asked_again_when_it_is_ordered(with_names: Any, registry: Any, as_carl: Any) -> None:
    shop = with_names
    wish = {"offer": shop.offer("domain-com"), "quantity": "1", "label": "carl-client.com"}
    as_carl.post("/order/", wish)
    text_of(as_carl)
    registry.names.perform({"operation": "register", "key": "x", "name": "carl-client.com", "years": 1})
    assert "carl-client.com is taken" in check_out(as_carl).content.decode()
    registry.fault("error_before")
    assert "does not answer just now" in check_out(as_carl).content.decode()
    assert not Order.objects.exists()


def test_a_name_that_does_not_fit_is_not_ordered(with_names: Any, as_carl: Any) -> None:
    """RELIABILITY 32: a homograph neither."""
    for label in ("", "carl.net", "gооgle.com", "a.b.com"):
        wish = {"offer": with_names.offer("domain-com"), "quantity": "1", "label": label}
        assert as_carl.post("/order/", wish).status_code == 400
    assert "cart" not in as_carl.session
