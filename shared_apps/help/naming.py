"""Whether a text names the platform: what clients read must not (DESIGN, "White label")."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from branding.queries import brand_of
from tenants.models import Tenant

# What authors write where the shop's own name is to stand.
BRAND = "{brand}"


def names_the_platform(texts: Iterable[str]) -> bool:
    """Whether one of the texts holds a name or the domain of the operator, in any case."""
    operator = Tenant.objects.filter(kind=Tenant.Kind.OPERATOR).first()
    names = {settings.PLATFORM_NAME, settings.PLATFORM_DOMAIN}
    if operator is not None:
        names |= {operator.name, brand_of(operator.record).name}
    told = [name.casefold() for name in names if name and len(name) > 2]
    return any(name in text.casefold() for text in texts for name in told)


def branded(text: str, brand: str) -> str:
    """The text with the shop's name in it."""
    return text.replace(BRAND, brand)
