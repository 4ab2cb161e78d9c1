"""What may not stand in a brand is refused with its field, and nothing is changed (RELIABILITY 8, 23, 27)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from branding.models import Brand
from branding.queries import brand_row
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor

JOB = Actor.system("tests")
REFUSED = [
    ({"name": "Kuzey\r\nBcc: all@example.com"}, "name"),
    ({"name": "a\x00b"}, "name"),
    ({"legal_name": "a\nb"}, "legal_name"),
    ({"sender_name": "Kuzey\r\nBcc: x@example.com"}, "sender_name"),
    ({"sender_name": "Kuzey\u2028Bcc: x@example.com"}, "sender_name"),
    ({"reply_to": "a@example.com\r\nBcc: b@example.com"}, "reply_to"),
    ({"reply_to": "a@example.com,b@example.com"}, "reply_to"),
    ({"support_email": "a@example.com\nX: y"}, "support_email"),
    ({"support_phone": "+1\n2"}, "support_phone"),
    ({"tax_id": "x" * 41}, "tax_id"),
    ({"invoice_footer": "x" * 501}, "invoice_footer"),
    ({"invoice_footer": "a\x07"}, "invoice_footer"),
    ({"colour": "url(javascript:alert(1))"}, "colour"),
    ({"radius": "99px;}*{display:none"}, "radius"),
    ({"font": "Comic Sans, url(//evil.example)"}, "font"),
    ({"social": {"x": "http://x.com/kuzey"}}, "social_x"),
    ({"social": {"x": "javascript:alert(1)"}}, "social_x"),
    ({"social": {"x": "https://evil.example/x.com"}}, "social_x"),
    ({"social": {"x": "https://x.com.evil.example/"}}, "social_x"),
    ({"social": {"x": "https://x.com@evil.example/"}}, "social_x"),
    ({"social": {"x": "https://x.com\\@evil.example/"}}, "social_x"),
    ({"social": {"x": "https://x.com:8443/kuzey"}}, "social_x"),
    ({"social": {"x": 'https://x.com/"onmouseover="alert(1)'}}, "social_x"),
    ({"social": {"x": "https://x.com/a\r\nb"}}, "social_x"),
    ({"social": {"x": "https://x.com/" + "a" * 200}}, "social_x"),
    ({"terms": {"en": "x" * 50_001}}, "terms"),
    ({"logo_dark": b"<svg/>"}, "logo_dark"),
    ({"favicon": b"MZ"}, "favicon"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "named"), REFUSED, ids=lambda value: str(value)[:40])
def test_it_is_refused_by_name(in_shared: None, reseller: Any, fields: dict[str, Any], named: str) -> None:
    save_brand(reseller, fields={"name": "Kuzey", "tagline": "old"}, by=JOB)
    before = brand_row(reseller).version
    with pytest.raises(ValidationError) as refused:
        save_brand(reseller, fields={"tagline": "new", **fields}, by=JOB)
    assert named in refused.value.error_dict
    kept = Brand.objects.get(tenant_id=reseller.id)
    assert (kept.version, kept.name, kept.tagline) == (before, "Kuzey", "old")


@pytest.mark.django_db
def test_every_refusal_is_told_at_once(in_shared: None, reseller: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        save_brand(reseller, fields={"name": "", "colour": "red", "reply_to": "x"}, by=JOB)
    assert {"name", "colour", "reply_to"} <= set(refused.value.error_dict)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"tenant": 2}, {"version": 9}, {"css": "x"}, {"icon": b""}, {"social": {"evil": "https://x.com"}},
     {"terms": {"xx": "T"}}],
)  # fmt: skip
def test_what_a_brand_has_not_is_a_mistake_of_the_code(
    in_shared: None, reseller: Any, fields: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        save_brand(reseller, fields=fields, by=JOB)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["#0F766E", " #0f766e ", "0f766e"])
def test_a_colour_is_read_as_people_paste_it(in_shared: None, reseller: Any, typed: str) -> None:
    assert save_brand(reseller, fields={"colour": typed}, by=JOB).colour == "#0f766e"


@pytest.mark.django_db
def test_lines_may_break_where_there_is_room_for_them(in_shared: None, reseller: Any) -> None:
    saved = save_brand(reseller, fields={"invoice_footer": "one\r\ntwo"}, by=JOB)
    assert saved.invoice_footer == "one\ntwo"


@pytest.mark.django_db
def test_links_stand_in_one_order_without_the_empty_ones(in_shared: None, reseller: Any) -> None:
    links = {"x": "https://x.com/k", "aparat": "", "instagram": " https://www.instagram.com/k "}
    saved = save_brand(reseller, fields={"social": links}, by=JOB)
    assert list(saved.social) == ["instagram", "x"]
