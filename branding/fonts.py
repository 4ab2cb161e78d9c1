"""The fonts that a brand may choose from. All are shipped and served by the portal itself.

The faces are declared in static/css/fonts.css; a browser fetches only those that a page's text is set in, so a
portal pays for the chosen one alone. Persian and Thai fall back to Vazirmatn and Noto Sans Thai under every choice.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEFAULT_FONT = "inter"
# For mails, whose readers have no web fonts.
SYSTEM = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SYSTEM_SERIF = "Georgia, 'Times New Roman', serif"


@dataclass(frozen=True)
class Font:
    """A font to choose: its own name, its families in fonts.css in order, and what it is good for."""

    name: str
    families: tuple[str, ...]
    note: str | Promise
    is_serif: bool = False

    @property
    def stack(self) -> str:
        """The families as CSS writes them."""
        return ", ".join(f'"{family}"' for family in self.families)


FONTS = {
    "inter": Font("Inter", ("Inter V",), _("Clear and neutral; Latin with every Turkish letter")),
    "source-sans-3": Font("Source Sans 3", ("Source Sans V",), _("Friendly and easy to read; Latin")),
    "ibm-plex-sans": Font("IBM Plex Sans", ("Plex Sans V",), _("Technical, with character; Latin")),
    "source-serif-4": Font("Source Serif 4", ("Source Serif V",), _("Serifs, for a calm voice; Latin"), True),
    "vazirmatn": Font("Vazirmatn", ("Vazirmatn V", "Vazirmatn Latin V"), _("Persian and Latin of one hand")),
    "noto-sans-thai": Font(
        "Noto Sans Thai", ("Noto Thai V", "Noto Thai Latin V"), _("Thai and Latin of one hand")
    ),
    "sarabun": Font("Sarabun", ("Sarabun",), _("Thai as in official documents, and Latin")),
}


def declaration(font: str) -> str:
    """The custom property of a font as CSS; what follows it in tokens.css covers the other scripts."""
    return f"  --font-brand: {FONTS[font].stack};"
