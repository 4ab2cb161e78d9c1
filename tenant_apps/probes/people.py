"""A person in each role of a tenant, and two clients with their contacts."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from PIL import Image

from branding.verbs import save_brand
from shared_apps.isolation.door import plant_domain, plants, tells_group
from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import CustomRole, User
from tenant_apps.accounts.roles import OFFICE_AREA, Role, area_of, roles_of
from tenant_apps.accounts.verbs import add_person, trust_email
from tenant_apps.accounts.verbs.custom_roles import make_role
from tenant_apps.clients.models import Client, Contact, ContactInvitation
from tenant_apps.clients.verbs import edit_client, welcome
from tenants.context import current_tenant

BY = Actor.system("isolation.proof")
# Nobody reads mail under this ending (RFC 2606).
HOST = "proof.invalid"
CLIENTS = ("first", "second")


@plants("people")
def people(word: str) -> None:
    """Staff in every role; two clients, the first of them with a contact for bills and one for technique."""
    for role in roles_of(current_tenant().kind):
        if area_of(role) == OFFICE_AREA:
            person(word, role, role)
    for number in CLIENTS:
        client(word, number)
    first = Client.objects.get(email=address(word, CLIENTS[0]))
    for role in (Contact.Role.BILLING, Contact.Role.TECHNICAL):
        helper = person(word, role, Role.CLIENT)
        Contact.objects.get_or_create(person=helper, client=first, defaults={"role": role})


@plants("custom role")
def custom_role(word: str) -> None:
    """A role of the tenant's own making."""
    owner = User.objects.get(email=address(word, Role.OWNER))
    if not CustomRole.objects.filter(name=f"Role {word}").exists():
        make_role(name=f"Role {word}", base=Role.SUPPORT, permissions=["clients.view"], giver=owner, by=BY)


@plants("invitation of a contact")
def invitations(word: str) -> None:
    """One of each client that nobody has accepted. No mail: the row alone is looked for."""
    for number in CLIENTS:
        ContactInvitation.objects.get_or_create(
            client=Client.objects.get(email=address(word, number)),
            email=address(word, f"friend-{number}"),
            defaults={"role": Contact.Role.BILLING, "invited_by": f"{number} {word}"},
        )


@plants("domain")
def domain(word: str) -> None:
    plant_domain(f"shop-{word}", by=BY)


def address(word: str, name: str) -> str:
    return f"{name}.{word}@{HOST}"


def person(word: str, name: str, role: str) -> User:
    """Somebody without a password: only the proof signs in as them."""
    found = User.objects.filter(email=address(word, name)).first()
    if found:
        return found
    made = add_person(
        email=address(word, name), name=f"{name.title()} {word}", role=role, by=BY, language="en"
    )
    trust_email(made)
    return made


def client(word: str, number: str) -> Client:
    contact = person(word, number, Role.CLIENT)
    made = welcome(contact, by=BY)
    details = {
        "company_name": f"{word} company {number}",
        "tax_id": f"tax-{word}-{number}",
        "city": f"{word} city",
        "street": f"{word} street {number}",
        "postal_code": "10115",
        "country": "DE",
    }
    return edit_client(made, details, by=BY)


@plants("brand")
def brand(word: str) -> None:
    """A name and a logo that no other tenant has."""
    picture = BytesIO()
    colour = f"#{sha256(word.encode()).hexdigest()[:6]}"
    Image.new("RGB", (64, 32), colour).save(picture, "PNG")
    tenant = current_tenant()
    save_brand(tenant, fields={"name": f"Shop {word}", "logo": picture.getvalue()}, by=BY)


@tells_group
def client_of(person: User) -> str:
    """The contacts of one client may see the same things."""
    contact = Contact.objects.filter(person=person).select_related("client").first()
    return str(contact.client.uuid) if contact else ""
