from tenants.context import acting_in


def saved(person, tenant):
    with acting_in(tenant):
        return type(person).objects.get(pk=person.pk)


def test_name_and_language_are_saved(browse, carl, reseller):
    browser = browse(carl, reseller)
    assert browser.post("/accounts/profile/", {"name": "Carl C.", "language": "fa"}).status_code == 302
    assert (saved(carl, reseller).name, saved(carl, reseller).language) == ("Carl C.", "fa")
    assert 'lang="fa" dir="rtl"' in browser.get("/accounts/profile/").content.decode()


def test_nothing_else_can_be_changed_by_it(browse, carl, reseller):
    forged = {"name": "Carl", "role": "owner", "email": "olga@example.com", "is_active": "", "uuid": "1" * 32}
    browse(carl, reseller).post("/accounts/profile/", forged)
    now = saved(carl, reseller)
    assert (now.role, now.email, now.is_active, now.uuid) == (carl.role, carl.email, True, carl.uuid)


def test_what_was_typed_stays_when_it_is_refused(browse, carl, reseller):
    page = browse(carl, reseller).post("/accounts/profile/", {"name": "", "language": "xx"})
    assert page.status_code == 200
    assert 'id="id_name_error"' in page.content.decode()


def test_each_area_shows_it_in_its_own_shell(browse, carl, olga, opal, reseller, operator):
    for person, tenant, template in (
        (carl, reseller, "shells/client.html"),
        (olga, reseller, "shells/office.html"),
        (opal, operator, "shells/console.html"),
    ):
        page = browse(person, tenant).get("/accounts/profile/")
        assert template in [used.name for used in page.templates]


def test_a_partner_sees_it_in_the_sites_shell(browse, operator):
    from tenant_apps.accounts.models import User

    with acting_in(operator):
        partner = User.objects.create(email="pia@example.com", name="Pia", role="partner")
    page = browse(partner, operator).get("/accounts/profile/")
    assert page.status_code == 200
    assert "shells/site_base.html" in [used.name for used in page.templates]


def test_nobody_sees_it_without_signing_in(visit):
    assert visit.get("/accounts/profile/")["Location"] == "/accounts/login/?next=/accounts/profile/"
