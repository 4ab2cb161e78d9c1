from django.urls import URLPattern, URLResolver, path

from ..views import partners

urlpatterns: list[URLPattern | URLResolver] = [
    path("", partners.partner_home, name="partner_home"),
    path("applications/<uuid:uuid>/answer/", partners.partner_answer, name="partner_answer"),
    path("applications/<uuid:uuid>/withdrawal/", partners.partner_withdrawal, name="partner_withdrawal"),
    path("papers/<uuid:uuid>/", partners.partner_paper, name="partner_paper"),
]
