from django.urls import path

from ..views import categories, console

urlpatterns = [
    path("", console.console_help, name="console_help"),
    path("new/", console.console_help_new, name="console_help_new"),
    path("categories/", categories.console_help_categories, name="console_help_categories"),
    path(
        "categories/<slug:slug>/removal/",
        categories.console_help_category_removal,
        name="console_help_category_removal",
    ),
    path("<uuid:uuid>/", console.console_help_article, name="console_help_article"),
    path("<uuid:uuid>/edit/", console.console_help_edit, name="console_help_edit"),
    path("<uuid:uuid>/cover.jpg", console.console_help_cover, name="console_help_cover"),
    path("<uuid:uuid>/publication/", console.console_help_publication, name="console_help_publication"),
    path("<uuid:uuid>/withdrawal/", console.console_help_withdrawal, name="console_help_withdrawal"),
    path("<uuid:uuid>/removal/", console.console_help_removal, name="console_help_removal"),
]
