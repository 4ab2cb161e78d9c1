"""What a reseller may sell, and in which tier it is."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor

from ..models import Product, Tier
from ..sellers import set_terms, terms_of


class SellerForm(forms.Form):
    """A tier, and the products; none chosen means all."""

    tier = forms.ModelChoiceField(
        label=_("Tier"), queryset=Tier.objects.filter(is_active=True), to_field_name="slug", empty_label=None
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Products that it may sell"),
        queryset=Product.objects.filter(is_active=True),
        to_field_name="sku",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of the catalogue that its tier may sell."),
    )

    def __init__(self, data: object = None, *, tenant_id: int) -> None:
        now = terms_of(tenant_id)
        super().__init__(data, initial={"tier": now.tier.slug, "products": list(now.product_skus)})  # type: ignore[arg-type]
        self.tenant_id = tenant_id

    def save(self, *, by: Actor) -> None:
        products = [product.sku for product in self.cleaned_data["products"]]
        set_terms(self.tenant_id, tier=self.cleaned_data["tier"].slug, products=products, by=by)
