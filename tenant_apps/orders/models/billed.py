"""To whom a document was issued: what it bears stays, whatever becomes of the client (S1.9)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import models

from branding.formats import postal_lines
from tenant_apps.clients.countries import country_name
from tenant_apps.clients.models import Client

_PLACE = ("country", "region", "city", "street", "postal_code")


@dataclass(frozen=True, slots=True)
class BilledTo:
    """Name and address as the document bears them; `email` only where there is nothing else below the name."""

    name: str = ""
    company_name: str = ""
    tax_id: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    postal_code: str = ""
    email: str = ""

    @classmethod
    def of(cls, client: Client) -> BilledTo:
        """As the client is now."""
        said = {one.name: getattr(client, one.name) for one in fields(cls) if one.name != "email"}
        made = cls(**said)
        return made if made.lines or made.tax_id else cls(**said, email=client.email)

    @classmethod
    def read(cls, saved: dict[str, Any]) -> BilledTo:
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in saved.items() if name in known})

    @property
    def saved(self) -> dict[str, str]:
        """As JSON, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def billing_name(self) -> str:
        return self.company_name or self.name

    @property
    def lines(self) -> list[str]:
        """The person where the name is a company's, then the address; the e-mail address where there is neither."""
        person = [self.name] if self.company_name and self.company_name != self.name else []
        return [*person, *self.address_lines] or ([self.email] if self.email else [])

    @property
    def address_lines(self) -> list[str]:
        """In the order of its country, with the country's name in the reader's language."""
        place = {name: getattr(self, name) for name in _PLACE}
        return postal_lines(**place, country_name=country_name(self.country) if self.country else "")


class IsBilled(models.Model):
    """A document that bears a client's name and address. `billed_to` is written when it is issued."""

    billed_to = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def billed(self) -> BilledTo:
        """As it was issued; as the client is now while it is a draft."""
        if self.billed_to:
            return BilledTo.read(self.billed_to)
        client: Client = self.client  # type: ignore[attr-defined]
        return BilledTo.of(client)
