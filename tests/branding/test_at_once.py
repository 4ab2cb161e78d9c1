"""Two who save at the same moment: one wins, the other is told (RELIABILITY, two tabs)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from branding.queries import brand_row, versions_of
from branding.verbs import BrandChanged, save_brand
from shared_apps.kernel.actor import Actor
from tenants.context import acting_on_shared_data

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_forms_of_one_version_make_one_version(reseller: Any) -> None:
    with acting_on_shared_data():
        seen = save_brand(reseller, fields={"tagline": "before"}, by=Actor.system("tests")).version

    def save(number: int) -> bool:
        try:
            with acting_on_shared_data():
                save_brand(
                    reseller, fields={"tagline": f"t{number}"}, by=Actor.system("tests"), expected=seen
                )
        except BrandChanged:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(save, range(10)))
    assert results.count(True) == 1
    with acting_on_shared_data():
        assert brand_row(reseller).version == seen + 1
        assert versions_of(reseller)[0].number == seen + 1
