from tenant_apps.accounts.devices import name_of
from tests.cast import PASSWORD

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def open_two(browse, reseller, person):
    here, there = browse(None, reseller), browse(None, reseller)
    there.defaults["HTTP_USER_AGENT"] = PHONE
    for browser in (here, there):
        browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return here, there


def device_key(page):
    return next(str(device.pk) for device in page.context["devices"] if not device.is_this)


def test_it_lists_where_one_is_signed_in(browse, reseller, carl):
    here, _ = open_two(browse, reseller, carl)
    page = here.get("/accounts/devices/").content.decode()
    assert "Chrome · Android" in page
    assert "This device" in page


def test_another_device_can_be_signed_out(browse, reseller, carl):
    here, there = open_two(browse, reseller, carl)
    here.post("/accounts/devices/end/", {"device": device_key(here.get("/accounts/devices/"))})
    assert there.get("/accounts/profile/").status_code == 302
    assert here.get("/accounts/profile/").status_code == 200


def test_all_others_can_be_signed_out_at_once(browse, reseller, carl):
    here, there = open_two(browse, reseller, carl)
    here.post("/accounts/devices/end/")
    assert there.get("/accounts/profile/").status_code == 302
    assert here.get("/accounts/profile/").status_code == 200


def test_a_stranger_cannot_sign_somebody_out(browse, reseller, carl, sam):
    here, there = open_two(browse, reseller, carl)
    key = device_key(here.get("/accounts/devices/"))
    browse(sam, reseller).post("/accounts/devices/end/", {"device": key})
    assert there.get("/accounts/profile/").status_code == 200


def test_nonsense_for_a_device_signs_nobody_out(browse, reseller, carl):
    here, there = open_two(browse, reseller, carl)
    for nonsense in ("x", "-1", "9" * 40, "1 or 1=1"):
        here.post("/accounts/devices/end/", {"device": nonsense})
    assert there.get("/accounts/profile/").status_code == 200


def test_it_rejects_get(browse, reseller, carl):
    assert browse(carl, reseller).get("/accounts/devices/end/").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_devices(
    browse, reseller, carl, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    here, _ = open_two(browse, reseller, carl)
    here.get("/accounts/devices/")
    with CaptureQueriesContext(connection) as few:
        here.get("/accounts/devices/")
    open_two(browse, reseller, carl)
    with CaptureQueriesContext(connection) as many:
        here.get("/accounts/devices/")
    assert len(many) == len(few)


def test_a_browser_is_named_by_what_it_says():
    assert name_of(PHONE) == "Chrome · Android"
    assert name_of("curl/8") == "curl/8"
    assert name_of("") == "—"


def test_it_says_when_each_was_last_seen(browse, reseller, carl, monkeypatch):
    from datetime import timedelta

    from shared_apps.kernel import clock

    here, there = open_two(browse, reseller, carl)
    there.get("/accounts/profile/")
    before = {d.pk: d.seen for d in here.get("/accounts/devices/").context["devices"]}
    clock.move_by(lambda: timedelta(minutes=6))
    try:
        there.get("/accounts/profile/")
    finally:
        clock.move_by(timedelta)
    after = here.get("/accounts/devices/").context["devices"]
    assert [d.seen > before[d.pk] for d in after] == [True, False]


def test_a_new_password_signs_the_other_devices_out(browse, reseller, carl):
    here, there = open_two(browse, reseller, carl)
    new = "quite another secret"
    here.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert there.get("/accounts/profile/").status_code == 302
    assert here.get("/accounts/profile/").status_code == 200


def test_nobody_signs_devices_out_for_another(reseller, carl):
    import pytest

    from shared_apps.kernel.actor import Actor, NotWhileActing
    from tenant_apps.accounts.devices import sign_out
    from tenants.context import acting_in

    with acting_in(reseller), pytest.raises(NotWhileActing):
        sign_out(carl, keep="", by=Actor.person(carl.uuid, "Olga", acting_for="Carl"))
