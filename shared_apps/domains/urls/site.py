from django.urls import URLPattern, URLResolver, path

from ..views import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>/", site.share, name="domain_share"),
    path("<str:token>/check/", site.share_check, name="domain_share_check"),
]
