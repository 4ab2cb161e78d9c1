"""A client says at checkout who recommended the shop: the code of an affiliate (REQUIREMENTS S1.18)."""

from __future__ import annotations

from shared_apps.commissions import door as commissions
from shared_apps.kernel.actor import Actor
from tenant_apps.clients.models import Client
from tenant_apps.clients.queries import owners_of

from ..errors import RecommendationUnknown
from ..models import Invoice


def may_name_recommender(client: Client) -> bool:
    """Whether a code counts yet: the client has paid nothing so far, and others do not come by it any more."""
    return not Invoice.objects.filter(client=client, paid_minor__gt=0).exists()


def name_recommender(client: Client, code: str, *, by: Actor) -> None:
    """Have the client count as whoever's code it is. Nothing for one who has bought, or who is acted for.

    Raises `RecommendationUnknown`, for one's own code too.
    """
    if by.acting_for or not may_name_recommender(client):
        return
    person = owners_of(client).first()
    referred = commissions.Identity(
        person_uuid=person.uuid if person else client.uuid,
        email=person.email if person else client.email,
        mobile=client.mobile or "",
        name=client.name,
    )
    try:
        commissions.attribute_by_code(client_uuid=client.uuid, referred=referred, code=code, by=by)
    except (commissions.UnknownCode, commissions.OwnReferral) as refused:
        raise RecommendationUnknown(code) from refused
