"""Reads what a tenant looks like: one cached record, one indexed query when it is not cached."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.core.cache import caches

from branding import palette
from branding.colour import from_hex
from branding.models import DEFAULT_COLOUR, Brand, BrandImage

# Raised whenever BrandLook changes its fields, so that old entries are not read.
SHAPE = 1
SECONDS_CACHED = 600
WIDE = 1.6


class TenantLike(Protocol):
    """A tenant's record or model."""

    @property
    def id(self) -> int: ...

    @property
    def uuid(self) -> UUID: ...

    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class BrandLook:
    """What templates, mails and documents know of a brand. `wears_ink`: text on the colour is dark."""

    name: str
    tagline: str
    hero_title: str
    hero_text: str
    colour: str
    support_email: str
    support_phone: str
    footer: str
    css_hash: str
    wears_ink: bool
    version: int
    logo_sha256: str = ""
    logo_width: int = 0
    logo_height: int = 0

    @property
    def css_url(self) -> str:
        return f"/brand/{self.css_hash}.css"

    @property
    def logo_url(self) -> str:
        return f"/brand/logo/{self.logo_sha256}.png" if self.logo_sha256 else ""

    @property
    def icon_url(self) -> str:
        return f"/brand/icon.svg?v={self.version}-{self.css_hash}"

    @property
    def manifest_url(self) -> str:
        return f"/brand/app.webmanifest?v={self.version}-{self.css_hash}"

    @property
    def initial(self) -> str:
        return self.name[:1].upper()

    @property
    def on_colour(self) -> str:
        """The colour of text on the brand's colour, for mails and documents."""
        return palette.tokens(self.colour, palette.LIGHT).on

    @property
    def logo_is_wide(self) -> bool:
        """Whether the logo is a word mark, beside which the name would stand twice."""
        return bool(self.logo_height) and self.logo_width / self.logo_height >= WIDE


def brand_of(tenant: TenantLike) -> BrandLook:
    """What the tenant looks like; its own name and a plain colour while it has set nothing."""
    cached: BrandLook | None = caches["shared"].get(_key(tenant))
    if cached is not None:
        return cached
    row = Brand.objects.filter(tenant_id=tenant.id).select_related("logo").defer("logo__data", "css").first()
    look = _look(row) if row else _unset_look(tenant)
    caches["shared"].set(_key(tenant), look, SECONDS_CACHED)
    return look


def forget_brand(tenant: TenantLike) -> None:
    """Drop the cached look, in every process."""
    caches["shared"].delete(_key(tenant))


def css_of(tenant: TenantLike) -> tuple[str, str]:
    """The brand's style sheet and its hash."""
    row = Brand.objects.filter(tenant_id=tenant.id).values_list("css", "css_hash").first()
    return row or computed_css(default_colour(tenant))


def logo_of(tenant: TenantLike, digest: str) -> BrandImage | None:
    return BrandImage.objects.filter(tenant_id=tenant.id, sha256=digest).first()


@lru_cache(maxsize=512)
def computed_css(colour: str) -> tuple[str, str]:
    """The style sheet of a colour and its hash."""
    css = palette.stylesheet(colour)
    return css, sha256(css.encode()).hexdigest()[:16]


def default_colour(tenant: TenantLike) -> str:
    """The operator works in ink; a reseller starts with a colour and chooses its own."""
    return palette.NEUTRAL if tenant.kind == "operator" else DEFAULT_COLOUR


def wears_ink(colour: str) -> bool:
    return from_hex(palette.tokens(colour, palette.LIGHT).on) != palette.WHITE


def _key(tenant: TenantLike) -> str:
    return f"brand:{SHAPE}:{tenant.uuid}"


def _look(row: Brand) -> BrandLook:
    return BrandLook(
        name=row.name,
        tagline=row.tagline,
        hero_title=row.hero_title,
        hero_text=row.hero_text,
        colour=row.colour,
        support_email=row.support_email,
        support_phone=row.support_phone,
        footer=row.footer,
        css_hash=row.css_hash,
        wears_ink=wears_ink(row.colour),
        version=row.version,
        logo_sha256=row.logo.sha256 if row.logo else "",
        logo_width=row.logo.width if row.logo else 0,
        logo_height=row.logo.height if row.logo else 0,
    )


def _unset_look(tenant: TenantLike) -> BrandLook:
    colour = default_colour(tenant)
    return BrandLook(
        tenant.name, "", "", "", colour, "", "", "", computed_css(colour)[1], wears_ink(colour), 0
    )
