"""A company that waits for an answer to its application."""

from __future__ import annotations

from collections.abc import Callable

from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.models import PartnerApplication
from shared_apps.partner_store.verbs import Applicant, submit_application
from tenant_apps.accounts.models import User

from .people import Person

APPLICANT = Person("founder@nordwolke.example", "Jonas Weber", "partner")


def load(by: Actor, make_person: Callable[[Person, str], User]) -> None:
    """One application, as its applicant sent it; nothing where there is one."""
    person = make_person(APPLICANT, "en")
    if PartnerApplication.objects.filter(applicant_uuid=person.uuid).exists():
        return
    submit_application(
        applicant=Applicant(person.uuid, person.name, person.email, "en"),
        fields={
            "company_name": "Nordwolke GmbH",
            "registration_number": "HRB 123456",
            "website": "https://nordwolke.example",
            "phone": "+493012345678",
            "street": "Lindenstraße 12",
            "city": "Berlin",
            "postal_code": "10969",
            "country": "DE",
            "expertise": PartnerApplication.Expertise.WORKPLACE,
            "experience": "Eight years of moving small companies to hosted mail; 140 customers under care.",
            "plans": "Bring our customers over in the first year and add hosting and domains in the second.",
            "slug": "nordwolke",
            "language": "en",
            "currency": "EUR",
        },
        by=by,
    )
