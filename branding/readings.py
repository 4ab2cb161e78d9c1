"""How readable a brand's colours are, in figures: WCAG 2 contrast ratios of what is shown with them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from branding import palette
from branding.colour import RGB, contrast, from_hex, to_hex


@dataclass(frozen=True)
class Reading:
    """One pair of colours (#rrggbb), its ratio and the least that WCAG AA asks of it."""

    label: str | Promise
    front: str
    ground: str
    ratio: float
    least: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.least


def readings_of(colour: str) -> dict[str, list[Reading]]:
    """The readings of a colour (#rrggbb) for each theme: light, dark."""
    return {
        "light": _readings(colour, palette.LIGHT),
        "dark": _readings(palette.on_dark(colour), palette.DARK),
    }


def _readings(colour: str, theme: palette.Theme) -> list[Reading]:
    made = palette.tokens(colour, theme)
    on, grounds = from_hex(made.on), theme.surfaces
    soft = from_hex(made.soft)
    return [
        _worst(_("Text on buttons"), on, (from_hex(made.solid), from_hex(made.hover)), palette.TEXT_RATIO),
        _worst(_("Links and marked text"), from_hex(made.text), (*grounds, soft), palette.TEXT_RATIO),
        _worst(_("Text on tinted ground"), theme.body_text, (soft,), palette.TEXT_RATIO),
        _worst(_("Edges, focus and charts"), from_hex(made.edge), grounds, palette.EDGE_RATIO),
    ]


def _worst(label: str | Promise, front: RGB, grounds: tuple[RGB, ...], least: float) -> Reading:
    ratio, ground = min((contrast(front, each), each) for each in grounds)
    return Reading(label, to_hex(front), to_hex(ground), ratio, least)
