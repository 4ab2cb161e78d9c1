"""Fill an empty platform by the verbs that people use; each step leaves alone what it finds."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import translation

from shared_apps.agenda.door import schedule
from shared_apps.kernel.actor import Actor
from shared_apps.payments import door as payments
from tenant_apps.accounts.models import User
from tenant_apps.clients.verbs import welcome
from tenant_apps.storefront.verbs import put_suggested_offers
from tenants.context import acting_in, acting_on_shared_data
from tenants.hosts import portal_url
from tenants.models import Tenant
from tenants.provisioning import finish, provision, refill
from tenants.records import TenantRecord

from . import (
    affiliates,
    applications,
    bills,
    brands,
    brought,
    catalogue,
    deals,
    domains,
    extras,
    files,
    guides,
    invoices,
    mail_texts,
    moving,
    orders,
    payouts,
    proving,
    questions,
    rules,
    services,
    settling,
    sign_on,
    terms,
    tiers,
    trials,
)
from .people import OPERATOR_STAFF, PASSWORD, SHOPS, Person, Shop

BY = Actor.system("demo")


def load() -> None:
    """Load everything. Refused outside development: every password in it is known."""
    if not settings.DEVELOPMENT:
        raise CommandError("Demo data is for development alone: its passwords are public.")
    with acting_on_shared_data():
        operator = _tenant("operator", settings.PLATFORM_NAME, "operator", "en", "USD", "US", "UTC")
        catalogue.load(BY)
        bills.put_packages(BY)
    with acting_in(operator):
        for person in OPERATOR_STAFF:
            _person(person, "en")
        applications.load(BY, _person)
        guides.load(BY)
        extras.load(BY)
        for shop in SHOPS:
            if partner := sign_on.partner_of(shop):
                _person(partner, "en")
    for shop in SHOPS:
        _load_shop(shop)
    with acting_in(operator):
        settling.load(BY)
        deals.load(BY)
    tiers.load(BY)
    with acting_on_shared_data():
        extras.load_requests(BY)
        proving.load(BY)
    bills.load(BY)
    with acting_in(operator):
        brought.load(BY, _person)
    moving.load(BY)
    refill()


def _load_shop(shop: Shop) -> None:
    with acting_on_shared_data():
        tenant = _tenant(
            shop.slug, shop.name, "reseller", shop.language, shop.currency, shop.country, shop.time_zone
        )
    with acting_in(tenant), translation.override(shop.language):
        brands.dress(tenant, shop, BY)
        for person in shop.staff:
            _person(person, shop.language)
        put_suggested_offers([plan.sku for product in catalogue.PRODUCTS for plan in product.plans], by=BY)
        put_suggested_offers(_extras(), by=BY)
        if shop.currency == "THB":
            _sell_in_dollars()
        _open_tills(tenant, shop)
        domains.load(shop.slug, BY)
        mail_texts.load(shop.slug, BY)
        rules.load(shop, BY)
        terms.before_orders(BY)
        orders.load(shop, BY, _client)
        terms.after_orders(BY)
        affiliates.load(BY)
        trials.load(shop, BY, _client)
        _load_work(shop)
        sign_on.load(shop, BY)


def _load_work(shop: Shop) -> None:
    services.load(shop, BY)
    invoices.load(shop, BY)
    questions.load(shop, BY)
    files.load(shop, BY)
    payouts.load(shop, BY)


def _extras() -> list[str]:
    return [*(one[0] for one in catalogue.ADD_ONS), *(one[0] for one in catalogue.OPTIONS)]


def _sell_in_dollars() -> None:
    """One of the shops has prices of its own for visitors from elsewhere."""
    plans = [plan.sku for product in catalogue.PRODUCTS for plan in product.plans]
    put_suggested_offers([*plans, *_extras()], currency="USD", by=BY)


def _tenant(
    slug: str, name: str, kind: str, language: str, currency: str, country: str, time_zone: str
) -> TenantRecord:
    found = Tenant.objects.filter(slug=slug).first()
    if found is None:
        with transaction.atomic():
            found = provision(
                slug=slug,
                name=name,
                kind=kind,
                language=language,
                currency=currency,
                country=country,
                time_zone=time_zone,
                by=BY,
            )
    tenant = finish(found.pk, by=BY)
    if kind == Tenant.Kind.RESELLER:
        trials.begin_own_plan(tenant, BY)
    return tenant.record


def _open_tills(tenant: TenantRecord, shop: Shop) -> None:
    payments.save_bank({shop.language: shop.bank, "en": shop.bank}, by=BY)
    payments.switch("credit", is_enabled=True, by=BY)
    account = {"secret_key": f"sk_test_{shop.slug}", "webhook_url": portal_url(tenant, "/webhooks/stripe/")}
    schedule("demo.connect_stripe", account, key=shop.slug)


def _person(person: Person, language: str) -> User:
    found = User.objects.filter(email=person.email).first()
    if found:
        return found
    made = User(email=person.email, name=person.name, role=person.role, language=language)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def _client(person: Person, language: str, referral: str) -> tuple[User, bool]:
    """A client's contact; whether they are new. `referral` is the token that a referral link leaves."""
    is_new = not User.objects.filter(email=person.email).exists()
    made = _person(person, language)
    if is_new:
        welcome(made, referral=referral, by=BY)
    return made, is_new
