"""A reseller sets its look, and its portal wears it at once; nobody else's does."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from branding.models import Brand
from branding.palette import NEUTRAL
from branding.queries import brand_of, css_of
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor
from tenants.models import SharedEvent
from tenants.records import TenantRecord

pytestmark = pytest.mark.django_db

JOB = Actor.system("tests")


def png(colour: str = "#0f766e") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return out.getvalue()


def save(tenant: TenantRecord, capture: Any, **fields: Any) -> Brand:
    with capture(execute=True):
        return save_brand(tenant, fields=fields, by=JOB)


def test_a_tenant_without_a_brand_wears_its_name(in_shared: None, reseller: Any, operator: Any) -> None:
    Brand.objects.all().delete()
    assert brand_of(reseller).name == reseller.name
    assert brand_of(reseller).logo_url == ""
    assert brand_of(operator).colour == NEUTRAL


def test_the_new_look_is_worn_at_once(
    in_shared: None, reseller: Any, django_capture_on_commit_callbacks: Any
) -> None:
    brand_of(reseller)
    save(reseller, django_capture_on_commit_callbacks, name="Kuzey Bulut", colour="#0F766E", logo=png())
    look = brand_of(reseller)
    assert (look.name, look.colour) == ("Kuzey Bulut", "#0f766e")
    assert look.css_url == f"/brand/{look.css_hash}.css"
    assert look.logo_url.startswith("/brand/logo/")
    assert "#0f766e" in css_of(reseller)[0]


def test_a_cached_look_asks_the_database_nothing(in_shared: None, reseller: Any) -> None:
    brand_of(reseller)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        brand_of(reseller)
    assert len(queries) == 0


def test_a_look_is_one_query_when_it_is_not_cached(
    in_shared: None, reseller: Any, django_capture_on_commit_callbacks: Any
) -> None:
    save(reseller, django_capture_on_commit_callbacks, logo=png())
    with CaptureQueriesContext(connection) as queries:
        assert brand_of(reseller).logo_url
    assert len(queries) == 1


def test_one_resellers_look_is_not_the_others(
    in_shared: None, reseller: Any, other_reseller: Any, django_capture_on_commit_callbacks: Any
) -> None:
    before = brand_of(other_reseller)
    save(reseller, django_capture_on_commit_callbacks, name="Kuzey Bulut", colour="#ff0000")
    assert brand_of(other_reseller) == before


def test_what_is_not_named_stays(
    in_shared: None, reseller: Any, django_capture_on_commit_callbacks: Any
) -> None:
    save(reseller, django_capture_on_commit_callbacks, tagline="Buluttan", logo=png())
    save(reseller, django_capture_on_commit_callbacks, footer="©")
    look = brand_of(reseller)
    assert look.tagline == "Buluttan"
    assert look.logo_url
    save(reseller, django_capture_on_commit_callbacks, logo=None)
    assert brand_of(reseller).logo_url == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"colour": "red"},
        {"colour": "#fff;}*{display:none}"},
        {"name": ""},
        {"name": "x" * 121},
        {"support_email": "not an address"},
        {"logo": b"<svg onload=alert(1)>"},
    ],
)
def test_a_refused_value_changes_nothing(in_shared: None, reseller: Any, fields: dict[str, Any]) -> None:
    save_brand(reseller, fields={"name": "Kuzey Bulut"}, by=JOB)
    with pytest.raises(ValidationError):
        save_brand(reseller, fields={"tagline": "new", **fields}, by=JOB)
    kept = Brand.objects.get(tenant_id=reseller.id)
    assert (kept.name, kept.tagline) == ("Kuzey Bulut", "")


def test_a_field_that_a_brand_has_not_is_a_mistake_of_the_code(in_shared: None, reseller: Any) -> None:
    with pytest.raises(TypeError):
        save_brand(reseller, fields={"tenant_id": 1}, by=JOB)


def test_the_change_is_in_the_history(in_shared: None, reseller: Any) -> None:
    brand = save_brand(reseller, fields={"name": "Kuzey Bulut"}, by=JOB)
    event = SharedEvent.objects.get(subject_type="branding.Brand", subject_key=str(brand.pk))
    assert (event.verb, event.data) == ("change the brand", {"changed": ["name"], "version": 1})


def test_the_files_of_the_brand_are_served_on_its_own_host_alone(
    reseller: Any, other_reseller: Any, browse: Any, in_shared_setup: None
) -> None:
    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        save_brand(reseller, fields={"name": "Kuzey <Bulut>", "colour": "#0f766e", "logo": png()}, by=JOB)
        image = Brand.objects.get(tenant_id=reseller.id).logo
    own, peer = browse(None, reseller), browse(None, other_reseller)
    logo = own.get(f"/brand/logo/{image.sha256}.png")
    assert logo.status_code == 200
    assert logo["Content-Type"] == "image/png"
    assert peer.get(f"/brand/logo/{image.sha256}.png").status_code == 404
    css_hash = css_hash_of(own, reseller)
    sheet = own.get(f"/brand/{css_hash}.css")
    assert "immutable" in sheet["Cache-Control"]
    assert "immutable" not in own.get("/brand/0123456789abcdef.css")["Cache-Control"]
    assert (
        "&lt;" in own.get("/brand/icon.svg").content.decode()
        or "K" in own.get("/brand/icon.svg").content.decode()
    )
    assert own.get("/brand/app.webmanifest").json()["name"] == "Kuzey <Bulut>"


def css_hash_of(_browser: Any, tenant: TenantRecord) -> str:
    from tenants.context import acting_on_shared_data

    with acting_on_shared_data():
        return css_of(tenant)[1]
