from django.urls import URLPattern, URLResolver, path

from ..views import connection

urlpatterns: list[URLPattern | URLResolver] = [
    path("", connection.account_platform, name="account_platform"),
]
