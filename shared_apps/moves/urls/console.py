from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.console_moves, name="console_moves"),
    path("new/", console.console_move_new, name="console_move_new"),
    path("<uuid:uuid>/", console.console_move, name="console_move"),
    path("<uuid:uuid>/share/", console.console_move_share, name="console_move_share"),
    path("<uuid:uuid>/debt/", console.console_move_debt, name="console_move_debt"),
    path("<uuid:uuid>/withdrawal/", console.console_move_withdrawal, name="console_move_withdrawal"),
]
