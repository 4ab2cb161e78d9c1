"""Reads what a tenant looks like: one cached record, one indexed query when it is not cached."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from django.core.cache import caches
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from branding import corners, fonts, palette
from branding.looks import BrandLook, LegalPage, TenantLike
from branding.models import DEFAULT_COLOUR, Brand, BrandImage, BrandVersion
from branding.social import NETWORKS

__all__ = ["BrandLook", "TenantLike", "brand_of", "legal_page"]

# Raised whenever BrandLook changes its fields, so that old entries are not read.
SHAPE = 3
SECONDS_CACHED = 600
PICTURES = ("logo", "logo_dark", "icon")
LEGAL = ("terms", "privacy")
HEAVY = ("css", "terms", "privacy", *(f"{picture}__data" for picture in PICTURES))


def brand_of(tenant: TenantLike) -> BrandLook:
    """What the tenant looks like; its own name and a plain colour while it has set nothing."""
    cached: BrandLook | None = caches["shared"].get(_key(tenant))
    if cached is not None:
        return cached
    written = {f"has_{which}": ~Q(**{which: {}}) for which in LEGAL}
    rows = Brand.objects.filter(tenant_id=tenant.id).select_related(*PICTURES).defer(*HEAVY)
    row = rows.annotate(**written).first()
    look = look_of(row, *_written(row)) if row else _unset_look(tenant)
    caches["shared"].set(_key(tenant), look, SECONDS_CACHED)
    return look


def brand_row(tenant: TenantLike) -> Brand:
    """The brand to edit, unsaved while the tenant has set nothing. Pictures come without their data."""
    pictures = (*PICTURES, "favicon")
    rows = Brand.objects.filter(tenant_id=tenant.id).select_related(*pictures)
    row = rows.defer(*(f"{picture}__data" for picture in pictures)).first()
    return row or Brand(tenant_id=tenant.id, name=tenant.name, colour=default_colour(tenant), version=0)


def versions_of(tenant: TenantLike) -> QuerySet[BrandVersion]:
    """Everything that the brand has been, newest first."""
    return BrandVersion.objects.filter(tenant_id=tenant.id).order_by("-number")


def forget_brand(tenant: TenantLike) -> None:
    """Drop the cached look, in every process."""
    caches["shared"].delete(_key(tenant))


def css_of(tenant: TenantLike) -> tuple[str, str]:
    """The brand's style sheet and its hash."""
    row = Brand.objects.filter(tenant_id=tenant.id).values_list("css", "css_hash").first()
    return row or computed_css(default_colour(tenant))


def logo_of(tenant: TenantLike, digest: str) -> BrandImage | None:
    """A picture of the tenant's by its content: logo, dark logo, icon, of any version."""
    return BrandImage.objects.filter(tenant_id=tenant.id, sha256=digest).first()


def legal_page(tenant: TenantLike, which: str, language: str = "") -> LegalPage | None:
    """The terms or the privacy page in the language (the reader's), else the tenant's default, else any.

    `which`: terms or privacy. None when nothing is written.
    """
    return read_in(legal_texts(tenant, which), tenant, language)


def legal_texts(tenant: TenantLike, which: str) -> dict[str, str]:
    """The terms or the privacy page in every language in which it is written, as Markdown by language."""
    if which not in LEGAL:
        raise ValueError(which)
    texts: dict[str, str] | None = (
        Brand.objects.filter(tenant_id=tenant.id).values_list(which, flat=True).first()
    )
    return {language: text for language, text in (texts or {}).items() if text}


def read_in(texts: Mapping[str, str], tenant: TenantLike, language: str = "") -> LegalPage | None:
    """The one of the texts (language → Markdown) that a reader of the language gets."""
    wished = (language or get_language() or "").split("-")[0]
    for code in (wished, getattr(tenant, "default_language", ""), *sorted(texts)):
        if texts.get(code):
            return LegalPage(code, texts[code])
    return None


@lru_cache(maxsize=512)
def computed_css(colour: str, radius: str = corners.SOFT, font: str = fonts.DEFAULT_FONT) -> tuple[str, str]:
    """The style sheet of a look and its hash."""
    lines = [*palette.declarations(colour), *corners.declarations(radius), fonts.declaration(font)]
    css = "\n".join([":root {", *lines, "}", ""])
    return css, sha256(css.encode()).hexdigest()[:16]


def default_colour(tenant: TenantLike) -> str:
    """The operator works in ink; a reseller starts with a colour and chooses its own."""
    return palette.NEUTRAL if tenant.kind == "operator" else DEFAULT_COLOUR


def look_of(row: Brand, has_terms: bool, has_privacy: bool) -> BrandLook:
    """The look of a brand's row, saved or not."""
    logo, dark, icon = row.logo, row.logo_dark, row.icon
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
        wears_ink=palette.wears_ink(row.colour),
        version=row.version,
        logo_sha256=logo.sha256 if logo else "",
        logo_width=logo.width if logo else 0,
        logo_height=logo.height if logo else 0,
        logo_dark_sha256=dark.sha256 if dark else "",
        logo_dark_width=dark.width if dark else 0,
        logo_dark_height=dark.height if dark else 0,
        favicon_sha256=icon.sha256 if icon else "",
        legal_name=row.legal_name,
        tax_id=row.tax_id,
        address=row.address,
        invoice_footer=row.invoice_footer,
        font=row.font,
        radius=row.radius,
        social=tuple((network, row.social[network]) for network in NETWORKS if network in row.social),
        sender_name=row.sender_name,
        reply_to=row.reply_to,
        has_terms=has_terms,
        has_privacy=has_privacy,
    )


def _written(row: Brand) -> tuple[bool, bool]:
    has_terms, has_privacy = (bool(getattr(row, f"has_{which}")) for which in LEGAL)
    return has_terms, has_privacy


def _key(tenant: TenantLike) -> str:
    return f"brand:{SHAPE}:{tenant.uuid}"


def _unset_look(tenant: TenantLike) -> BrandLook:
    colour = default_colour(tenant)
    return BrandLook(
        tenant.name, "", "", "", colour, "", "", "", computed_css(colour)[1], palette.wears_ink(colour), 0
    )
