"""Account pages. allauth's views are listed one by one: each wears its gate, none comes unasked."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from tenants.access import oneself, public

from .views import entrance, own, passkeys

urlpatterns = [
    path("language/", entrance.set_language, name="set_language"),
    path("accounts/home/", entrance.home, name="account_home"),
    path("accounts/welcome/<str:token>/", entrance.welcome, name="account_welcome"),
    path("accounts/login/", public(account.login), name="account_login"),
    path("accounts/login/code/", public(account.request_login_code), name="account_request_login_code"),
    path("accounts/login/code/enter/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("accounts/login/passkey/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/logout/", public(account.logout), name="account_logout"),
    path("accounts/signup/", public(account.signup), name="account_signup"),
    path("accounts/inactive/", public(account.account_inactive), name="account_inactive"),
    path("accounts/code/", public(account.email_verification_sent), name="account_email_verification_sent"),
    path("accounts/code/app/", public(passkeys.SecondStepView.as_view()), name="mfa_authenticate"),
    path("accounts/password/reset/", public(account.password_reset), name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("accounts/profile/", own.profile, name="account_profile"),
    path("accounts/email/", oneself(account.email), name="account_email"),
    path("accounts/password/", oneself(account.password_change), name="account_change_password"),
    path("accounts/password/set/", oneself(account.password_set), name="account_set_password"),
    path("accounts/confirm/", oneself(account.reauthenticate), name="account_reauthenticate"),
    path("accounts/confirm/app/", oneself(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "accounts/confirm/passkey/",
        oneself(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/passkeys/", passkeys.passkeys, name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", oneself(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("accounts/passkeys/<int:pk>/name/", oneself(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", oneself(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("accounts/security/", own.security, name="account_security"),
    path("accounts/devices/", own.devices, name="usersessions_list"),
    path("accounts/devices/end/", own.end_devices, name="account_end_devices"),
    path("accounts/second-step/", oneself(mfa.index), name="mfa_index"),
    path("accounts/second-step/app/", oneself(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/second-step/app/remove/", oneself(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "accounts/second-step/codes/", oneself(recovery.view_recovery_codes), name="mfa_view_recovery_codes"
    ),
    path(
        "accounts/second-step/codes/new/",
        oneself(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/second-step/codes/download/",
        oneself(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
