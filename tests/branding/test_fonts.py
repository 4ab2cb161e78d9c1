"""Every font to choose is declared, shipped and covers Latin with every Turkish letter; other scripts follow."""

import re

import pytest

from branding.corners import STEPS, declarations
from branding.fonts import DEFAULT_FONT, FONTS
from branding.stylesheet import SOURCES
from deploy.local.assets import COPIES

FACES = (SOURCES / "fonts.css").read_text()
TOKENS = (SOURCES / "tokens.css").read_text()
TURKISH = "ğüşıöçĞÜŞİÖÇ"


def faces_of(family: str) -> list[str]:
    return [face for face in re.findall(r"@font-face \{[^}]*\}", FACES) if f'"{family}"' in face]


def covered(face: str) -> set[int]:
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
    return {code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)}


@pytest.mark.parametrize("key", FONTS)
def test_a_font_covers_turkish(key: str) -> None:
    faces = [face for family in FONTS[key].families for face in faces_of(family)]
    assert set(map(ord, TURKISH)) <= set().union(*map(covered, faces))


@pytest.mark.parametrize("key", FONTS)
def test_the_files_of_a_font_are_shipped(key: str) -> None:
    for family in FONTS[key].families:
        files = re.findall(r"\.\./(fonts/[\w-]+\.woff2)", "".join(faces_of(family)))
        assert files
        assert set(files) <= set(COPIES.values())


@pytest.mark.parametrize("script", ["Vazirmatn V", "Noto Thai V", "Inter V"])
def test_every_language_falls_back_to_every_script(script: str) -> None:
    stacks = re.findall(r"--font: ([^;]+);", TOKENS)
    assert len(stacks) == 3
    for stack in stacks:
        assert f'"{script}"' in stack
        assert "var(--font-brand)" in stack


def test_the_style_sheets_own_values_are_the_defaults() -> None:
    assert FONTS[DEFAULT_FONT].stack in TOKENS
    for line in declarations("soft"):
        assert line.strip() in TOKENS
    assert set(STEPS) == {"sharp", "soft", "round"}
