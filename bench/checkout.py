"""Checkout end to end under the server: choose, see the checkout, place the order, see the invoice."""

from __future__ import annotations

import threading
from time import perf_counter

import httpx
from bs4 import BeautifulSoup

SECONDS = 6.0
# Cart, choice, checkout, order and what it leads to.
PAGES = 5


def checkouts_per_second(port: int, host: str, offer: str, cookies: list[str]) -> float:
    """Orders placed a second by as many buyers at once as there are cookies. Raises where one is not placed."""
    until = perf_counter() + SECONDS
    counts: list[int] = []
    faults: list[Exception] = []

    def buy(cookie: str) -> None:
        try:
            counts.append(_buy_until(until, port, host, offer, cookie))
        except Exception as fault:  # noqa: BLE001 - it is raised again below, in the main thread
            faults.append(fault)

    buyers = [threading.Thread(target=buy, args=(cookie,)) for cookie in cookies]
    began = perf_counter()
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    if faults:
        raise faults[0]
    return sum(counts) / (perf_counter() - began)


def _buy_until(until: float, port: int, host: str, offer: str, cookie: str) -> int:
    done = 0
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Host": host}, trust_env=False, verify=False, timeout=60
    ) as browser:
        browser.cookies.set("sid", cookie)
        while perf_counter() < until:
            _buy(browser, offer)
            done += 1
    return done


def _buy(browser: httpx.Client, offer: str) -> None:
    cart = BeautifulSoup(browser.get("/order/cart/").text, "html.parser")
    token = str(cart.find("input", attrs={"name": "csrfmiddlewaretoken"})["value"])
    browser.post("/order/", data={"offer": offer, "quantity": "1", "csrfmiddlewaretoken": token})
    placed = browser.post("/order/checkout/", data=_filled(browser.get("/order/checkout/")))
    if placed.status_code != 302 or not placed.headers["location"].startswith("/my/"):
        raise RuntimeError(f"Not placed: {placed.status_code} {placed.text[:2000]}")
    if browser.get(placed.headers["location"]).status_code != 200:
        raise RuntimeError(f"{placed.headers['location']} does not open.")


def _filled(page: httpx.Response) -> dict[str, str]:
    """The form as the page gives it, terms accepted, by no method: the invoice is paid another time."""
    key = BeautifulSoup(page.text, "html.parser").find("input", attrs={"name": "key"})
    form = key.find_parent("form") if key else None
    if form is None:
        raise RuntimeError(f"{page.request.url} ({page.status_code}) has no form.")
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("name")}
    for choice in form.find_all("select"):
        chosen = choice.find("option", selected=True)
        fields[choice["name"]] = chosen["value"] if chosen else ""
    fields.pop("method", None)
    return {name: str(value) for name, value in fields.items()} | {"terms": "yes"}
