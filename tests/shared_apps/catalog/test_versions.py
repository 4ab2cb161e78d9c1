"""Price changes: drafted, weighed, announced, applied on their date or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from shared_apps.agenda.door import run_due
from shared_apps.catalog import door, verbs
from shared_apps.catalog.forms.adjustment import SignedPercentField
from shared_apps.catalog.models import Price, PriceVersion, Reach, Tier, TierPrice
from shared_apps.catalog.reckoning import Amounts, amounts_of
from shared_apps.kernel import clock
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import IllegalMove
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in, acting_on_shared_data
from tests.shared_apps.ledger.at_once import at_once

from .conftest import BY, put_catalogue

pytestmark = [pytest.mark.django_db]
Status = PriceVersion.Status
NEW = Amounts(6_000, 9_000, 11_000, 20_000, {})


def price_of(sku: str) -> Price:
    return Price.objects.get(plan__sku=sku)


def drafted(wanted: dict[str, Amounts]) -> PriceVersion:
    version = verbs.draft_version(by=BY)
    verbs.put_lines(version, {price_of(sku).pk: amounts for sku, amounts in wanted.items()}, by=BY)
    return version


def weighed(version: PriceVersion) -> PriceVersion:
    verbs.weigh(version, by=BY)
    run_due()
    version.refresh_from_db()
    return version


def publish(version: PriceVersion, days: int = 40, **changes: Any) -> None:
    wish = {"notice_days": 30, "for_renewals": False, "note": {"en": "Costs rose."}, **changes}
    verbs.publish(version, effective_at=now() + timedelta(days=days), by=BY, **wish)


@pytest.fixture
def later() -> Iterator[Callable[[int], None]]:
    """Move the clock so many days on."""
    yield lambda days: clock.move_by(lambda: timedelta(days=days))
    clock.move_by(timedelta)


@pytest.fixture
def version(catalogue: Any, in_shared: Any) -> PriceVersion:
    """The small mail plan from 50/80/100/200 to 60/90/110/200."""
    return drafted({"mail-s": NEW})


def test_a_draft_keeps_only_what_it_changes(version: PriceVersion) -> None:
    price = price_of("mail-s")
    assert [line.price_id for line in version.lines.all()] == [price.pk]
    verbs.put_lines(version, {price.pk: amounts_of(price)}, by=BY)
    assert not version.lines.exists()
    assert verbs.draft_version(by=BY).number == version.number + 1


@pytest.mark.parametrize(
    "wrong",
    [
        Amounts(9_100, 9_000, 11_000, 20_000),
        Amounts(-1, 9_000, 11_000, 20_000),
        Amounts(6_000, 9_000, 8_000, 20_000),
        Amounts(6_000, 9_000, 11_000, 20_000, {"standard": 9_001}),
    ],
)
def test_amounts_out_of_order_are_refused(version: PriceVersion, wrong: Amounts) -> None:
    with pytest.raises(verbs.PricesOutOfOrder):
        verbs.put_lines(version, {price_of("mail-s").pk: wrong}, by=BY)


def test_it_is_announced_only_once_it_was_weighed_and_with_the_notice_that_was_promised(
    version: PriceVersion,
) -> None:
    with pytest.raises(verbs.NotWeighed):
        publish(version)
    weighed(version)
    verbs.put_lines(version, {price_of("mail-m").pk: Amounts(10_100, 16_000, 20_000, 40_000)}, by=BY)
    version.refresh_from_db()
    with pytest.raises(verbs.NotWeighed):  # it is another draft now
        publish(version)
    weighed(version)
    with pytest.raises(verbs.NoticeTooShort):
        publish(version, days=29, notice_days=0)
    publish(version, days=31, notice_days=0)
    assert (version.status, version.notice_days) == (Status.SCHEDULED, 30)
    with pytest.raises(IllegalMove):
        verbs.put_lines(version, {price_of("mail-s").pk: NEW}, by=BY)
    with pytest.raises(verbs.NothingChanged):
        publish(verbs.draft_version(by=BY))


def test_cheaper_for_everybody_needs_no_notice(catalogue: Any, in_shared: Any) -> None:
    cheaper = weighed(drafted({"mail-s": Amounts(4_000, 8_000, 10_000, 20_000)}))
    publish(cheaper, days=1, notice_days=0)
    assert cheaper.status == Status.SCHEDULED


def test_dearer_for_one_tier_alone_is_dearer(catalogue: Any, in_shared: Any) -> None:
    gold = Tier.objects.create(slug="gold", name={"en": "Gold"}, currency="TRY")
    TierPrice.objects.create(price=price_of("mail-s"), tier=gold, wholesale_minor=3_000)
    mixed = drafted({"mail-s": Amounts(4_000, 8_000, 10_000, 20_000, {"gold": None})})
    assert verbs.raises_wholesale(mixed)


def test_on_its_date_it_is_in_force_for_each_tier_and_the_old_prices_are_kept(
    catalogue: Any, in_shared: Any, reseller: Any, other_reseller: Any
) -> None:
    gold = Tier.objects.create(slug="gold", name={"en": "Gold"}, currency="TRY")
    TierPrice.objects.create(price=price_of("mail-s"), tier=gold, wholesale_minor=3_000)
    door.set_terms(reseller.id, tier="gold", by=BY)
    version = weighed(drafted({"mail-s": Amounts(6_000, 9_000, 11_000, 20_000, {"gold": 5_500})}))
    publish(version)
    assert not verbs.apply_version("00000000-0000-0000-0000-000000000000", by=BY)
    assert verbs.apply_version(str(version.uuid), by=BY)
    assert not verbs.apply_version(str(version.uuid), by=BY)  # a task that comes twice (RELIABILITY 16)
    for tenant, wholesale in ((reseller, 5_500), (other_reseller, 6_000)):
        with acting_in(tenant):
            card = door.plan("mail-s", "TRY")
            assert (card.wholesale.minor, card.floor.minor) == (wholesale, 9_000)
    version.refresh_from_db()
    line = version.lines.get()
    assert version.status == Status.APPLIED
    assert line.before == {
        "wholesale": 5_000,
        "floor": 8_000,
        "suggested": 10_000,
        "ceiling": 20_000,
        "tiers": {"gold": 3_000},
    }
    with acting_in(reseller):  # what it was stays readable after it was applied
        item = door.changed_items(version.uuid)[0]
        assert (item.before.wholesale.minor, item.after.wholesale.minor) == (3_000, 5_500)


def test_resellers_are_told_on_the_day_of_the_notice_and_told_when_it_is_off(
    version: PriceVersion, reseller: Any, olga: Any, operator: Any, later: Any
) -> None:
    publish(weighed(version), days=45)
    with acting_in(reseller):
        assert door.price_changes() == []
    later(16)
    with acting_on_shared_data():
        run_due()
        assert Reach.objects.exclude(announced_at=None).count() == Reach.objects.count() > 0
    with acting_in(reseller):
        change = door.price_changes()[0]
        assert (change.uuid, change.note, change.is_ahead) == (version.uuid, "Costs rose.", True)
    with acting_on_shared_data():
        verbs.withdraw_version(PriceVersion.objects.get(pk=version.pk), reason="A mistake.", by=BY)
        run_due()
    with acting_in(reseller):
        assert door.price_changes() == [] and door.price_change(version.uuid) is None
    later(46)
    with acting_on_shared_data():
        run_due()
        assert price_of("mail-s").wholesale_minor == 5_000
    with acting_in(operator):
        sent = MailMessage.objects.filter(template__startswith="catalog/", to_email="olga@example.com")
        assert sorted(sent.values_list("template", flat=True)) == [
            "catalog/prices_announced",
            "catalog/prices_called_off",
        ]


def test_a_change_in_force_cannot_be_withdrawn(version: PriceVersion) -> None:
    publish(weighed(version))
    verbs.apply_version(str(version.uuid), by=BY)
    version.refresh_from_db()
    with pytest.raises(IllegalMove):
        verbs.withdraw_version(version, by=BY)


def test_many_prices_are_raised_at_once_and_each_currency_is_rounded_once(version: PriceVersion) -> None:
    """2.5 % on what the draft has: 60.00 → 61.50; and 99 minor units → 101.475, which is 101."""
    tiny = price_of("web-1")
    Price.objects.filter(pk=tiny.pk).update(wholesale_minor=99)
    chosen = Price.objects.filter(pk__in=[tiny.pk, price_of("mail-s").pk])
    verbs.adjust(version, chosen, part="wholesale", basis_points=250, by=BY)
    lines = {line.price.plan.sku: line for line in version.lines.select_related("price__plan")}
    assert (lines["mail-s"].wholesale_minor, lines["mail-s"].floor_minor) == (6_150, 9_000)
    assert lines["web-1"].wholesale_minor == 101
    with pytest.raises(verbs.PricesOutOfOrder):
        verbs.adjust(version, chosen, part="wholesale", basis_points=10_000, by=BY)
    verbs.adjust(version, chosen, part="retail", basis_points=-1_000, by=BY)
    assert version.lines.get(price__plan__sku="mail-s").floor_minor == 8_100


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("5", 500),
        ("-2.5", -250),
        ("٪۵٫۲۵", 525),
        ("NaN", None),
        ("1e9", None),
        ("-91", None),
        ("1.001", None),
    ],
)
def test_a_percentage_is_read_in_any_digits_or_refused(typed: str, points: int | None) -> None:
    """RELIABILITY 24."""
    if points is not None:
        assert SignedPercentField().clean(typed) == points
    else:
        with pytest.raises(ValidationError):
            SignedPercentField().clean(typed)


@pytest.mark.django_db(transaction=True)
def test_applied_and_withdrawn_at_once_only_one_of_them_happens(operator: Any) -> None:
    with acting_on_shared_data():
        put_catalogue()
        version = weighed(drafted({"mail-s": NEW}))
        publish(version)
    applied, withdrawn = at_once(
        operator,
        [
            lambda: verbs.apply_version(str(version.uuid), by=BY),
            lambda: verbs.withdraw_version(version, by=BY),
        ],
    )
    with acting_on_shared_data():
        wholesale = price_of("mail-s").wholesale_minor
    if applied is True:
        assert isinstance(withdrawn, IllegalMove) and wholesale == 6_000
    else:
        assert (applied, withdrawn, wholesale) == (False, None, 5_000)
