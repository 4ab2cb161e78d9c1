"""How round the corners of controls, cards and panels are."""

from django.utils.translation import gettext_lazy as _

SHARP, SOFT, ROUND = "sharp", "soft", "round"
LABELS = {SHARP: _("Sharp"), SOFT: _("Soft"), ROUND: _("Round")}

# Pixels of the four steps of the style sheet: small parts, controls, cards, panels. SOFT is tokens.css's own.
STEPS = {SHARP: (1, 2, 2, 3), SOFT: (6, 8, 12, 16), ROUND: (10, 14, 20, 26)}


def declarations(radius: str) -> list[str]:
    """The custom properties of a radius as CSS."""
    return [f"  --r{step}: {pixels}px;" for step, pixels in enumerate(STEPS[radius], 1)]
