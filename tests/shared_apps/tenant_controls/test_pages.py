"""The console's resellers: list, filters, controls, downloads."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from shared_apps.agenda.door import run_due
from shared_apps.agenda.models import Entry
from shared_apps.domains.models import OwnDomain
from shared_apps.kernel.clock import now
from shared_apps.partner_store.models import PlatformSubscription
from shared_apps.tenant_controls import verbs
from shared_apps.tenant_controls.models import DeletionCertificate, TenantExport
from tenant_apps.accounts.models import User
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Domain, SharedEvent, Tenant

from .conftest import BY, WHY, status_of

pytestmark = pytest.mark.django_db
LIST = "/console/resellers/"


@pytest.fixture
def opals(browse: Any, opal: Any, operator: Any) -> Any:
    return browse(opal, operator)


@pytest.fixture
def fayes(browse: Any, operator: Any) -> Any:
    """Finance: sees resellers and may change nothing."""
    with acting_in(operator):
        faye = User.objects.create_user("faye@example.com", "x", name="Faye", role="finance", language="en")
    return browse(faye, operator)


def text_of(browser: Any, address: str, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def page_of(tenant: Tenant) -> str:
    return f"{LIST}{tenant.uuid}/"


def plan(tenant: Tenant, **fields: Any) -> None:
    with acting_on_shared_data():
        PlatformSubscription.objects.update_or_create(tenant=tenant, defaults=fields)


def own_domain(tenant: Tenant, host: str, status: str) -> OwnDomain:
    with acting_on_shared_data():
        Domain.objects.create(tenant=tenant, host=host)
        return OwnDomain.objects.create(tenant=tenant, host=host, proof="x", status=status, created_at=now())


@pytest.mark.parametrize("view", ["table", "cards"])
def test_a_row_says_all_that_there_is_to_say(opals: Any, alpha: Tenant, view: str) -> None:
    plan(
        alpha,
        name="Portal L",
        sku="l",
        seats=12,
        period="year",
        status="active",
        renews_at="2027-03-04T00:00Z",
    )
    found = text_of(opals, LIST, view=view)
    for expected in (
        "Alpha Bulut",
        "alpha.vitrine.localhost",
        "Portal L",
        "12",
        "Yearly",
        "Mar 4, 2027",
        "All well",
    ):
        assert expected in found


def test_the_list_names_the_owner_of_today(
    opals: Any, alpha: Tenant, olga: Any, adel: Any, reseller: Any
) -> None:
    from tenant_apps.accounts.models import User

    def seen(search: str) -> bool:
        return search in text_of(opals, LIST, q=search)

    with acting_in(reseller):
        olga.save(update_fields=["last_login"])
    assert seen("olga@example.com")
    with acting_in(reseller):
        User.objects.get(pk=adel.pk).save()
        adel.role = "owner"
        adel.save(update_fields=["role"])
        olga.role = "manager"
        olga.save(update_fields=["role"])
    assert seen("adel@example.com")
    with acting_in(reseller):
        adel.email = "Adel@Elsewhere.example"
        adel.save(update_fields=["email"])
    assert seen("adel@elsewhere.example")


def test_filters_search_and_sorting(opals: Any, alpha: Tenant) -> None:
    plan(alpha, name="Portal L", sku="l", status="active")
    for query in (
        {"country": "TR"},
        {"plan": "l"},
        {"status": "live", "q": "alpha.vit"},
        {"health": "well", "q": "Bulut"},
    ):
        found = text_of(opals, LIST, **query)
        assert "Alpha Bulut" in found and "Beta Abr" not in found
    assert "No reseller fits" in text_of(opals, LIST, status="archived")
    assert "No reseller fits" in text_of(opals, LIST, status="'", plan="\x00;")
    first, second = (text_of(opals, LIST, sort=sort) for sort in ("name", "-name"))
    assert first.index("Alpha Bulut") < first.index("Beta Abr")
    assert second.index("Beta Abr") < second.index("Alpha Bulut")


@pytest.mark.parametrize("sort", ["name", "-name", "created", "-created", "renewal", "-renewal", "nonsense"])
def test_pages_by_key_show_each_reseller_once(opals: Any, alpha: Tenant, sort: str, monkeypatch: Any) -> None:
    make_resellers(4)
    from shared_apps.kernel import paging

    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {**paging.page_of.__kwdefaults__, "size": 2})
    seen: list[str] = []
    address: str | None = f"{LIST}?sort={sort}"
    while address:
        answer = opals.get(address)
        seen += [row.tenant.slug for row in answer.context["rows"]]
        older = answer.context["page"].older
        address = f"{LIST}?sort={sort}&after={older}" if older else None
    assert len(seen) == len(set(seen)) == 6
    back = opals.get(f"{LIST}?sort={sort}&before={answer.context['page'].newer}")
    assert [row.tenant.slug for row in back.context["rows"]] == seen[2:4]


def make_resellers(count: int) -> None:
    with acting_on_shared_data():
        for number in range(count):
            made = Tenant.objects.create(
                slug=f"more-{number}", name=f"More {number}", kind="reseller", schema_name=f"t_{number}",
                status="suspended", currency="EUR", country="DE",
            )  # fmt: skip
            Domain.objects.create(tenant=made, host=f"more-{number}.vitrine.localhost", is_canonical=True)
            PlatformSubscription.objects.create(tenant=made)


def test_the_same_queries_however_many_there_are(
    opals: Any, alpha: Tenant, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for view in ("table", "cards"):
        opals.get(LIST, {"view": view})
        with CaptureQueriesContext(connection) as few:
            opals.get(LIST, {"view": view})
        make_resellers(8) if view == "table" else None
        with django_assert_num_queries(len(few)):
            opals.get(LIST, {"view": view})


def test_health_says_why(opals: Any, alpha: Tenant) -> None:
    with acting_on_shared_data():
        Entry.objects.create(tenant=alpha, task="x", key="1", status="failed", due_at=now())
    own_domain(alpha, "shop.example", "failing")
    own_domain(alpha, "old.example", "suspended")
    plan(alpha, status="active", renews_at="2020-01-01T00:00Z")
    found = text_of(opals, LIST, health="trouble")
    reasons = (
        "In trouble",
        "1 failed task",
        "shop.example is failing",
        "old.example is suspended",
        "overdue",
    )
    for reason in reasons:
        assert reason in found
    verbs.suspend(alpha, reason=WHY, by=BY)
    assert "Not running" in text_of(opals, LIST, health="stopped")


def test_the_spreadsheet_is_the_list_and_runs_nothing(opals: Any, alpha: Tenant) -> None:
    """RELIABILITY 25."""
    with acting_on_shared_data():
        Tenant.objects.filter(pk=alpha.pk).update(name="=1+1")
    lines = opals.get(f"{LIST}export/", {"country": "TR"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1,alpha.vitrine.localhost")


def test_each_control_asks_why_and_does_it_once(opals: Any, alpha: Tenant) -> None:
    for control, before, after in (
        ("suspension", "live", "suspended"),
        ("resumption", "suspended", "live"),
        ("archiving", "live", "archived"),
        ("restoration", "archived", "live"),
    ):
        address = f"{page_of(alpha)}{control}/"
        assert "Reason" in text_of(opals, address)
        assert opals.post(address, {"reason": " ", "typed": "alpha"}).status_code == 422
        assert status_of(alpha) == before
        wish = {"reason": WHY, "typed": "ALPHA "}
        assert opals.post(address, wish).url == page_of(alpha)
        assert status_of(alpha) == after
        assert "not possible now" in opals.post(address, wish, follow=True).content.decode()
        assert status_of(alpha) == after


def test_what_cannot_be_undone_must_be_typed(opals: Any, alpha: Tenant) -> None:
    for typed in ("", "beta", "alph"):
        answer = opals.post(f"{page_of(alpha)}archiving/", {"reason": WHY, "typed": typed})
        assert answer.status_code == 422
    assert status_of(alpha) == "live"


def test_a_deletion_from_the_page_to_the_certificate(opals: Any, deletable: Tenant) -> None:
    address = f"{page_of(deletable)}deletion/"
    wish = {"reason": WHY, "typed": "alpha"}
    refused = opals.post(address, wish)
    assert (refused.status_code, status_of(deletable)) == (422, "archived")
    assert "Make an export first" in refused.content.decode()
    opals.post(address, {**wish, "without_export": "on"})
    progress = opals.get(f"{address}progress/")
    assert 'hx-trigger="every 1s"' in progress.content.decode()
    run_due()
    assert opals.get(f"{address}progress/")["HX-Refresh"] == "true"
    assert "Alpha Bulut" in text_of(opals, "/console/certificates/")
    with acting_on_shared_data():
        certificate = DeletionCertificate.objects.get()
    paper = opals.get(f"/console/certificates/{certificate.uuid}/")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"].startswith("attachment")
    assert "Deletion certificate" in text_of(opals, page_of(deletable))
    assert "Alpha Bulut" not in text_of(opals, LIST)
    assert "Alpha Bulut" in text_of(opals, LIST, status="closed")


def test_an_export_is_fetched_by_whoever_may_and_written_down(
    opals: Any, fayes: Any, alpha: Tenant, later: Any
) -> None:
    opals.post(f"{page_of(alpha)}exporting/", {"reason": WHY})
    with acting_on_shared_data():
        wish = TenantExport.objects.get()
    address = f"{page_of(alpha)}exports/{wish.uuid}/"
    assert opals.get(f"{address}file/").status_code == 404
    assert 'hx-trigger="every 1s"' in opals.get(f"{address}progress/").content.decode()
    run_due()
    assert opals.get(f"{address}progress/")["HX-Refresh"] == "true"
    assert fayes.get(f"{address}file/").status_code == 403
    answer = opals.get(f"{address}file/")
    content = b"".join(answer.streaming_content)
    assert content[:2] == b"PK"
    assert answer["Content-Length"] == str(len(content))
    with acting_on_shared_data():
        assert SharedEvent.objects.get(verb="download export").actor_label == "Opal Operator"
        beta = Tenant.objects.get(slug="beta")
    assert opals.get(f"{page_of(beta)}exports/{wish.uuid}/file/").status_code == 404
    later(8)
    assert opals.get(f"{address}file/").status_code == 404


def test_several_at_once(opals: Any, alpha: Tenant, other_reseller: Any) -> None:
    ticked = {"reseller": [str(alpha.uuid), str(other_reseller.uuid), "nonsense"], "reason": WHY}
    opals.post(f"{LIST}suspension/", {**ticked, "reason": ""})
    assert status_of(alpha) == "live"
    verbs.suspend(alpha, reason=WHY, by=BY)
    answer = opals.post(f"{LIST}suspension/", ticked, follow=True).content.decode()
    assert "1 portal is suspended." in answer
    assert "Alpha Bulut was left as it is." in answer
    assert (
        "2 portals are open again." in opals.post(f"{LIST}resumption/", ticked, follow=True).content.decode()
    )
    assert status_of(alpha) == "live"


def test_a_domain_is_revoked_and_works_again(opals: Any, alpha: Tenant) -> None:
    domain = own_domain(alpha, "shop.example", "active")
    address = f"{page_of(alpha)}domains/{domain.uuid}/"
    assert "Revoke" in text_of(opals, page_of(alpha))
    assert opals.post(f"{address}revocation/", {"reason": WHY, "typed": "shop"}).status_code == 422
    opals.post(f"{address}revocation/", {"reason": WHY, "typed": "shop.example"})
    with acting_on_shared_data():
        domain.refresh_from_db()
        assert (domain.status, domain.trouble) == ("suspended", "revoked")
        assert not Domain.objects.get(host="shop.example").is_active
    assert opals.get(f"{address}revocation/").status_code == 404
    opals.post(f"{address}return/", {"reason": WHY})
    with acting_on_shared_data():
        domain.refresh_from_db()
    assert domain.trouble == ""


def test_finance_sees_and_changes_nothing(fayes: Any, alpha: Tenant) -> None:
    assert "Controls" not in text_of(fayes, page_of(alpha))
    for control in ("suspension", "archiving", "exporting", "deletion"):
        assert fayes.post(f"{page_of(alpha)}{control}/", {"reason": WHY, "typed": "alpha"}).status_code == 403
    assert fayes.post(f"{LIST}suspension/", {"reseller": str(alpha.uuid), "reason": WHY}).status_code == 403
    assert status_of(alpha) == "live"


def test_strangers_find_nothing(
    browse: Any, olga: Any, reseller: Any, operator: Any, alpha: Tenant, opals: Any
) -> None:
    assert browse(olga, reseller).post(f"{page_of(alpha)}suspension/", {"reason": WHY}).status_code == 404
    assert browse(None, operator).get(f"{page_of(alpha)}suspension/").status_code == 302
    assert opals.get(f"{LIST}{operator.uuid}/suspension/").status_code == 404
    assert opals.get(f"{LIST}suspension/").status_code == 405
