from django.urls import path

from ..views import office

urlpatterns = [
    path("", office.sign_on, name="office_sign_on"),
    path("new/", office.new, name="office_sign_on_new"),
    path("partner-account/", office.partner_account_switch, name="office_sign_on_partner"),
    path("<uuid:uuid>/", office.detail, name="office_sign_on_provider"),
    path("<uuid:uuid>/check/", office.check, name="office_sign_on_check"),
    path("<uuid:uuid>/switch/", office.switch, name="office_sign_on_switch"),
    path("<uuid:uuid>/remove/", office.remove, name="office_sign_on_remove"),
]
