"""Where the files of a portal are, for the heads of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from branding import palette
from branding.colour import to_hex
from branding.looks import BrandLook
from tenants.hosts import portal_url
from tenants.records import TenantRecord

# Raised whenever a picture is drawn in another way, so that kept ones are not shown any more.
DRAWN = 1
LOCALES = {"en": "en_US", "fa": "fa_IR", "tr": "tr_TR", "th": "th_TH"}


def key_of(look: BrandLook) -> str:
    """What changes in the address of a picture whenever what it shows changes.

    Made of what is shown and not of the version: a restored database counts its versions anew.
    """
    shown = (look.name, look.tagline, look.hero_title, look.css_hash, look.logo_sha256, look.favicon_sha256)
    return sha256(repr((DRAWN, *shown)).encode()).hexdigest()[:16]


def icon_path(look: BrandLook, name: str) -> str:
    return f"/brand/icon/{key_of(look)}/{name}.png"


@dataclass(frozen=True, slots=True)
class Portal:
    """The addresses for one page. `path` is the page's own, without its query."""

    tenant: TenantRecord
    look: BrandLook
    path: str

    @property
    def small_icon(self) -> str:
        return icon_path(self.look, "32")

    @property
    def large_icon(self) -> str:
        return icon_path(self.look, "192")

    @property
    def apple_icon(self) -> str:
        return icon_path(self.look, "apple")

    @property
    def canonical(self) -> str:
        """The one address of the page, on the portal's canonical host."""
        return portal_url(self.tenant, self.path)

    @property
    def sharing_picture(self) -> str:
        return portal_url(self.tenant, f"/brand/sharing/{key_of(self.look)}.png")

    @property
    def light_colour(self) -> str:
        return self.look.colour

    @property
    def dark_colour(self) -> str:
        return to_hex(palette.DARK.surfaces[0])
