from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("methods/", office.office_gateways, name="office_gateways"),
    path("methods/card/", office.office_gateway_stripe, name="office_gateway_stripe"),
    path("methods/bank/", office.office_gateway_bank, name="office_gateway_bank"),
    path("methods/<slug:gateway>/switch/", office.office_gateway_switch, name="office_gateway_switch"),
]
