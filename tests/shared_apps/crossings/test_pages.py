"""Who reads which visit; exports; lists that ask the same number of questions however long they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.crossings.models import Crossing, CrossingStep
from shared_apps.kernel.clock import now
from tenants.context import acting_on_shared_data


@pytest.fixture
def visits(reseller, operator, olga, carl, opal, carls_client):
    """Makes visits to Carl that are over, each with two steps; and one of the operator to the office."""

    def make(count: int) -> Crossing:
        with acting_on_shared_data():
            for _ in range(count):
                made = Crossing.objects.create(
                    kind="office_client", status="ended", reason="=cmd()", ticket="@1", usable_until=now(),
                    from_tenant_id=reseller.id, to_tenant_id=reseller.id, from_person_uuid=olga.uuid,
                    from_person_label="Olga Owner", to_person_uuid=carl.uuid, to_person_label="Carl Client",
                    client_uuid=carls_client.uuid, opened_at=now(), ends_at=now() + timedelta(minutes=30),
                )  # fmt: skip
                for path in ("/my/", "/my/profile/"):
                    CrossingStep.objects.create(
                        crossing=made, at=now(), method="POST", path=path, label="+saved", status=200
                    )
            Crossing.objects.create(
                kind="console_office", status="open", reason="They called", usable_until=now(),
                from_tenant_id=operator.id, to_tenant_id=reseller.id, from_person_uuid=opal.uuid,
                from_person_label="Opal Operator", to_person_uuid=olga.uuid, to_person_label="Olga Owner",
                opened_at=now(), ends_at=now() + timedelta(minutes=30),
            )  # fmt: skip
        return made

    return make


def test_the_log_is_the_clients_own_and_the_owners(
    visits, browse, carl, sam, adel, olga, peer, reseller, other_reseller
):
    visit = visits(1)
    mine = browse(carl, reseller)
    assert "Olga Owner" in mine.get("/my/access/").content.decode()
    page = mine.get(f"/my/access/{visit.uuid}/").content.decode()
    assert "/my/profile/" in page and "Opal" not in page
    assert "Opal" not in mine.get("/my/access/").content.decode()
    stranger = browse(sam, reseller)
    assert "Olga Owner" not in stranger.get("/my/access/").content.decode()
    assert stranger.get(f"/my/access/{visit.uuid}/").status_code == 404
    owner = browse(olga, reseller).get("/office/access/").content.decode()
    assert "Opal Operator" in owner and "Carl Client" in owner
    assert browse(adel, reseller).get("/office/access/").status_code == 403
    beta = browse(peer, other_reseller)
    assert "Olga" not in beta.get("/office/access/").content.decode()
    for path in ("", "end/"):
        assert beta.post(f"/office/access/{visit.uuid}/{path}").status_code in (404, 405)


@pytest.mark.parametrize(
    ("who", "path"), [("carl", "/my/access/export/"), ("olga", "/office/access/export/")]
)
def test_exports_are_escaped(who, path, visits, browse, reseller, request):
    visits(1)
    text = browse(request.getfixturevalue(who), reseller).get(path).content.decode()
    assert "'=cmd()" in text and "'+saved" in text and "'@1" in text
    assert "/my/profile/" in text


@pytest.mark.parametrize(
    ("who", "path"), [("carl", "/my/access/"), ("olga", "/office/access/"), ("opal", "/console/crossings/")]
)
def test_lists_ask_no_more_however_long(who, path, visits, browse, reseller, operator, request):
    browser = browse(request.getfixturevalue(who), operator if who == "opal" else reseller)
    visits(1)
    browser.get(path)
    counts = []
    for more in (1, 12):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(path).status_code == 200
        counts.append(len(asked))
        visits(more)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query", ["q=%00", "state=nonsense", "kind=self", "after=x", "mode=act&state=live", "before=1"]
)
def test_strange_filters_fail_nothing(query, visits, browse, opal, operator):
    visits(1)
    assert browse(opal, operator).get(f"/console/crossings/?{query}").status_code == 200


def test_the_console_ends_a_visit(visits, browse, opal, operator):
    visits(1)
    with acting_on_shared_data():
        live = Crossing.objects.get(status="open")
    assert browse(opal, operator).post(f"/console/crossings/{live.uuid}/end/").status_code == 302
    with acting_on_shared_data():
        live.refresh_from_db()
    assert (live.status, live.ended_by) == ("ended", "Opal Operator")
