"""A client's own data in the portal."""

from __future__ import annotations

from typing import Any

MINE = {"kind": "person", "name": "Carl C.", "email": "carl@example.com", "city": "Ankara", "country": "TR"}


def test_a_client_changes_its_own_data(as_carl: Any, carls_client: Any, in_reseller: Any) -> None:
    assert as_carl.post("/my/profile/", MINE).status_code == 302
    carls_client.refresh_from_db()
    assert (carls_client.name, carls_client.city) == ("Carl C.", "Ankara")


def test_and_nobody_elses(as_carl: Any, sams_client: Any, in_reseller: Any) -> None:
    as_carl.post(
        "/my/profile/", {**MINE, "id": sams_client.pk, "uuid": str(sams_client.uuid), "pk": sams_client.pk}
    )
    sams_client.refresh_from_db()
    assert sams_client.name == "Sam Stranger"


def test_staff_have_no_client_profile(as_olga: Any) -> None:
    assert as_olga.get("/my/profile/").status_code == 404
