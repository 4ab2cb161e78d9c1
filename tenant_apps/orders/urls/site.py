from django.urls import URLPattern, URLResolver, path

from ..views import cart, checkout, names

urlpatterns: list[URLPattern | URLResolver] = [
    path("", cart.order_begin, name="order_begin"),
    path("cart/", cart.cart, name="cart"),
    path("cart/lines/<slug:line>/", cart.cart_line, name="cart_line"),
    path("cart/lines/<slug:line>/removal/", cart.cart_removal, name="cart_removal"),
    path("cart/coupon/", cart.cart_coupon, name="cart_coupon"),
    path("currency/", cart.shop_currency, name="shop_currency"),
    path("names/", names.domain_search, name="domain_search"),
    path("checkout/", checkout.checkout, name="checkout"),
]
