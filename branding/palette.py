"""One brand colour becomes a set of tokens that stay readable in light and dark.

Fills keep the exact colour. What must be read or seen against the page (text, edges, focus, charts) is
moved in
lightness until it reaches WCAG 2 AA: text 4.5:1, parts of controls 3:1.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from branding.colour import RGB, contrast, from_hex, from_oklch, mix, painted, to_hex, to_oklch

WHITE: RGB = (1.0, 1.0, 1.0)
BLACK: RGB = (0.0, 0.0, 0.0)
INK: RGB = from_hex("#0b0d12")

TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
# A little over the rule, so that rounding to eight bits never falls below it.
TEXT_TARGET = 4.55
BODY_TARGET = 4.6

NEUTRAL = "#17181c"
NEUTRAL_DARK = "#eeeff2"


@dataclass(frozen=True)
class Theme:
    """What of a theme the palette must respect; tokens.css holds the same values (a test compares them)."""

    surfaces: tuple[RGB, ...]
    body_text: RGB
    tint: float
    direction: int


LIGHT = Theme(
    surfaces=tuple(from_hex(each) for each in ("#ffffff", "#f6f6f8", "#f1f1f4")),
    body_text=from_hex("#565963"),
    tint=0.10,
    direction=-1,
)
DARK = Theme(
    surfaces=tuple(from_hex(each) for each in ("#16171b", "#0e0f12", "#111216", "#1d1f24")),
    body_text=from_hex("#a9adb8"),
    tint=0.18,
    direction=+1,
)


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, as #rrggbb."""

    solid: str
    hover: str
    on: str
    edge: str
    text: str
    soft: str


def tokens(colour: str, theme: Theme) -> Tokens:
    """The tokens of a brand colour (#rrggbb) in one theme."""
    brand = painted(from_hex(colour))
    on = _ink_on(brand)
    soft = _tint(brand, theme)
    return Tokens(
        solid=to_hex(brand),
        hover=to_hex(_hover(brand, on)),
        on=to_hex(on),
        edge=to_hex(_move(brand, theme.surfaces, EDGE_RATIO, theme.direction)),
        text=to_hex(_move(brand, (*theme.surfaces, soft), TEXT_TARGET, theme.direction)),
        soft=to_hex(soft),
    )


def declarations(colour: str) -> list[str]:
    """The custom properties of a brand colour as CSS. The neutral ink turns white on dark."""
    light, dark = asdict(tokens(colour, LIGHT)), asdict(tokens(on_dark(colour), DARK))
    return [f"  --brand-{name}: light-dark({light[name]}, {dark[name]});" for name in light]


def on_dark(colour: str) -> str:
    """The colour that a brand starts from in the dark theme."""
    return NEUTRAL_DARK if colour == NEUTRAL else colour


def wears_ink(colour: str) -> bool:
    """Whether text on the colour is dark."""
    return _ink_on(painted(from_hex(colour))) != WHITE


def _ink_on(fill: RGB) -> RGB:
    if contrast(fill, WHITE) >= TEXT_RATIO:
        return WHITE
    return INK if contrast(fill, INK) >= TEXT_RATIO else BLACK


def _tint(brand: RGB, theme: Theme) -> RGB:
    """A wash of the brand on the surface that body text can still be read on."""
    share = theme.tint
    while share > 0:
        tint = painted(mix(theme.surfaces[0], brand, share))
        if contrast(theme.body_text, tint) >= BODY_TARGET:
            return tint
        share -= 0.01
    return theme.surfaces[0]


def _hover(brand: RGB, on: RGB) -> RGB:
    """A step away from the brand: darker under white text, lighter under ink, unless that is at its end."""
    lightness, chroma, hue = to_oklch(brand)
    away = -0.05 if on == WHITE else 0.05
    steps = (away, -away) if 0.07 <= lightness <= 0.93 else (-away, away)
    for step in steps:
        tried = painted(from_oklch(max(0.0, min(1.0, lightness + step)), chroma, hue))
        if contrast(tried, on) >= TEXT_RATIO:
            return tried
    return brand


def _move(colour: RGB, grounds: Sequence[RGB], ratio: float, direction: int) -> RGB:
    """The smallest move in lightness with which the colour reaches the ratio on every ground."""

    def is_enough(tried: RGB) -> bool:
        return all(contrast(tried, ground) >= ratio for ground in grounds)

    if is_enough(colour):
        return colour
    lightness, chroma, hue = to_oklch(colour)
    return _search(lambda at: painted(from_oklch(at, chroma, hue)), is_enough, lightness, direction)


def _search(
    colour_at: Callable[[float], RGB], is_enough: Callable[[RGB], bool], start: float, direction: int
) -> RGB:
    near, far = start, 0.0 if direction < 0 else 1.0
    best = BLACK if direction < 0 else WHITE
    for _ in range(24):
        middle = (near + far) / 2
        tried = colour_at(middle)
        if is_enough(tried):
            far, best = middle, tried
        else:
            near = middle
    return best
