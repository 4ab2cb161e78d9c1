"""The ratios that the studio shows are those that are held, for every colour (WCAG 2 AA)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from branding.colour import contrast, from_hex
from branding.palette import DARK, LIGHT, NEUTRAL, on_dark, tokens
from branding.queries import computed_css
from branding.readings import readings_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=300, deadline=None)
@given(COLOURS)
def test_text_is_readable_and_edges_are_seen_in_both_themes(colour: str) -> None:
    for theme, start in ((LIGHT, colour), (DARK, on_dark(colour))):
        made = tokens(start, theme)
        soft = from_hex(made.soft)
        for ground in theme.surfaces:
            assert contrast(from_hex(made.text), ground) >= 4.5
            assert contrast(from_hex(made.edge), ground) >= 3
        assert contrast(from_hex(made.text), soft) >= 4.5
        assert contrast(from_hex(made.on), from_hex(made.solid)) >= 4.5
        assert contrast(from_hex(made.on), from_hex(made.hover)) >= 4.5


@settings(max_examples=100, deadline=None)
@given(COLOURS)
def test_what_is_shown_is_measured(colour: str) -> None:
    shown = readings_of(colour)
    assert list(shown) == ["light", "dark"]
    for readings in shown.values():
        for each in readings:
            assert each.is_enough, each
            assert abs(contrast(from_hex(each.front), from_hex(each.ground)) - each.ratio) < 0.01


def test_the_neutral_ink_is_readable_too() -> None:
    assert all(each.is_enough for readings in readings_of(NEUTRAL).values() for each in readings)


def test_the_sheets_name_covers_corners_and_font() -> None:
    sheets = {
        computed_css("#0f766e", radius, font)[1]
        for radius in ("sharp", "soft", "round")
        for font in ("inter", "sarabun")
    }
    assert len(sheets) == 6
    assert "--r3: 20px" in computed_css("#0f766e", "round", "sarabun")[0]
    assert '--font-brand: "Sarabun"' in computed_css("#0f766e", "round", "sarabun")[0]
