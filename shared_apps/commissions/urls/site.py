from django.urls import URLPattern, URLResolver, path

from ..views import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:code>/", site.referral_link, name="referral_link"),
    # People drop the last sign of an address.
    path("<str:code>", site.referral_link),
]
