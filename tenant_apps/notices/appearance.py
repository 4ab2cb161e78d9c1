"""Colours, fonts and corners of a brand as mail programs understand them: plain values, no variables."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language_info

from branding import corners, palette
from branding.fonts import FONTS, SYSTEM, SYSTEM_SERIF
from branding.queries import BrandLook

LARGEST_LOGO = (180, 36)
# Fonts that systems have for scripts which a brand's font may lack.
SCRIPTS = {"fa": "Vazirmatn, Tahoma, ", "th": "'Noto Sans Thai', Thonburi, 'Leelawadee UI', "}


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the style sheet of mails is filled with. Sizes of logos are width and height in pixels."""

    solid: str
    on: str
    link: str
    soft: str
    dark_link: str
    dark_soft: str
    corner: int
    card_corner: int
    start: str
    end: str
    fonts: str
    logo_size: tuple[int, int]
    dark_logo_size: tuple[int, int]


def appearance(look: BrandLook, language: str) -> Appearance:
    """The look for mails to a reader of `language`. A colour too dark for dark grounds stays a fill."""
    light = palette.tokens(look.colour, palette.LIGHT)
    dark = palette.tokens(look.colour, palette.DARK)
    font = FONTS[look.font]
    # Mail programs know no logical sides.
    is_bidi = get_language_info(language)["bidi"]
    return Appearance(
        solid=light.solid,
        on=light.on,
        link=light.text,
        soft=light.soft,
        dark_link=dark.text,
        dark_soft=dark.soft,
        corner=corners.STEPS[look.radius][1],
        card_corner=corners.STEPS[look.radius][2],
        start="right" if is_bidi else "left",
        end="left" if is_bidi else "right",
        fonts=f"'{font.name}', {SCRIPTS.get(language, '')}{SYSTEM_SERIF if font.is_serif else SYSTEM}",
        logo_size=_fitted(look.logo_width, look.logo_height),
        dark_logo_size=_fitted(look.logo_dark_width, look.logo_dark_height),
    )


def _fitted(width: int, height: int) -> tuple[int, int]:
    if not (width and height):
        return 0, 0
    scale = min(LARGEST_LOGO[0] / width, LARGEST_LOGO[1] / height, 1)
    return round(width * scale), round(height * scale)
