"""Countries as the reader calls them, and the time zone that goes with one."""

from __future__ import annotations

from babel.core import get_global

from shared_apps.kernel.countries import countries, country_name

__all__ = ["countries", "country_name", "time_zone_of"]


def time_zone_of(country: str) -> str:
    """The country's time zone where it has only one; UTC where only its people can say which."""
    zones = get_global("territory_zones").get(country, [])
    return zones[0] if len(zones) == 1 else "UTC"
