from django.urls import URLPattern, URLResolver, path

from ..views import tax, terms

urlpatterns: list[URLPattern | URLResolver] = [
    path("tax/", tax.office_tax, name="office_tax"),
    path("tax/prices/", tax.office_tax_prices, name="office_tax_prices"),
    path("tax/rules/new/", tax.office_tax_rule_new, name="office_tax_rule_new"),
    path("tax/rules/<uuid:uuid>/", tax.office_tax_rule, name="office_tax_rule"),
    path("tax/rules/<uuid:uuid>/removal/", tax.office_tax_rule_removal, name="office_tax_rule_removal"),
    path("terms/", terms.office_terms, name="office_terms"),
    path("terms/asking/", terms.office_terms_asking, name="office_terms_asking"),
    path("terms/<slug:digest>/", terms.office_terms_version, name="office_terms_version"),
]
