"""The studio's form: what it saves, refuses, keeps and shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from PIL import Image

from branding.queries import brand_of, brand_row, versions_of
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenants.context import acting_in
from tenants.records import TenantRecord

pytestmark = pytest.mark.django_db(transaction=False)

PAGE = "/office/brand/"
Browse = Callable[[Any, TenantRecord], Browser]


def upload(colour: str = "#d9480f", name: str = "logo.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def form_of(browser: Browser) -> dict[str, Any]:
    """What the page's form holds."""
    return fields_of(browser.get(PAGE).content.decode())


def fields_of(html: str) -> dict[str, Any]:
    form = BeautifulSoup(html, "html.parser").find("form", id="studio")
    assert form is not None
    found: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea"]):  # type: ignore[union-attr]
        if field.get("type") in ("file",) or not field.get("name"):
            continue
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        found[field["name"]] = field.text.strip("\n") if field.name == "textarea" else field.get("value", "")
    return found


def row(tenant: TenantRecord) -> Any:
    with acting_in(tenant):
        return brand_row(tenant)


@pytest.fixture
def office(browse: Browse, olga: Any, reseller: TenantRecord) -> Browser:
    return browse(olga, reseller)


def test_the_owner_saves_the_whole_brand(
    office: Browser, reseller: TenantRecord, django_capture_on_commit_callbacks: Any
) -> None:
    typed = form_of(office) | {
        "name": "Kuzey",
        "legal_name": "Kuzey Bulut A.Ş.",
        "colour": "#0F766E",
        "radius": "round",
        "font": "sarabun",
        "tax_id": "123",
        "social_x": "https://x.com/kuzey",
        "terms_en": "## One",
        "privacy_fa": "حریم",
        "logo": upload(),
        "logo_dark": upload("#ffffff"),
        "favicon": upload("#000000"),
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(PAGE, typed, follow=True)
    assert "Version" in answer.content.decode()
    with acting_in(reseller):
        look = brand_of(reseller)
        kept = brand_row(reseller)
    assert (look.name, look.colour, look.radius, look.font) == ("Kuzey", "#0f766e", "round", "sarabun")
    assert (look.full_name, look.tax_id) == ("Kuzey Bulut A.Ş.", "123")
    assert look.social == (("x", "https://x.com/kuzey"),)
    assert kept.terms == {"en": "## One"}
    assert kept.privacy == {"fa": "حریم"}
    assert look.logo_sha256
    assert look.logo_dark_sha256
    assert kept.favicon.sha256 == look.favicon_sha256


def test_the_toast_says_what_changed(office: Browser) -> None:
    answer = office.post(PAGE, form_of(office) | {"tagline": "New words"}, follow=True)
    assert "Changed: Tagline." in answer.content.decode()
    again = office.post(PAGE, form_of(office), follow=True)
    assert "Nothing was changed" in again.content.decode()


def test_what_was_typed_comes_back_when_something_is_refused(office: Browser, reseller: TenantRecord) -> None:
    before = row(reseller).version
    typed = form_of(office) | {
        "name": "Kept words",
        "colour": "red",
        "social_x": "http://x.com/k",
        "logo": upload(),
    }
    answer = office.post(PAGE, typed)
    page = answer.content.decode()
    assert 'value="Kept words"' in page
    assert "Enter a colour such as" in page
    assert "begins with https://" in page
    assert row(reseller).version == before
    again = fields_of(page) | {"colour": "#123456", "social_x": ""}
    assert again["kept_logo"] == "1"
    assert office.post(PAGE, again).status_code == 302
    saved = row(reseller)
    assert (saved.name, saved.colour) == ("Kept words", "#123456")
    assert saved.logo.width == 90


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG files are not accepted"),
        (b"\x89PNG\r\n\x1a\nnonsense", "no PNG, JPEG or WebP"),
        (b"x" * (2 * 1024 * 1024 + 1), "must not be larger than 2 MB"),
    ],
)
@pytest.mark.parametrize("field", ["logo", "logo_dark", "favicon"])
def test_a_file_that_is_no_picture_is_refused_at_its_field(
    office: Browser, reseller: TenantRecord, field: str, data: bytes, told: str
) -> None:
    before = row(reseller).version
    answer = office.post(PAGE, form_of(office) | {field: SimpleUploadedFile("x.png", data, "image/png")})
    errors = BeautifulSoup(answer.content, "html.parser").find("input", {"name": field}).find_parent("div")  # type: ignore[union-attr]
    assert errors is not None
    assert told in errors.text
    assert row(reseller).version == before


def test_a_picture_can_be_dropped(office: Browser, reseller: TenantRecord) -> None:
    office.post(PAGE, form_of(office) | {"logo": upload()})
    assert row(reseller).logo
    office.post(PAGE, form_of(office) | {"drop_logo": "on"})
    assert row(reseller).logo is None


def test_a_form_of_an_older_version_warns_and_keeps_what_was_typed(
    office: Browser, reseller: TenantRecord
) -> None:
    mine, theirs = form_of(office), form_of(office)
    assert office.post(PAGE, theirs | {"tagline": "Theirs"}).status_code == 302
    answer = office.post(PAGE, mine | {"tagline": "Mine", "logo": upload()})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "saved by somebody else" in page
    assert 'value="Mine"' in page
    assert row(reseller).tagline == "Theirs"
    assert office.post(PAGE, fields_of(page)).status_code == 302
    saved = row(reseller)
    assert saved.tagline == "Mine"
    assert saved.logo.width == 90


@pytest.mark.parametrize("seen", ["", "-1", "x", "١", "9" * 30])
def test_a_form_without_its_version_saves_nothing(office: Browser, reseller: TenantRecord, seen: str) -> None:
    before = row(reseller).version
    answer = office.post(PAGE, form_of(office) | {"version": seen, "tagline": "New"})
    assert answer.status_code == 409
    assert row(reseller).version == before


def test_fields_that_the_form_has_not_are_ignored(
    office: Browser, reseller: TenantRecord, other_reseller: TenantRecord
) -> None:
    office.post(PAGE, form_of(office) | {"tagline": "Old"})
    before = row(reseller)
    stolen = {"tenant": other_reseller.id, "tenant_id": other_reseller.id, "css": "*{}", "css_hash": "x", "icon": 1,
              "updated_at": "2020-01-01", "id": 1, "pk": 1, "snapshot": "{}"}  # fmt: skip
    office.post(PAGE, form_of(office) | stolen | {"tagline": "New"})
    after = row(reseller)
    assert (after.pk, after.tenant_id) == (before.pk, reseller.id)
    assert (after.css, after.css_hash, after.icon) == (before.css, before.css_hash, before.icon)
    assert after.version == before.version + 1


def test_a_name_with_a_line_break_is_refused(office: Browser, reseller: TenantRecord) -> None:
    before = row(reseller).version
    answer = office.post(PAGE, form_of(office) | {"sender_name": "A\r\nBcc: b@example.com"})
    assert "Line breaks and control characters" in answer.content.decode()
    assert row(reseller).version == before


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("advisor", 403), ("support", 403), ("accountant", 403)]
)
def test_owner_and_manager_alone_edit_the_brand(
    browse: Browse, reseller: TenantRecord, role: str, status: int
) -> None:
    with acting_in(reseller):
        person, _made = User.objects.get_or_create(
            email=f"{role}@example.com", defaults={"name": role, "role": role}
        )
    assert browse(person, reseller).get(PAGE).status_code == status


def test_strangers_find_nothing(
    browse: Browse, carl: Any, peer: Any, reseller: TenantRecord, other_reseller: TenantRecord
) -> None:
    assert browse(carl, reseller).get(PAGE).status_code == 404
    assert browse(None, reseller).get(PAGE).status_code == 302
    assert 'value="' + row(reseller).name not in browse(peer, other_reseller).get(PAGE).content.decode()


def test_the_ratios_of_the_colour_are_shown(office: Browser) -> None:
    page = BeautifulSoup(office.get(PAGE).content, "html.parser")
    readings = page.find(id="readings")
    assert readings is not None
    assert readings.text.count("AA") == 8
    assert "Text on buttons" in readings.text


def test_the_page_asks_little_however_many_versions_there_are(
    office: Browser, reseller: TenantRecord
) -> None:
    office.get(PAGE)
    counts = []
    for versions in (1, 15):
        with acting_in(reseller):
            for number in range(versions):
                save_brand(reseller, fields={"tagline": f"{versions} {number}"}, by=Actor.system("tests"))
        with CaptureQueriesContext(connection) as queries:
            office.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, counts


def test_it_works_without_javascript(office: Browser, reseller: TenantRecord) -> None:
    """A look at what is typed, without saving it, by a plain form."""
    before = row(reseller).version
    answer = office.post(PAGE, form_of(office) | {"name": "Only a look", "look": "1"})
    page = BeautifulSoup(answer.content, "html.parser")
    frame = page.find("iframe")
    assert frame is not None
    assert "Only a look" in office.get(str(frame["src"])).content.decode()  # type: ignore[index]
    assert row(reseller).version == before
    with acting_in(reseller):
        assert versions_of(reseller).count() == before
