"""The first resources of `/api/v1/`."""

from __future__ import annotations

from dataclasses import replace

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.pricing.showing import Showing, showing_of
from tenant_apps.storefront.queries import OfferCard, listed
from tenants.access import View, public, signed_in

from .pages import page_of
from .shapes import HealthShape, OfferPageShape, PersonShape

_KEYSET = [
    OpenApiParameter("after", OpenApiTypes.UUID, description="The uuid of the last offer already read."),
    OpenApiParameter("limit", OpenApiTypes.INT, description="How many to read, 1 to 100."),
]


@public
@extend_schema(responses=HealthShape)
@api_view(["GET"])
@permission_classes([AllowAny])
def health(request: Request) -> Response:
    """Whether this host answers."""
    return Response({"status": "ok"})


@signed_in
@extend_schema(responses=PersonShape)
@api_view(["GET"])
def me(request: Request) -> Response:
    """The person who is signed in, with the permissions of their role."""
    return Response(PersonShape(request.user).data)


@public
@extend_schema(parameters=_KEYSET, responses=OfferPageShape)
@api_view(["GET"])
@permission_classes([AllowAny])
def offers(request: Request) -> Response:
    """What may be bought here, in the order of the shop; prices with tax or without, as the shop shows them."""
    prices = showing_of(request)
    page = page_of(listed(), request, key=lambda offer: offer.uuid)
    page = replace(page, items=[_shown(offer, prices) for offer in page.items])
    return Response(OfferPageShape(page).data)


def _shown(offer: OfferCard, prices: Showing) -> OfferCard:
    add_ons = tuple(_shown(one, prices) for one in offer.add_ons)
    return replace(offer, retail=prices.of(offer.retail), add_ons=add_ons)


def schema(urlconf: str) -> View:
    """The OpenAPI document of one kind of host."""
    return public(SpectacularJSONAPIView.as_view(urlconf=urlconf))
