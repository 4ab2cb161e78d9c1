"""Changes to what a tenant looks like."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from branding.colour import from_hex, is_hex, to_hex
from branding.images import clean_logo
from branding.models import Brand, BrandImage
from branding.queries import TenantLike, computed_css, default_colour, forget_brand
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.history import record

WORDS = (
    "name",
    "tagline",
    "hero_title",
    "hero_text",
    "support_email",
    "support_phone",
    "footer",
)  # fmt: skip


def save_brand(tenant: TenantLike, *, fields: Mapping[str, Any], by: Actor) -> Brand:
    """Set what `fields` names and leave the rest: words, `colour` (#rgb or #rrggbb), `logo` (bytes,
    or None to drop it).

    Raises ValidationError when a value is refused; then nothing is changed. The portal wears it at once.
    """
    unknown = set(fields) - {*WORDS, "colour", "logo"}
    if unknown:
        raise TypeError(f"A brand has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        brand = _locked(tenant)
        for word in WORDS:
            setattr(brand, word, str(fields.get(word, getattr(brand, word))).strip())
        brand.colour = _colour(fields.get("colour", brand.colour))
        brand.css, brand.css_hash = computed_css(brand.colour)
        if "logo" in fields:
            brand.logo = _kept_image(tenant, fields["logo"]) if fields["logo"] else None
        brand.version += 1
        brand.full_clean(exclude=["tenant", "logo"])
        brand.save()
        record(brand, "change the brand", by=by, changed=sorted(fields))
        transaction.on_commit(lambda: forget_brand(tenant))
    return brand


def _locked(tenant: TenantLike) -> Brand:
    colour = default_colour(tenant)
    css, css_hash = computed_css(colour)
    start = {"name": tenant.name, "colour": colour, "css": css, "css_hash": css_hash, "version": 0}
    Brand.objects.get_or_create(tenant_id=tenant.id, defaults=start)
    return Brand.objects.select_for_update(of=("self",)).get(tenant_id=tenant.id)


def _colour(text: str) -> str:
    if not is_hex(text.strip()):
        raise ValidationError({"colour": _("Enter a colour such as #4f46e5.")})
    return to_hex(from_hex(text.strip()))


def _kept_image(tenant: TenantLike, data: bytes) -> BrandImage:
    logo = clean_logo(data)
    image, _created = BrandImage.objects.get_or_create(
        tenant_id=tenant.id,
        sha256=logo.sha256,
        defaults={
            "content_type": logo.content_type,
            "data": logo.data,
            "width": logo.width,
            "height": logo.height,
        },
    )
    return image
