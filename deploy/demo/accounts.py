"""Everybody who can sign in to the demonstration."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from .people import OPERATOR_STAFF, PASSWORD, SHOPS
from .sign_on import partner_of


def accounts() -> Iterator[dict[str, str]]:
    """Rows of portal, role, e-mail and password, for the table that `make run` prints."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    platform = f"http://{settings.PLATFORM_DOMAIN}{port}"
    for person in OPERATOR_STAFF:
        yield _row(f"{platform}/console/", person.role, person.email)
    for shop in SHOPS:
        portal = f"http://{shop.slug}.{settings.PLATFORM_DOMAIN}{port}"
        for person in shop.staff:
            yield _row(f"{portal}/office/", person.role, person.email)
        if partner := partner_of(shop):
            yield _row(f"{platform}/partners/", partner.role, partner.email)
        for person in shop.clients:
            yield _row(f"{portal}/my/", person.role, person.email)


def _row(portal: str, role: str, email: str) -> dict[str, str]:
    return {"portal": portal, "role": role, "email": email, "password": PASSWORD}
