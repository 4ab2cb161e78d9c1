from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.domains, name="office_domains"),
    path("address/", office.address, name="office_domains_address"),
    path("<uuid:uuid>/", office.domain, name="office_domain"),
    path("<uuid:uuid>/check/", office.check, name="office_domain_check"),
    path("<uuid:uuid>/address/", office.address, name="office_domain_address"),
    path("<uuid:uuid>/link/", office.link, name="office_domain_link"),
    path("<uuid:uuid>/link/end/", office.link_end, name="office_domain_link_end"),
    path("<uuid:uuid>/release/", office.release, name="office_domain_release"),
]
