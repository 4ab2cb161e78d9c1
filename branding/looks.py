"""What the rest of the system knows of a brand: frozen records that caches may hold."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from branding import corners, fonts, palette
from branding.social import NETWORKS

WIDE = 1.6
LEADING_VOWELS = "เแโใไ"


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
class LegalPage:
    """Terms or privacy as written: the language and the Markdown (see branding.legal.markdown)."""

    language: str
    markdown: str


@dataclass(frozen=True)
class BrandLook:
    """What templates, mails and documents know of a brand. `wears_ink`: text on the colour is dark.

    `font`: a key of branding.fonts.FONTS; `radius`: sharp, soft or round; `social`: pairs of a key of
    branding.social.NETWORKS and an https address; `favicon_sha256`: the icon given, or drawn from the logo.
    """

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
    logo_dark_sha256: str = ""
    logo_dark_width: int = 0
    logo_dark_height: int = 0
    favicon_sha256: str = ""
    legal_name: str = ""
    tax_id: str = ""
    address: str = ""
    invoice_footer: str = ""
    font: str = fonts.DEFAULT_FONT
    radius: str = corners.SOFT
    social: tuple[tuple[str, str], ...] = ()
    sender_name: str = ""
    reply_to: str = ""
    has_terms: bool = False
    has_privacy: bool = False

    @property
    def css_url(self) -> str:
        return f"/brand/{self.css_hash}.css"

    @property
    def logo_url(self) -> str:
        return self.picture_url(self.logo_sha256)

    @property
    def logo_dark_url(self) -> str:
        """The logo for dark grounds; empty when the brand has but one."""
        return self.picture_url(self.logo_dark_sha256)

    @property
    def favicon_url(self) -> str:
        """The icon of browser tabs: a picture, or the initial on the brand's colour."""
        return self.picture_url(self.favicon_sha256) or self.icon_url

    @property
    def icon_url(self) -> str:
        return f"/brand/icon.svg?v={self.version}-{self.css_hash}"

    @property
    def manifest_url(self) -> str:
        return f"/brand/app.webmanifest?v={self.version}-{self.css_hash}"

    @property
    def initial(self) -> str:
        """The letter that stands for the name; a Thai vowel written before its consonant is passed over."""
        return (self.name.lstrip(LEADING_VOWELS) or self.name)[:1].upper()

    @property
    def on_colour(self) -> str:
        """The colour of text on the brand's colour, for mails and documents."""
        return palette.tokens(self.colour, palette.LIGHT).on

    @property
    def logo_is_wide(self) -> bool:
        """Whether the logo is a word mark, beside which the name would stand twice."""
        return bool(self.logo_height) and self.logo_width / self.logo_height >= WIDE

    @property
    def full_name(self) -> str:
        """Who answers for the shop in law: the legal name, else the brand's."""
        return self.legal_name or self.name

    @property
    def from_name(self) -> str:
        """Under which name mails are sent."""
        return self.sender_name or self.name

    @property
    def answers_to(self) -> str:
        """Where answers to mails go; may be empty."""
        return self.reply_to or self.support_email

    @property
    def social_links(self) -> list[tuple[str, str]]:
        """Each network by its own name, with the address."""
        return [(NETWORKS[network].name, address) for network, address in self.social]

    def picture_url(self, digest: str) -> str:
        """Where a picture of the brand is served; empty without one."""
        return f"/brand/logo/{digest}.png" if digest else ""
