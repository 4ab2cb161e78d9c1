"""Nothing that people write can run, be styled or leave its column; the press has an end."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis.strategies import text as words
from pypdf import PdfReader

from branding.documents import DocumentFailed, picture, press, render
from branding.documents.faces import families
from branding.documents.plain import LONGEST_WORD, fit
from branding.fonts import FONTS
from branding.looks import BrandLook

LOOK = BrandLook(
    name="Kuzey",
    tagline="",
    hero_title="",
    hero_text="",
    colour="#0f766e",
    support_email="a@b.example",
    support_phone="",
    footer="",
    css_hash="x",
    wears_ink=False,
    version=1,
)
HOSTILE = [
    '#eval("1+1")',
    "]}{[ #sys.version",
    '"; #panic("x") //',
    "$ x^2 $ `raw` *bold* _it_ <label> @ref",
    "\\u{41} \\ \\#",
    '#read("/etc/passwd") #image("logo.png")',
    "= head\n- item /* comment",
    "\u202eevil\u202c\x00\x1b[0m\ud800",
    "漢字 😀 ﷺ",
]


def statement(text: str, **more: Any) -> dict[str, Any]:
    keys = ("page", "date", "description", "charged", "credited", "balance")
    return {
        "title": text,
        "heading": text,
        "number": text,
        "words": dict.fromkeys(keys, "w"),
        "parties": [{"label": text, "name": text, "lines": [text]}],
        "facts": [{"label": text, "value": text}],
        "accounts": [],
        "remark": text,
        **more,
    }


def read(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_never_markup(text: str) -> None:
    look = replace(LOOK, name=text.strip() or "x", invoice_footer=text, legal_name=text, tax_id=text)
    pdf = render("statement", statement(text), language="en", look=look)
    shown = read(pdf)
    if text.isascii() and text.isprintable():
        assert "".join(text.split()) in "".join(shown.replace("\u200b", "").split())


def test_a_word_without_end_is_broken_and_control_signs_go() -> None:
    assert max(map(len, fit("x" * 500).split("\u200b"))) == LONGEST_WORD
    assert fit("a\x00b\r\nc\u202ed\ufffe") == "ab\ncd"
    assert fit({"a": ["x", 1, True, None, 1.5]}) == {"a": ["x", 1, True, None, 1.5]}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("language", ["en", "fa", "tr", "th"])
def test_every_font_of_a_brand_sets_every_script(font: str, language: str) -> None:
    text = "Invoice فاکتور ğüşİıöç ใบแจ้งหนี้ ₺ ฿ ۱۲۳"
    pdf = render("statement", statement(text), language=language, look=replace(LOOK, font=font))
    used = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in used}
    assert any("Vazirmatn" in name for name in names)
    assert any("Thai" in name or "Sarabun" in name for name in names)


def test_the_brands_face_comes_first_and_the_others_follow() -> None:
    assert families("vazirmatn", "en")[0].startswith("vazirmatn")
    assert families("inter", "fa")[0].startswith("inter")
    assert "noto-sans-thai thai" in families("source-serif-4", "fa")
    assert families("nowhere", "en")[0].startswith("inter")


def test_a_template_that_fails_gives_nothing() -> None:
    with pytest.raises(DocumentFailed):
        render("statement", {"title": "x"}, language="en", look=LOOK)
    with pytest.raises(DocumentFailed):
        render("nowhere", statement("x"), language="en", look=LOOK)


def test_a_document_that_takes_too_long_is_ended(monkeypatch: Any) -> None:
    monkeypatch.setattr(press, "SECONDS_TO_SET", 1)
    with pytest.raises(DocumentFailed, match="within"):
        press.press({"main": b"#for a in range(9999) { for b in range(9999) { let c = a + b } }"})


def test_a_document_sees_no_file_and_no_environment(monkeypatch: Any) -> None:
    for source in (b'#read("/etc/hostname")', b'#read("../../manage.py")', b'#import "@preview/x:1.0.0": y'):
        with pytest.raises(DocumentFailed):
            press.press({"main": source})


def test_a_picture_is_as_large_as_its_page() -> None:
    from PIL import Image

    drawn = Image.open(
        io.BytesIO(press.press({"main": b"#set page(width: 40pt, height: 20pt)\n"}, form="png"))
    )
    assert drawn.size == (40, 20)
    assert callable(picture)


@pytest.mark.parametrize("size", [(300, 100), (64, 64), (20, 500)])
def test_the_logo_stands_in_the_head_whatever_its_shape(size: tuple[int, int]) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA", size, "#c2410c").save(out, "PNG")
    look = replace(LOOK, logo_sha256="x", logo_width=size[0], logo_height=size[1])
    pdf = render("statement", statement("x"), language="en", look=look, pictures={"logo": out.getvalue()})
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert b"/Image" in pdf


@given(text=words(max_size=80))
@example(text="\\(#{[\"'")
@hypothesis_settings(max_examples=20, deadline=None)
def test_whatever_is_written_a_document_comes_out(text: str) -> None:
    data = statement(text)
    assert render("statement", data, language="fa", look=LOOK).startswith(b"%PDF-")


def test_a_document_can_be_archived_and_read_aloud() -> None:
    data = statement("Invoice", dated=[2026, 11, 21])
    meta = xmp_of(render("statement", data, language="fa", look=LOOK))
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert "itrine" not in meta
    # A sign that no typeface has bars it from the standards, not from coming out.
    assert "pdfaid" not in xmp_of(render("statement", statement("漢字"), language="en", look=LOOK))


def xmp_of(pdf: bytes) -> str:
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return bytes(root["/Metadata"].get_object().get_data()).decode()


LETTERS = {
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءأؤئۀةًٌٍَُِّْ،؛؟٬٫٪«»۰۱۲۳۴۵۶۷۸۹\u200c",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîû₺“”’–…",
    "th": "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำเแโใไัิีึืุู่้๊๋์ๆฯ๐๑๒๓๔๕๖๗๘๙฿",
    "en": "abcxyzABCXYZ0123456789€$£¥–—‘’“”…×·−@#%&/\\",
}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("language", LETTERS)
def test_the_typefaces_have_every_letter(font: str, language: str) -> None:
    from fontTools.ttLib import TTFont

    had: set[int] = set()
    for family in families(font, language):
        (file, *_) = press.FONTS.glob(f"{family.replace(' ', '-')}-[w4]*.ttf")
        had |= set(TTFont(file).getBestCmap())
    missing = [letter for letter in LETTERS[language] if ord(letter) not in had]
    assert not missing, f"{font}: {missing}"


def test_every_font_of_a_brand_is_there_in_both_weights() -> None:
    for font in FONTS:
        weights = {file.stem.rsplit("-", 1)[1] for file in press.FONTS.glob(f"{font}-*.ttf")}
        assert weights in ({"wght"}, {"400", "600"}), font
