"""allauth's names, since its views look each other up; only what is listed here exists."""

from django.urls import include, path

from . import views

_pages = [
    path(".well-known/openid-configuration", views.discovery, name="configuration"),
    path(".well-known/jwks.json", views.keys, name="jwks"),
    path("identity/authorize/", views.authorize, name="authorization"),
    path("identity/token/", views.token, name="token"),
    path("identity/userinfo/", views.userinfo, name="userinfo"),
    path("identity/revoke/", views.revoke, name="revoke"),
]
urlpatterns = [path("", include(([path("", include((_pages, "oidc")))], "idp")))]
