"""Colour arithmetic: sRGB, OKLCH (Björn Ottosson, 2020) and WCAG 2 contrast.

Colours are triples of floats in 0..1 unless a name says otherwise.
"""

import math
import re

RGB = tuple[float, float, float]
LCH = tuple[float, float, float]

HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def is_hex(text: str) -> bool:
    """Whether the text is #rgb or #rrggbb and nothing else."""
    return HEX.fullmatch(text) is not None


def from_hex(text: str) -> RGB:
    """#rgb or #rrggbb as a colour."""
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def to_hex(colour: RGB) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in colour)


def painted(colour: RGB) -> RGB:
    """The colour a browser shows: rounded to eight bits a channel."""
    return from_hex(to_hex(colour))


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """`share` of the second colour in the first, in sRGB."""
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(first, second, strict=True))
    return red, green, blue


def contrast(first: RGB, second: RGB) -> float:
    """The WCAG contrast ratio, 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def to_oklch(colour: RGB) -> LCH:
    red, green, blue = (_linear(part) for part in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> RGB:
    """The nearest colour a screen can show, found by lowering the chroma."""
    wished = _unclipped(lightness, chroma, hue)
    if _is_in_gamut(wished):
        return _encoded(wished)
    low, high = 0.0, chroma
    best = _unclipped(lightness, 0, hue)
    for _ in range(18):
        middle = (low + high) / 2
        tried = _unclipped(lightness, middle, hue)
        if _is_in_gamut(tried):
            low, best = middle, tried
        else:
            high = middle
    return _encoded(best)


def _unclipped(lightness: float, chroma: float, hue: float) -> RGB:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_in_gamut(colour: RGB) -> bool:
    return all(-1e-4 <= part <= 1.0001 for part in colour)


def _encoded(colour: RGB) -> RGB:
    red, green, blue = (_gamma(max(0.0, min(1.0, part))) for part in colour)
    return red, green, blue


def _luminance(colour: RGB) -> float:
    red, green, blue = (_linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
