"""Changes to what a tenant looks like. Each makes a version; none is ever lost."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from branding import images, rules
from branding.models import Brand, BrandImage, BrandVersion
from branding.queries import TenantLike, computed_css, default_colour, forget_brand
from branding.snapshots import FIELDS, PICTURES, differences, snapshot_of, values_of
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from shared_apps.kernel.history import record


class BrandChanged(Exception):
    """Somebody else saved the brand after it was read; `version` is what they made."""

    def __init__(self, version: BrandVersion | None) -> None:
        super().__init__("The brand has been changed meanwhile.")
        self.version = version


def save_brand(
    tenant: TenantLike, *, fields: Mapping[str, Any], by: Actor, expected: int | None = None
) -> Brand:
    """Set what `fields` names and leave the rest; a new version when anything differs.

    Words; `colour` (#rgb or #rrggbb), `radius`, `font`; `logo`, `logo_dark`, `favicon` (bytes, or None to drop
    it); `social` (network → address); `terms`, `privacy` (language → Markdown). `expected`: the version that the
    writer saw. Raises ValidationError by field, then nothing is changed; BrandChanged when another was saved
    since. The portal wears it at once.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"A brand has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        brand = _locked(tenant, expected)
        before = snapshot_of(brand)
        rules.set_values(brand, {name: fields[name] for name in fields if name not in PICTURES})
        _set_pictures(brand, tenant, {name: fields[name] for name in PICTURES if name in fields})
        return _kept(brand, tenant, before, by)


def return_to_version(tenant: TenantLike, number: int, *, by: Actor, expected: int | None = None) -> Brand:
    """Wear an earlier version again, as a new one. Raises BrandVersion.DoesNotExist, BrandChanged."""
    with transaction.atomic():
        brand = _locked(tenant, expected)
        before = snapshot_of(brand)
        wished = BrandVersion.objects.get(tenant_id=tenant.id, number=number).snapshot
        rules.set_values(brand, values_of(wished))
        worn = {name: wished.get(name, "") for name in PICTURES}
        found = BrandImage.objects.filter(tenant_id=tenant.id, sha256__in=filter(None, worn.values()))
        by_digest = {image.sha256: image for image in found}
        for name, digest in worn.items():
            setattr(brand, name, by_digest[digest] if digest else None)
        return _kept(brand, tenant, before, by, returned_to=number)


def _locked(tenant: TenantLike, expected: int | None) -> Brand:
    colour = default_colour(tenant)
    css, css_hash = computed_css(colour)
    start = {"name": tenant.name, "colour": colour, "css": css, "css_hash": css_hash, "version": 0}
    Brand.objects.get_or_create(tenant_id=tenant.id, defaults=start)
    brand = Brand.objects.select_for_update(of=("self",)).get(tenant_id=tenant.id)
    if expected is not None and expected != brand.version:
        raise BrandChanged(BrandVersion.objects.filter(tenant_id=tenant.id, number=brand.version).first())
    return brand


def _set_pictures(brand: Brand, tenant: TenantLike, files: Mapping[str, bytes | None]) -> None:
    refused = {}
    for name, data in files.items():
        try:
            setattr(brand, name, _kept_image(tenant, images.CLEANERS[name](data)) if data else None)
        except ValidationError as error:
            refused[name] = error
    if refused:
        raise ValidationError(refused)


def _kept_image(tenant: TenantLike, picture: images.Picture) -> BrandImage:
    drawn = {
        "content_type": picture.content_type,
        "data": picture.data,
        "width": picture.width,
        "height": picture.height,
    }
    return BrandImage.objects.get_or_create(tenant_id=tenant.id, sha256=picture.sha256, defaults=drawn)[0]


def _kept(
    brand: Brand, tenant: TenantLike, before: dict[str, Any], by: Actor, returned_to: int | None = None
) -> Brand:
    """Write the brand and its version, or leave both when nothing differs."""
    after = snapshot_of(brand)
    changed = differences(before, after)
    if not changed and brand.version:
        return brand
    _keep_what_was(brand, tenant, before)
    brand.icon = _icon(brand, tenant)
    brand.css, brand.css_hash = computed_css(brand.colour, brand.radius, brand.font)
    brand.version += 1
    brand.full_clean(exclude=["tenant", "icon", *PICTURES])
    brand.save()
    _write_version(brand, after, changed, by, returned_to)
    record(brand, "change the brand", by=by, changed=changed, version=brand.version)
    transaction.on_commit(lambda: forget_brand(tenant))
    return brand


def _icon(brand: Brand, tenant: TenantLike) -> BrandImage | None:
    if brand.favicon or not brand.logo:
        return brand.favicon
    drawn = images.icon_from(bytes(brand.logo.data))
    return _kept_image(tenant, drawn) if drawn else None


def _keep_what_was(brand: Brand, tenant: TenantLike, before: dict[str, Any]) -> None:
    """A brand that was saved before versions were kept must not lose what it was."""
    if brand.version and not BrandVersion.objects.filter(tenant_id=tenant.id).exists():
        _write_version(brand, before, [], Actor.system("brand"), None)


def _write_version(
    brand: Brand, snapshot: dict[str, Any], changed: list[str], by: Actor, returned_to: int | None
) -> None:
    BrandVersion.objects.create(
        tenant_id=brand.tenant_id,
        number=brand.version,
        at=now(),
        actor_key=by.key,
        actor_label=by.label,
        acting_for=by.acting_for,
        returned_to=returned_to,
        changed=changed,
        snapshot=snapshot,
    )
