"""The preview: it follows what is typed, is its writer's alone, and nothing of it is seen by clients."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image

from branding.queries import brand_of, brand_row
from branding.studio import drafts
from branding.studio.preview import SURFACES
from tenant_apps.accounts.models import User
from tenants.context import acting_in
from tenants.records import TenantRecord
from tests.branding.studio.test_studio_page import fields_of, form_of, upload

pytestmark = pytest.mark.django_db

DRAFT = "/office/brand/draft/"
SECRET = "Unpublished name"
Browse = Callable[[Any, TenantRecord], Browser]


@pytest.fixture
def office(browse: Browse, olga: Any, reseller: TenantRecord) -> Browser:
    return browse(olga, reseller)


def type_in(browser: Browser, form: dict[str, Any], **typed: Any) -> Any:
    """As htmx sends it: words alone, without files."""
    from urllib.parse import urlencode

    return browser.post(DRAFT, urlencode(form | typed), content_type="application/x-www-form-urlencoded")


def frame(form: dict[str, Any], surface: str = "storefront", theme: str = "light") -> str:
    return f"/office/brand/preview/{form['draft']}/{surface}/{theme}/"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_follows_what_is_typed(office: Browser, surface: str, theme: str) -> None:
    form = form_of(office)
    answer = type_in(office, form, name=SECRET, colour="#bada55")
    assert answer.status_code == 200
    assert answer["HX-Trigger-After-Settle"] == "brand-drafted"
    page = office.get(frame(form, surface, theme))
    assert page.status_code == 200
    assert SECRET in page.content.decode()


def test_the_tokens_of_the_draft_are_a_style_sheet(office: Browser) -> None:
    form = form_of(office)
    type_in(office, form, colour="#bada55", radius="sharp", font="sarabun")
    page = office.get(frame(form)).content.decode()
    sheet = page.split('<link rel="stylesheet" href="/office/brand/preview/')[1].split('"')[0]
    css = office.get(f"/office/brand/preview/{sheet}").content.decode()
    assert "#bada55" in css
    assert "--r1: 1px" in css
    assert "Sarabun" in css


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_mail_keeps_its_styles_in_a_sheet_of_its_own(office: Browser, theme: str) -> None:
    form = form_of(office)
    type_in(office, form, colour="#bada55")
    page = office.get(frame(form, "mail", theme)).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    css = office.get(f"/office/brand/preview/{form['draft']}/mail-{theme}.css").content.decode()
    assert "#bada55" in css
    assert "prefers-color-scheme" not in css
    assert f"color-scheme: {theme}" in css


def test_the_invoice_is_drawn(office: Browser) -> None:
    form = form_of(office)
    type_in(office, form, name=SECRET)
    drawn = office.get(f"/office/brand/preview/{form['draft']}/invoice.png")
    assert drawn["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(drawn.content)).size == (595, 842)


def test_a_frame_is_for_this_host_alone_and_its_policy_is_strict(office: Browser) -> None:
    form = form_of(office)
    answer = office.get(frame(form))
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "'none' 'self'" not in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in office.get("/office/brand/")["Content-Security-Policy"]


def test_a_draft_is_seen_by_nobody_but_its_writer(
    office: Browser,
    browse: Browse,
    carl: Any,
    peer: Any,
    reseller: TenantRecord,
    other_reseller: TenantRecord,
) -> None:
    form = form_of(office)
    type_in(office, form, name=SECRET, colour="#bada55")
    with acting_in(reseller):
        colleague = User.objects.create(email="manager@example.com", name="Mona", role="manager")
    readers = {
        "nobody": browse(None, reseller),
        "a client": browse(carl, reseller),
        "a colleague": browse(colleague, reseller),
        "another shop's owner": browse(peer, other_reseller),
    }
    for who, browser in readers.items():
        for path in (frame(form), frame(form, "mail"), "/", "/accounts/login/"):
            assert SECRET not in browser.get(path).content.decode(), f"{who} at {path}"
        css = browser.get(f"/office/brand/preview/{form['draft']}/x.css").content.decode()
        assert "#bada55" not in css, who
    with acting_in(reseller):
        assert brand_of(reseller).name != SECRET
        assert brand_row(reseller).name != SECRET


def test_a_draft_ends_after_ten_minutes(office: Browser, olga: Any, reseller: TenantRecord) -> None:
    form = form_of(office)
    type_in(office, form, name=SECRET)
    with acting_in(reseller):
        key = f"brand-draft:{olga.uuid}:{form['draft']}"
        assert drafts.SECONDS_KEPT == 600
        assert 0 < cache.ttl(key) <= 600 if hasattr(cache, "ttl") else cache.get(key)
        cache.delete(key)
    page = office.get(frame(form))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


def test_half_typed_values_leave_the_rest_of_the_preview(office: Browser) -> None:
    form = form_of(office)
    typed = {
        "name": SECRET,
        "colour": "#ba",
        "support_email": "olga@",
        "social_x": "https://",
        "font": "none",
    }
    answer = type_in(office, form, **typed)
    assert answer.status_code == 200
    assert answer.content.decode().count("AA") == 8
    assert SECRET in office.get(frame(form)).content.decode()


def test_a_chosen_picture_is_previewed_and_stays_while_one_types_on(
    office: Browser, browse: Browse, reseller: TenantRecord
) -> None:
    form = form_of(office)
    office.post(DRAFT, form | {"logo": upload()})
    type_in(office, form, name=SECRET)
    page = office.get(frame(form)).content.decode()
    address = page.split('class="logo-image" src="')[1].split('"')[0]
    assert address.startswith(f"/office/brand/preview/{form['draft']}/")
    drawn = office.get(address)
    assert Image.open(io.BytesIO(drawn.content)).size == (90, 60)
    digest = address.rsplit("/", 1)[1]
    assert browse(None, reseller).get(f"/brand/logo/{digest}").status_code == 404
    office.post(DRAFT, form)
    assert "logo-image" not in office.get(frame(form)).content.decode()


def test_a_picture_that_is_none_leaves_the_preview_alone(office: Browser) -> None:
    form = form_of(office)
    bad = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>", "image/png")
    assert office.post(DRAFT, form | {"logo": bad, "name": SECRET}).status_code == 200
    page = office.get(frame(form)).content.decode()
    assert SECRET in page
    assert "svg onload" not in page


@pytest.mark.parametrize(
    "path",
    [
        "preview/now/nowhere/light/", "preview/now/mail/sepia/", "preview/v999999/mail/light/",
        "preview/v0x1/mail/light/", "preview/other/mail/light/", "preview/now/mail-sepia.css",
        "preview/now/" + "0" * 64 + ".png", "history/999999/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(office: Browser, path: str) -> None:
    assert office.get(f"/office/brand/{path}").status_code == 404


@pytest.mark.parametrize(
    "name", ["", "now", "v1", "d-short", "d-" + "x" * 99, "../x", "d-aaaaaaaaaaaaaaaa:x"]
)
def test_a_draft_has_a_name_of_its_own_kind(office: Browser, name: str) -> None:
    assert type_in(office, form_of(office), draft=name).status_code == 404


def test_the_draft_rejects_get(office: Browser) -> None:
    assert office.get(DRAFT).status_code == 405


def test_what_is_typed_is_escaped(office: Browser) -> None:
    form = form_of(office)
    type_in(office, form, name="<script>alert(1)</script>", hero_title='"><img src=x>')
    for surface in SURFACES:
        page = office.get(frame(form, surface)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_the_page_that_comes_back_previews_what_was_typed(office: Browser) -> None:
    answer = office.post("/office/brand/", form_of(office) | {"name": SECRET, "colour": "red"})
    again = fields_of(answer.content.decode())
    assert SECRET in office.get(frame(again)).content.decode()


def test_long_texts_travel_with_the_whole_form_and_stay(office: Browser) -> None:
    form = form_of(office)
    office.post(DRAFT, form | {"terms_en": "## Unpublished terms"})
    without = {name: value for name, value in form.items() if not name.startswith(("terms_", "privacy_"))}
    type_in(office, without, name=SECRET)
    page = office.get(frame(form, "terms")).content.decode()
    assert "<h2>Unpublished terms</h2>" in page
    assert SECRET in page
    assert 'href="/terms/"' in page
    assert office.get("/terms/").status_code == 404


def test_terms_that_are_not_written_say_so(office: Browser) -> None:
    assert "Nothing is written yet" in office.get(frame(form_of(office), "terms")).content.decode()
