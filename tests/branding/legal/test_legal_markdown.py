"""What a reseller writes in Markdown becomes a page and nothing else (RELIABILITY 8)."""

import pytest

from branding.legal.markdown import rendered


def test_markdown_becomes_a_page() -> None:
    made = rendered("# Terms\n\nPay **now**, or [write](mailto:a@example.com).\n\n- one\n- two")
    assert "<h2>Terms</h2>" in made
    assert "<strong>now</strong>" in made
    assert '<a href="mailto:a@example.com" rel="noopener noreferrer nofollow">' in made
    assert made.count("<li>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "![x](https://evil.example/pixel.png)",
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example></iframe>",
        '[a](https://ok.example "x\\" onclick=\\"alert(1)")',
        "<a href=x style=color:red>y</a>",
        "```<script>\nalert(1)\n```",
    ],
)
def test_nothing_in_it_runs_or_fetches(text: str) -> None:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(rendered(text), "html.parser")
    for tag in page.find_all(True):
        assert tag.name not in {"script", "style", "img", "iframe"}
        assert not {name for name in tag.attrs if name.startswith("on") or name in ("style", "src")}
        assert str(tag.get("href", "https:")).split(":")[0] in {"http", "https", "mailto", "tel"}


def test_the_page_keeps_the_first_heading_for_itself() -> None:
    assert "<h1" not in rendered("# One\n\nTwo\n===\n\n###### Six")


def test_the_highest_heading_is_the_second_level_whatever_the_sign() -> None:
    assert "<h2>One</h2>" in rendered("## One\n\n### Two")
    assert "<h3>Two</h3>" in rendered("## One\n\n### Two")
