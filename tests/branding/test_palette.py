"""Whatever colour a reseller chooses, what must be read can be read (WCAG 2 AA)."""

import random
import re

import pytest

from branding.colour import contrast, from_hex, is_hex
from branding.palette import DARK, LIGHT, Theme, declarations, tokens
from branding.stylesheet import SOURCES

EXTREMES = [
    "#ffff00", "#ffffff", "#000000", "#00ff00", "#ff00ff", "#777777", "#767676", "#f6f6f8", "#16171b", "#ffeb3b",
    "#0000ff", "#ff0000", "#00ffff", "#010101", "#fefefe", "#808080", "#17181c",
]  # fmt: skip
SURFACES = ("page", "surface", "raised", "sunken")


def some_colours(count: int) -> list[str]:
    chance = random.Random(1405)
    return [f"#{chance.randrange(1 << 24):06x}" for _ in range(count)] + EXTREMES


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_two_thousand_colours_stay_readable(theme: Theme) -> None:
    for colour in some_colours(2000):
        made = tokens(colour, theme)
        solid, hover, on = from_hex(made.solid), from_hex(made.hover), from_hex(made.on)
        edge, text, soft = from_hex(made.edge), from_hex(made.text), from_hex(made.soft)
        assert made.solid == colour, "a fill keeps the exact colour"
        assert contrast(on, solid) >= 4.5, (colour, "text on a button")
        assert contrast(on, hover) >= 4.5, (colour, "text on a button under the pointer")
        for ground in theme.surfaces:
            assert contrast(text, ground) >= 4.5, (colour, "a link")
            assert contrast(edge, ground) >= 3.0, (colour, "an edge or a line of a chart")
        assert contrast(text, soft) >= 4.5, (colour, "brand text on its tint")
        assert contrast(theme.body_text, soft) >= 4.5, (colour, "body text on the tint")


def tokens_css(index: int) -> dict[str, str]:
    """The colours of tokens.css for light (0) or dark (1)."""
    text = (SOURCES / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", text)
    return {name: values[index] for name, *values in pairs}


@pytest.mark.parametrize(("theme", "index"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_the_palette_knows_the_surfaces_of_the_style_sheet(theme: Theme, index: int) -> None:
    css = tokens_css(index)
    assert {from_hex(css[name]) for name in SURFACES} == set(theme.surfaces)
    assert from_hex(css["surface"]) == theme.surfaces[0]
    assert from_hex(css["ink-2"]) == theme.body_text


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
def test_the_fixed_colours_are_readable(index: int) -> None:
    css = tokens_css(index)
    for ground in SURFACES:
        for text in ("ink", "ink-2", "ink-3", "pos", "neg", "warn", "info"):
            assert contrast(from_hex(css[text]), from_hex(css[ground])) >= 4.5, (text, ground)
        assert contrast(from_hex(css["field-line"]), from_hex(css[ground])) >= 3.0, ground
    for tone in ("pos", "neg", "warn", "info", "mute"):
        assert contrast(from_hex(css[tone]), from_hex(css[f"{tone}-soft"])) >= 4.5, tone


def test_the_style_sheet_of_a_brand_sets_every_token() -> None:
    css = "\n".join(declarations("#4f46e5"))
    for name in ("solid", "hover", "on", "edge", "text", "soft"):
        assert re.search(rf"--brand-{name}: light-dark\(#[0-9a-f]{{6}}, #[0-9a-f]{{6}}\);", css)


@pytest.mark.parametrize("text", ["red", "#12", "#12345", "#12345g", "#123456;}", "url(x)", "", "#１２３"])
def test_what_is_no_colour_is_not_taken_for_one(text: str) -> None:
    assert not is_hex(text)
