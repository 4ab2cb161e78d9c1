"""What the keys of a report are called. Clients' names stay with their tenant: it says here how to ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from branding.components.charts import Month
from branding.formats.digits import language
from shared_apps.catalog.models import AddOn, Plan, Product
from shared_apps.catalog.wording import spoken
from tenants.models import Tenant

from .models import Occasion


@dataclass(frozen=True, slots=True)
class Named:
    """A name, the page of what it names where there is one, and a tenant's slug."""

    name: str
    url: str = ""
    slug: str = ""


Text = str | Promise
Names = Mapping[object, Named]
AskClients = Callable[[Iterable[UUID]], dict[UUID, tuple[str, str]]]
MailKinds = list[tuple[Text, list[tuple[str, Text]]]]
AskMails = Callable[[], MailKinds]
_clients: list[AskClients] = []
_mails: list[AskMails] = []
NOBODY = "–"


def names_clients(ask: AskClients) -> AskClients:
    """Register how the current tenant's clients are called: name and address of each uuid."""
    _clients.append(ask)
    return ask


def names_mails(ask: AskMails) -> AskMails:
    """Register how kinds of mail are called: by who reads them, key and name of each."""
    _mails.append(ask)
    return ask


def mail_kinds() -> MailKinds:
    """Every kind of mail, in the groups of its readers."""
    return [group for ask in _mails for group in ask()]


def names_of(by: str, keys: Iterable[object]) -> Names:
    """The names of a report's keys; one query, none for countries, occasions and periods."""
    wanted = [key for key in keys if key not in ("", None)]
    return _ASK[by](wanted)


def _resellers(keys: list[Any]) -> Names:
    found = Tenant.objects.filter(pk__in=keys).values_list("pk", "name", "slug")
    return {pk: Named(name, slug=slug) for pk, name, slug in found}


def _products(keys: list[object]) -> Names:
    found = Product.objects.filter(sku__in=keys).values_list("sku", "name")
    return {sku: Named(spoken(name)) for sku, name in found}


def _plans(keys: list[object]) -> Names:
    plans = Plan.objects.filter(sku__in=keys).values_list("sku", "name", "product__name")
    names: dict[object, Named] = {sku: Named(f"{spoken(of)} {spoken(name)}") for sku, name, of in plans}
    extras = AddOn.objects.filter(sku__in=keys).values_list("sku", "name")
    return names | {sku: Named(spoken(name)) for sku, name in extras}


def _countries(keys: list[object]) -> Names:
    places = Locale(language(get_language())).territories
    return {key: Named(places.get(str(key), str(key))) for key in keys}


def _client_names(keys: list[object]) -> Names:
    wanted = [key for key in keys if isinstance(key, UUID)]
    return {uuid: Named(*said) for ask in _clients for uuid, said in ask(wanted).items()}


def _periods(keys: list[object]) -> Names:
    return {key: Named(key.label) for key in keys if isinstance(key, Month)}


def _occasions(keys: list[object]) -> Names:
    return {key: Named(str(Occasion(key).label)) for key in keys if key in Occasion.values}


_ASK: dict[str, Callable[[list[object]], Names]] = {
    "reseller": _resellers,
    "product": _products,
    "plan": _plans,
    "country": _countries,
    "client": _client_names,
    "occasion": _occasions,
    "when": _periods,
}


def shown(key: object, names: Names) -> Named:
    """The name of a key; the key itself where nobody knows it."""
    if key in ("", None):
        return Named(_("Not known"))
    return names.get(key) or Named(str(key))
