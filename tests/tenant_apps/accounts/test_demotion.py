"""RELIABILITY 33: a changed role counts from the next request, in the session that is already open."""

from tenant_apps.accounts.models import User
from tenant_apps.accounts.verbs import change_role, deactivate
from tenants.context import acting_in


def test_a_demoted_manager_loses_the_page_at_once(browse, olga, adel, reseller):
    browser = browse(adel, reseller)
    with acting_in(reseller):
        change_role(adel, role="manager", giver=olga, by=olga.actor)
    assert browser.get("/office/brand/").status_code == 200
    with acting_in(reseller):
        change_role(adel, role="support", giver=olga, by=olga.actor)
    assert browser.get("/office/brand/").status_code == 403


def test_somebody_switched_off_is_out_at_once(browse, olga, adel, reseller):
    browser = browse(adel, reseller)
    with acting_in(reseller):
        deactivate(User.objects.get(pk=adel.pk), giver=olga, by=olga.actor)
    assert browser.get("/accounts/profile/").status_code == 302
