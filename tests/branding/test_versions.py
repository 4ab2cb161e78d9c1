"""Every save is a version that nothing alters; any of them can be worn again."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from branding.models import Brand, BrandImage, BrandVersion
from branding.queries import brand_of, brand_row, computed_css, forget_brand, versions_of
from branding.verbs import BrandChanged, return_to_version, save_brand
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now
from tenants.models import SharedEvent

pytestmark = pytest.mark.django_db

OLGA = Actor.person("00000000-0000-4000-8000-000000000001", "Olga Owner", acting_for="Opal")


@pytest.fixture(autouse=True)
def _bare(in_shared: None, reseller: Any) -> None:
    """The cast's brand has been set up; here it begins anew."""
    Brand.objects.filter(tenant_id=reseller.id).delete()


def picture(colour: str, size: tuple[int, int] = (64, 64)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def test_a_save_makes_a_version_that_says_who_and_what(reseller: Any) -> None:
    save_brand(reseller, fields={"name": "Kuzey", "colour": "#0f766e"}, by=OLGA)
    version = versions_of(reseller).get()
    assert (version.number, version.actor_label, version.acting_for) == (1, "Olga Owner", "Opal")
    assert version.changed == ["name", "colour"]
    assert version.snapshot["colour"] == "#0f766e"


def test_the_snapshot_is_whole(reseller: Any) -> None:
    words = {"tagline": "t", "legal_name": "l", "tax_id": "1", "font": "sarabun", "radius": "round"}
    more = {"social": {"x": "https://x.com/kuzey"}, "terms": {"en": "T"}, "logo": picture("red")}
    save_brand(reseller, fields={"name": "Kuzey"}, by=OLGA)
    save_brand(reseller, fields={**words, **more}, by=OLGA)
    kept = versions_of(reseller)[0].snapshot
    assert kept["name"] == "Kuzey"
    assert {name: kept[name] for name in words} == words
    assert kept["social"] == more["social"]
    assert BrandImage.objects.filter(tenant_id=reseller.id, sha256=kept["logo"]).exists()


def test_saving_what_stands_already_makes_no_version(reseller: Any) -> None:
    save_brand(reseller, fields={"name": "Kuzey", "logo": picture("red")}, by=OLGA)
    again = save_brand(reseller, fields={"name": " Kuzey ", "logo": picture("red")}, by=OLGA)
    assert again.version == 1
    assert SharedEvent.objects.filter(subject_type="branding.Brand").count() == 1


def test_the_first_save_is_a_version_even_when_it_changes_nothing(reseller: Any) -> None:
    assert save_brand(reseller, fields={"name": reseller.name}, by=OLGA).version == 1


def test_returning_wears_the_old_look_as_a_new_version(reseller: Any) -> None:
    save_brand(reseller, fields={"name": "One", "logo": picture("red"), "terms": {"en": "1"}}, by=OLGA)
    first = brand_row(reseller)
    save_brand(
        reseller, fields={"name": "Two", "logo": None, "terms": {"tr": "2"}, "radius": "sharp"}, by=OLGA
    )
    brand = return_to_version(reseller, 1, by=OLGA)
    forget_brand(reseller)
    look = brand_of(reseller)
    assert (brand.version, look.name, look.radius) == (3, "One", "soft")
    assert first.logo is not None
    assert look.logo_sha256 == first.logo.sha256
    assert brand.terms == {"en": "1"}
    newest = versions_of(reseller)[0]
    assert (newest.returned_to, newest.changed) == (1, ["name", "radius", "logo", "terms"])


def test_returning_to_what_is_worn_makes_no_version(reseller: Any) -> None:
    save_brand(reseller, fields={"name": "One"}, by=OLGA)
    assert return_to_version(reseller, 1, by=OLGA).version == 1


def test_nobody_returns_to_anothers_version(reseller: Any, other_reseller: Any) -> None:
    save_brand(reseller, fields={"name": "One"}, by=OLGA)
    other = versions_of(other_reseller).count()
    with pytest.raises(BrandVersion.DoesNotExist):
        return_to_version(other_reseller, 999, by=OLGA)
    assert versions_of(other_reseller).count() == other


def test_a_brand_from_before_versions_keeps_what_it_was(reseller: Any) -> None:
    css, css_hash = computed_css("#0f766e")
    Brand.objects.create(
        tenant_id=reseller.id, name="Old", colour="#0f766e", css=css, css_hash=css_hash, version=3
    )
    save_brand(reseller, fields={"name": "New"}, by=OLGA)
    kept = [(version.number, version.snapshot["name"]) for version in versions_of(reseller)]
    assert kept == [(4, "New"), (3, "Old")]


def test_an_older_form_does_not_save_over_a_newer_version(reseller: Any) -> None:
    seen = save_brand(reseller, fields={"name": "One"}, by=OLGA).version
    save_brand(reseller, fields={"name": "Two"}, by=OLGA, expected=seen)
    with pytest.raises(BrandChanged) as refused:
        save_brand(reseller, fields={"name": "Three"}, by=OLGA, expected=seen)
    assert refused.value.version is not None
    assert refused.value.version.snapshot["name"] == "Two"
    assert brand_row(reseller).name == "Two"


@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_keeps_versions_as_they_are(reseller: Any, statement: str) -> None:
    save_brand(reseller, fields={"name": "One"}, by=OLGA)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.cursor().execute(statement.format("branding_brandversion"))


def test_a_version_from_before_a_field_was_there_leaves_it_empty(reseller: Any) -> None:
    save_brand(reseller, fields={"name": "One", "address": "Street 1"}, by=OLGA)
    old = dict(versions_of(reseller).get().snapshot)
    del old["address"]
    version = {"tenant_id": reseller.id, "at": now(), "actor_key": "x", "actor_label": "x"}
    BrandVersion.objects.create(number=900, snapshot=old, **version)
    assert return_to_version(reseller, 900, by=OLGA).address == ""
