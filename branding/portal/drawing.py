"""Draws icons and the picture that is shown where a page is shared. Drawn once for each version of a brand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import caches
from PIL import Image

from branding import palette
from branding.documents import picture
from branding.documents.rendering import LOGO
from branding.looks import BrandLook
from branding.portal.addresses import key_of
from branding.queries import logo_of
from tenants.records import TenantRecord

SECONDS_KEPT = 30 * 24 * 3600
MOST_NEAR = 200
Draw = Callable[[TenantRecord, BrandLook], bytes]
WHITE = (255, 255, 255, 255)

_near: dict[str, bytes] = {}


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon's side in pixels, whether it fills its square (systems cut their own shape), and how much of it
    the drawing takes."""

    side: int
    is_full: bool
    share: float


ICONS = {
    "32": Icon(32, is_full=False, share=1),
    "48": Icon(48, is_full=False, share=1),
    "192": Icon(192, is_full=False, share=1),
    "512": Icon(512, is_full=False, share=1),
    # Systems may cut a circle of four fifths out of a maskable icon.
    "maskable-192": Icon(192, is_full=True, share=0.66),
    "maskable-512": Icon(512, is_full=True, share=0.66),
    "apple": Icon(180, is_full=True, share=0.8),
}
ICO_SIDES = [(16, 16), (32, 32), (48, 48)]


def icon(tenant: TenantRecord, look: BrandLook, name: str) -> bytes:
    """One of `ICONS` as PNG: the brand's own icon, else its initial on its colour."""
    return _kept(tenant, look, f"icon-{name}", lambda: _icon(tenant, look, ICONS[name]))


def favicon(tenant: TenantRecord, look: BrandLook) -> bytes:
    """The icon in the old format that browsers ask every host for."""
    return _kept(tenant, look, "ico", lambda: _ico(icon(tenant, look, "48")))


def sharing_picture(tenant: TenantRecord, look: BrandLook, language: str) -> bytes:
    """1200 by 630 pixels with the brand's name, words, colour and host."""
    return _kept(tenant, look, f"sharing-{language}", lambda: _sharing(tenant, look, language))


def _kept(tenant: TenantRecord, look: BrandLook, name: str, draw: Callable[[], bytes]) -> bytes:
    """From this process or the shared cache under the tenant's uuid and the brand's look, else drawn.

    Every page asks for icons: when the shared cache is away they must not be drawn for each of them.
    """
    key = f"portal:{tenant.uuid}:{tenant.canonical_host}:{key_of(look)}:{name}"
    kept: bytes | None = _near.get(key) or caches["shared"].get(key)
    if kept is None:
        kept = draw()
        caches["shared"].set(key, kept, SECONDS_KEPT)
    if len(_near) >= MOST_NEAR:
        _near.clear()
    _near[key] = kept
    return kept


def _icon(tenant: TenantRecord, look: BrandLook, wanted: Icon) -> bytes:
    own = logo_of(tenant, look.favicon_sha256) if look.favicon_sha256 else None
    if own is not None:
        return _from_picture(bytes(own.data), wanted)
    data = {"side": wanted.side, "full": wanted.is_full, "share": wanted.share}
    return picture("icon", data, language=tenant.default_language, look=look)


def _from_picture(data: bytes, wanted: Icon) -> bytes:
    with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
        own = opened.convert("RGBA")
    corner = own.getpixel((0, 0))
    is_opaque = isinstance(corner, tuple) and corner[3] == 255
    ground = (corner if is_opaque else WHITE) if wanted.is_full else (0, 0, 0, 0)
    room = round(wanted.side * wanted.share)
    fitted = own.resize((room, room), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (wanted.side, wanted.side), ground)
    at = (wanted.side - room) // 2
    square.alpha_composite(fitted, (at, at))
    return _png(square)


def _sharing(tenant: TenantRecord, look: BrandLook, language: str) -> bytes:
    logo = logo_of(tenant, look.logo_sha256) if look.logo_sha256 else None
    shades = palette.tokens(look.colour, palette.LIGHT)
    data = {
        "title": look.name,
        "words": look.tagline or look.hero_title,
        "host": tenant.canonical_host,
        "hover": shades.hover,
    }
    pictures = {LOGO: bytes(logo.data)} if logo else {}
    drawn = picture("sharing", data, language=language, look=look, pictures=pictures)
    with Image.open(io.BytesIO(drawn), formats=["PNG"]) as opened:
        return _png(opened.convert("RGB"))


def _ico(png: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        opened.save(out, "ICO", sizes=ICO_SIDES)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
