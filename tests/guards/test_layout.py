"""Layout follows the direction of the script: no physical sides in style sheets, no styles in templates (UI.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "branding" / "static" / "css").rglob("*.css"))
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "email" not in path.parts]
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|clear)\s*:"
    r"|text-align\s*:\s*(?:left|right)"
    r"|(?:^|[\s;{])(?:margin|padding|inset|border-width)\s*:\s*(?:[^\s;]+\s+){3}[^\s;]+\s*;",
    re.MULTILINE,
)
FORBIDDEN = re.compile(r"\sstyle=\"|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def test_the_rule_knows_a_physical_side():
    assert PHYSICAL.search("a { margin-left: 1px; }")
    assert PHYSICAL.search("a { padding: 1px 2px 3px 4px; }")
    assert not PHYSICAL.search("a { padding-inline-start: 1px; margin: 0 auto; }")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_names_a_physical_side(sheet: Path):
    assert PHYSICAL.findall(sheet.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_styles_or_scripts(template: Path):
    assert FORBIDDEN.findall(template.read_text()) == []
