"""Where my application stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from shared_apps.partner_store import verbs
from tenants.context import acting_in

pytestmark = pytest.mark.django_db
PAGE = "/partners/"


def test_without_an_application_it_invites_to_apply(browse: Any, paula: Any, operator: Any) -> None:
    assert "You have not applied yet" in browse(paula, operator).get(PAGE).content.decode()


def test_it_shows_the_days_left_and_promises_nothing(
    application: Any, browse: Any, paula: Any, operator: Any
) -> None:
    text = strip_tags(browse(paula, operator).get(PAGE).content.decode())
    assert "within 7 days" in text
    assert "does not guarantee" in text


def test_an_accepted_partner_finds_the_portal(
    application: Any, browse: Any, paula: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator):
        tenant = verbs.accept_application(
            application, slug="gamma", language="en", currency="TRY", by=opal.actor
        )
    text = browse(paula, operator).get(PAGE).content.decode()
    assert "You are a reseller now" in text
    assert ("gamma.vitrine.localhost" in text) is (tenant.status == "live")


def test_a_rejected_one_reads_the_reason_as_text(
    application: Any, browse: Any, paula: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator):
        verbs.reject_application(application, reason="<b>Too early</b>", by=opal.actor)
    text = browse(paula, operator).get(PAGE).content.decode()
    assert "&lt;b&gt;Too early" in text
    assert "Apply again" in text


def test_rita_sees_nothing_of_paulas(application: Any, browse: Any, rita: Any, operator: Any) -> None:
    assert "Gamma Cloud" not in browse(rita, operator).get(PAGE).content.decode()


def test_strangers_find_nothing(
    browse: Any, opal: Any, peer: Any, operator: Any, other_reseller: Any
) -> None:
    assert browse(opal, operator).get(PAGE).status_code == 404
    assert browse(peer, other_reseller).get(PAGE).status_code == 404
    assert browse(None, operator).get(PAGE).status_code == 302


def test_it_rejects_post(browse: Any, paula: Any, operator: Any) -> None:
    assert browse(paula, operator).post(PAGE).status_code == 405
