from django.urls import path

from ..views import confirmation, entrance, own

urlpatterns = [
    path("accounts/login/staff/", entrance.staff, name="sign_on_staff"),
    path("accounts/with/<uuid:uuid>/", entrance.start, name="sign_on_start"),
    path("accounts/with/<uuid:uuid>/back/", entrance.back, name="sign_on_back"),
    path("accounts/with/confirm/", confirmation.confirm, name="sign_on_confirm"),
    path("accounts/with/confirm/code/", confirmation.mail_code, name="sign_on_code"),
    path("accounts/with/join/", confirmation.join, name="sign_on_join"),
    path("accounts/connected/", own.connected, name="sign_on_connected"),
    path("accounts/connected/<uuid:uuid>/remove/", own.remove, name="sign_on_remove"),
]
