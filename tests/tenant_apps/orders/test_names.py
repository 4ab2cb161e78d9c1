"""Searching for domain names: what is read, what is refused, and what the registrar's silence means."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from deploy.sandbox import registrar as registry
from shared_apps.kernel.money import Money
from tenant_apps.orders import names, registrar
from tenant_apps.orders.provisioner import Declined, Done, Unknown
from tenant_apps.storefront.queries import OfferCard

COM, NET, BOX = Money(1400, "USD"), Money(1600, "USD"), Money(900, "USD")


@pytest.fixture
def sandbox(settings: Any) -> Iterator[registry.Registrar]:
    running = registry.serve(secret=settings.REGISTRAR_SECRET)
    settings.REGISTRAR_URL, settings.REGISTRAR_TIMEOUT = running.url, 0.4
    yield running
    running.stop()


def offer(tld: str, retail: Money) -> OfferCard:
    texts = dict.fromkeys(
        ("product_sku", "product_name", "product_summary", "icon", "group", "name", "summary"), ""
    )
    return OfferCard(
        uuid=uuid4(), kind="plan", sku=f"domain-{tld}", names={}, features=(), period="year", per_seat=False,
        has_trial=False, trial_days=0, retail=retail, tld=tld, **texts,
    )  # fmt: skip


OFFERS = [offer("com", COM), offer("net", NET), offer("co.uk", BOX)]


@pytest.fixture(autouse=True)
def no_services(monkeypatch: Any) -> None:
    monkeypatch.setattr(names, "_held", lambda asked: set())


def test_a_word_is_searched_under_every_ending_at_the_plans_prices(sandbox: Any) -> None:
    found = names.search("Carl's-shop".replace("'s", ""), OFFERS)
    assert [(one.name, one.offer.retail, one.is_free) for one in found.exact] == [
        ("carl-shop.com", COM, True),
        ("carl-shop.net", NET, True),
        ("carl-shop.co.uk", BOX, True),
    ]
    assert found.suggestions == ()


@pytest.mark.parametrize(
    "typed", ["https://www.taken.net/path", "taken.net", " TAKEN.NET. ", "ｔａｋｅｎ．net", "mail.taken.net"]
)
def test_the_ending_that_was_typed_comes_first_and_a_taken_name_has_suggestions(
    sandbox: Any, typed: str
) -> None:
    found = names.search(typed, OFFERS)
    assert (found.exact[0].name, found.exact[0].is_taken) == ("taken.net", True)
    assert {one.name for one in found.suggestions} >= {"gettaken.net", "mytaken.net"}
    assert all(one.offer.retail == NET for one in found.suggestions)


def test_a_longer_ending_is_not_cut() -> None:
    assert names.tld_of("carl.co.uk", ["uk", "co.uk"]) == "co.uk"
    assert names.fitting_name("Carl.CO.UK", "co.uk") == "carl.co.uk"


def test_other_scripts_are_kept_in_a_labels_and_shown_as_written(sandbox: Any) -> None:
    found = names.search("فروشگاه", OFFERS)
    assert (found.exact[0].name, found.exact[0].shown) == ("xn--mgbtj4c7ad63e.com", "فروشگاه.com")


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "a b/../", "-carl.com", "carl_shop.com", "ca--rl.com", "co.uk", "192.168.0.1",
        "gооgle.com",  # the o's are Cyrillic (RELIABILITY 32)
        "аррӏе.com",  # all of it is Cyrillic
        "x" * 64, "x" * 300, "xn--zzzzzz99999.com", "\x00carl", "carl\r\nBcc: x",
    ],
)  # fmt: skip
def test_what_is_no_name_or_imitates_one_is_refused(sandbox: Any, typed: str) -> None:
    """RELIABILITY 32: public suffixes and homographs."""
    with pytest.raises(names.BadSearch):
        names.search(typed, OFFERS)


@pytest.mark.parametrize(("typed", "tld"), [("carl.net", "com"), ("a.b.com", "com"), ("com", "com")])
def test_a_name_fits_its_plans_ending_alone(typed: str, tld: str) -> None:
    with pytest.raises(names.BadSearch):
        names.fitting_name(typed, tld)


@pytest.mark.parametrize("kind", ["timeout_before", "reset_before", "error_before", "rate_limit"])
def test_silence_is_unknown_never_free(sandbox: Any, kind: str) -> None:
    sandbox.fault(kind)
    found = names.search("carl", OFFERS)
    assert not found.is_answered
    assert {one.state for one in found.exact} == {registrar.Availability.UNKNOWN}


def test_a_registration_is_done_declined_or_unknown_and_once(sandbox: Any) -> None:
    """RELIABILITY 18, for the registrar: a time-out is asked about by its key, and has one effect."""
    service = cast(Any, SimpleNamespace(label="carl.com", reference="", details={}))
    sandbox.fault("timeout_after")
    assert isinstance(registrar.perform("create", service, key="create:1"), Unknown)
    assert isinstance(registrar.ask("create:1"), Done)
    again = registrar.perform("create", service, key="create:1")
    assert isinstance(again, Done)
    assert again.details["name"] == "carl.com"
    assert isinstance(registrar.perform("create", service, key="create:2"), Declined)
    renewed = registrar.perform("renew", service, key="renew:1")
    assert isinstance(renewed, Done)
    assert renewed.details["expires_on"] > again.details["expires_on"]
    assert registrar.ask("never") is None
    assert registrar.perform("suspend", service, key="suspend:1") == Done("", {})
