from django.urls import URLPattern, URLResolver, path

from .. import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.console_catalog, name="console_catalog"),
    path("tiers/", views.console_tiers, name="console_tiers"),
    path("tiers/<slug:key>/default/", views.console_tier_default, name="console_tier_default"),
    path("sellers/<uuid:uuid>/", views.console_seller, name="console_seller"),
    path("prices/", views.console_prices, name="console_prices"),
    path("prices/export/", views.console_prices_export, name="console_prices_export"),
    path("prices/draft/", views.console_price_draft, name="console_price_draft"),
    path("prices/versions/<uuid:uuid>/", views.console_price_version, name="console_price_version"),
    path(
        "prices/versions/<uuid:uuid>/adjustment/",
        views.console_price_adjustment,
        name="console_price_adjustment",
    ),
    path("prices/versions/<uuid:uuid>/outlook/", views.console_price_outlook, name="console_price_outlook"),
    path(
        "prices/versions/<uuid:uuid>/outlook/progress/",
        views.console_price_weighing,
        name="console_price_weighing",
    ),
    path(
        "prices/versions/<uuid:uuid>/outlook/export/",
        views.console_price_outlook_export,
        name="console_price_outlook_export",
    ),
    path(
        "prices/versions/<uuid:uuid>/outlook/<uuid:tenant>/",
        views.console_price_outlook_of,
        name="console_price_outlook_of",
    ),
    path(
        "prices/versions/<uuid:uuid>/announcement/",
        views.console_price_announcement,
        name="console_price_announcement",
    ),
    path(
        "prices/versions/<uuid:uuid>/withdrawal/",
        views.console_price_withdrawal,
        name="console_price_withdrawal",
    ),
    path(
        "prices/of/<slug:kind>/<slug:key>/<str:currency>/", views.console_price_new, name="console_price_new"
    ),
    path("new/<slug:kind>/", views.console_catalog_new, name="console_catalog_new"),
    path("<slug:kind>/<slug:key>/", views.console_catalog_item, name="console_catalog_item"),
    path("<slug:kind>/<slug:key>/position/", views.console_catalog_move, name="console_catalog_move"),
    path(
        "<slug:kind>/<slug:key>/retirement/",
        views.console_catalog_retirement,
        name="console_catalog_retirement",
    ),
]
