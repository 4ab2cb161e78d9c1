from django.urls import URLPattern, URLResolver, path

from ..views import site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", site.site_home, name="site_home"),
    path("sitemap.xml", site.site_sitemap, name="sitemap"),
    path("terms/", site.partner_terms, name="partner_terms"),
    path("apply/", site.partner_apply, name="partner_apply"),
    path("apply/draft/", site.partner_draft, name="partner_draft"),
    path("apply/address/", site.partner_address, name="partner_address"),
]
