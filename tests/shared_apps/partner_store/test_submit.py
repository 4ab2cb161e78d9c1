"""Sending a partner application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.agenda.door import run_due
from shared_apps.kernel.history import history_of
from shared_apps.partner_store import verbs
from shared_apps.partner_store.models import PartnerApplication
from shared_apps.partner_store.terms import TERMS_VERSION
from tenant_apps.notices.models import MailMessage
from tenants.context import acting_in

from .conftest import submit

pytestmark = pytest.mark.django_db


def test_it_waits_for_an_answer_within_a_week(application: Any, in_operator: Any) -> None:
    assert application.status == "submitted"
    assert application.answer_due_at == application.submitted_at + timedelta(days=7)
    assert application.days_left == 7
    assert application.terms_version == TERMS_VERSION
    assert history_of(application).get().verb == "submit"


def test_the_applicant_and_the_reviewers_get_one_mail_each(
    application: Any, paula: Any, operator: Any
) -> None:
    run_due()
    run_due()
    with acting_in(operator):
        sent = sorted(MailMessage.objects.values_list("to_email", "template"))
    assert sent == [("opal@example.com", "partner_store/waiting"), (paula.email, "partner_store/received")]


def test_a_second_application_is_refused_while_one_waits(application: Any, paula: Any, operator: Any) -> None:
    with pytest.raises(verbs.AlreadyApplied):
        submit(paula, operator, slug="gamma-two")
    with acting_in(operator):
        assert PartnerApplication.objects.count() == 1


def test_after_a_rejection_one_may_apply_again(
    application: Any, paula: Any, opal: Any, operator: Any
) -> None:
    with acting_in(operator):
        verbs.reject_application(application, reason="Too early.", by=opal.actor)
    assert submit(paula, operator).status == "submitted"


def test_others_may_wish_for_the_same_address(application: Any, rita: Any, operator: Any) -> None:
    assert submit(rita, operator).slug == application.slug
