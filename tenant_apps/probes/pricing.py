"""A coupon, a tax rule and the terms of a tenant."""

from __future__ import annotations

from hashlib import sha256

from shared_apps.isolation.door import plants
from tenant_apps.pricing.models import TermsVersion
from tenant_apps.pricing.verbs import put_coupon, put_tax_rule
from tenants.context import current_tenant

from .people import BY


@plants("pricing")
def pricing(word: str) -> None:
    """Nothing that changes what the other goods cost: the rule is of a place where nobody lives."""
    put_tax_rule({"name": word[:40], "country": "AQ", "basis_points": 1000}, by=BY)
    put_coupon(
        {"code": word, "kind": "percent", "basis_points": 1000, "currency": current_tenant().currency}, by=BY
    )
    texts = {"en": f"Terms of {word}."}
    TermsVersion.objects.create(number=1, digest=sha256(texts["en"].encode()).hexdigest(), texts=texts)
