"""A whole brand as JSON, and how two of them differ."""

from typing import Any

from branding.models import Brand

WORDS = (
    "name", "legal_name", "tagline", "hero_title", "hero_text", "support_email", "support_phone", "sender_name",
    "reply_to", "footer", "tax_id", "address", "invoice_footer",
)  # fmt: skip
LOOK = ("colour", "radius", "font")
PICTURES = ("logo", "logo_dark", "favicon")
TEXTS = ("terms", "privacy")
FIELDS = (*WORDS, *LOOK, *PICTURES, "social", *TEXTS)


def snapshot_of(brand: Brand) -> dict[str, Any]:
    """Everything that a person has set; pictures by the hash of their content."""
    pictures = {name: image.sha256 if (image := getattr(brand, name)) else "" for name in PICTURES}
    return {name: pictures[name] if name in pictures else getattr(brand, name) for name in FIELDS}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of the fields that differ, in the order of the form. A field that one lacks is an empty one."""
    return [name for name in FIELDS if (before.get(name) or "") != (after.get(name) or "")]


def values_of(snapshot: dict[str, Any]) -> dict[str, Any]:
    """All but the pictures; what the brand could not say at the time is as it is when nobody says it."""
    unsaid = Brand()
    names = (name for name in FIELDS if name not in PICTURES)
    return {name: snapshot.get(name, getattr(unsaid, name)) for name in names}
