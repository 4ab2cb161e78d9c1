from django.urls import URLPattern, URLResolver, path

from ..views import site, sitemap

urlpatterns: list[URLPattern | URLResolver] = [
    path("", site.store_home, name="store_home"),
    path("sitemap.xml", sitemap.store_sitemap, name="sitemap"),
    path("plans/", site.store_plans, name="store_plans"),
    path("plans/<slug:product_sku>/", site.store_product, name="store_product"),
    path("plans/<slug:product_sku>/total/", site.store_total, name="store_total"),
]
