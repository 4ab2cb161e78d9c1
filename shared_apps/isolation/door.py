"""The proof's door: other apps register what a tenant holds and hands out; pages read how it went."""

from __future__ import annotations

from .planting import (
    plant_deal,
    plant_domain,
    plant_extra,
    plant_move,
    plant_programme,
    plant_statement,
    plant_terms,
    plant_withdrawal,
)
from .registry import Token, hands_out, plants, tells_group

__all__ = [
    "Token",
    "hands_out",
    "plant_deal",
    "plant_domain",
    "plant_extra",
    "plant_move",
    "plant_programme",
    "plant_statement",
    "plant_terms",
    "plant_withdrawal",
    "plants",
    "tells_group",
]
