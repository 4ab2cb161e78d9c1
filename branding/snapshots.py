"""A whole brand as JSON, and how two of them differ."""

from typing import Any

from branding.models import Brand

WORDS = (
    "name", "legal_name", "tagline", "hero_title", "hero_text", "support_email", "support_phone", "sender_name",
    "reply_to", "footer", "tax_id", "invoice_footer",
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
    """The names of the fields that differ, in the order of the form."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]
