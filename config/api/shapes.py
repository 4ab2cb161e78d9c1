"""What the API's answers look like. Nothing here is read from a request."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class MoneyShape(serializers.Serializer[Any]):
    """Integer minor units and the ISO 4217 code."""

    minor = serializers.IntegerField()
    currency = serializers.CharField()


class HealthShape(serializers.Serializer[Any]):
    status = serializers.CharField()


class PersonShape(serializers.Serializer[Any]):
    uuid = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField()
    area = serializers.CharField()
    language = serializers.CharField()
    permissions = serializers.SerializerMethodField()

    def get_permissions(self, person: Any) -> list[str]:
        return sorted(person.permissions)


class AddOnShape(serializers.Serializer[Any]):
    uuid = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    period = serializers.CharField()
    per_seat = serializers.BooleanField()
    retail = MoneyShape()


class OfferShape(AddOnShape):
    product_sku = serializers.CharField()
    product_name = serializers.CharField()
    features = serializers.ListField(child=serializers.CharField())
    has_trial = serializers.BooleanField()
    trial_days = serializers.IntegerField()
    add_ons = AddOnShape(many=True)


class OfferPageShape(serializers.Serializer[Any]):
    items = OfferShape(many=True)
    next = serializers.URLField(allow_null=True)
