"""What a preview shows: the brand as it is worn, as it was in a version, or as somebody drafts it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.http import Http404

from branding.images import Picture
from branding.looks import BrandLook, TenantLike
from branding.models import Brand, BrandImage
from branding.queries import brand_row, computed_css, logo_of, look_of, versions_of
from branding.snapshots import FIELDS, PICTURES, snapshot_of
from branding.studio import drafts
from branding.studio.drafts import Draft

NOW = "now"


@dataclass(frozen=True)
class PreviewLook(BrandLook):
    """A look whose files are served to its viewer alone."""

    source: str = NOW

    @property
    def css_url(self) -> str:
        return f"/office/brand/preview/{self.source}/{self.css_hash}.css"

    @property
    def icon_url(self) -> str:
        """Tabs of the office keep their icon; a preview draws the initial itself."""
        return ""

    @property
    def manifest_url(self) -> str:
        return ""

    def picture_url(self, digest: str) -> str:
        return f"/office/brand/preview/{self.source}/{digest}.png" if digest else ""


def source_of(tenant: TenantLike, person: UUID, name: str) -> Draft:
    """The brand that a preview's address names: `now`, `v<number>`, or a draft of the person's.

    A draft that is over shows the brand as it is worn. Raises Http404 for what was never there.
    """
    if name == NOW:
        return Draft(snapshot_of(brand_row(tenant)))
    if drafts.is_name(name):
        return drafts.kept(person, name) or Draft(snapshot_of(brand_row(tenant)))
    if not (name.startswith("v") and name[1:].isdecimal() and len(name) < 10):
        raise Http404
    version = versions_of(tenant).filter(number=int(name[1:])).first()
    if version is None:
        raise Http404
    return Draft(version.snapshot)


def preview_look(tenant: TenantLike, draft: Draft, name: str) -> PreviewLook:
    """The look of a draft, with the addresses of its own files."""
    row = _row(tenant, draft)
    look = look_of(row, bool(row.terms), bool(row.privacy))
    return PreviewLook(**{each.name: getattr(look, each.name) for each in fields(BrandLook)}, source=name)


def picture_data(tenant: TenantLike, draft: Draft, digest: str) -> bytes:
    """A picture of the draft's, or of the brand in any version. Raises Http404."""
    if digest in draft.pictures:
        return draft.pictures[digest].data
    image = logo_of(tenant, digest)
    if image is None:
        raise Http404
    return bytes(image.data)


def _row(tenant: TenantLike, draft: Draft) -> Brand:
    """The values as a row that nobody saves."""
    known = {name: draft.values[name] for name in FIELDS if name in draft.values and name not in PICTURES}
    row = Brand(tenant_id=tenant.id, **known)
    row.css, row.css_hash = computed_css(row.colour, row.radius, row.font)
    images = _images(tenant, draft)
    for name in PICTURES:
        setattr(row, name, images.get(draft.values.get(name, "")))
    row.icon = row.favicon or row.logo
    return row


def _images(tenant: TenantLike, draft: Draft) -> dict[str, BrandImage]:
    wanted = {draft.values.get(name) for name in PICTURES} - {"", None}
    unsaved = {digest: _unsaved(picture) for digest, picture in draft.pictures.items()}
    rest = wanted - set(unsaved)
    saved = BrandImage.objects.filter(tenant_id=tenant.id, sha256__in=rest).defer("data") if rest else ()
    return unsaved | {image.sha256: image for image in saved}


def _unsaved(picture: Picture) -> BrandImage:
    size: dict[str, Any] = {"width": picture.width, "height": picture.height}
    return BrandImage(sha256=picture.sha256, **size)
