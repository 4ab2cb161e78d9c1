from django.urls import URLPattern, URLResolver, path

from ..views import checkout

urlpatterns: list[URLPattern | URLResolver] = [
    path("", checkout.order_begin, name="order_begin"),
    path("checkout/", checkout.checkout, name="checkout"),
]
