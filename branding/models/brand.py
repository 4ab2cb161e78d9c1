"""The brand that a tenant wears now, one row a tenant."""

from __future__ import annotations

from django.db import models

from branding.corners import SOFT
from branding.fonts import DEFAULT_FONT

from .image import BrandImage

DEFAULT_COLOUR = "#4f46e5"


class Brand(models.Model):
    """A tenant's name, words, look and pictures, with the style sheet computed from the look.

    `social`: network → address. `terms`, `privacy`: language → Markdown. `favicon` is what was given; `icon`
    is what is worn: that, or one drawn from the logo.
    """

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="brand")
    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=200, blank=True)
    tagline = models.CharField(max_length=160, blank=True)
    hero_title = models.CharField(max_length=120, blank=True)
    hero_text = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=7, default=DEFAULT_COLOUR)
    radius = models.CharField(max_length=8, default=SOFT)
    font = models.CharField(max_length=32, default=DEFAULT_FONT)
    logo = models.ForeignKey(BrandImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logo_dark = models.ForeignKey(
        BrandImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    favicon = models.ForeignKey(BrandImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    icon = models.ForeignKey(BrandImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    support_email = models.EmailField(blank=True)
    support_phone = models.CharField(max_length=32, blank=True)
    sender_name = models.CharField(max_length=78, blank=True)
    reply_to = models.EmailField(blank=True)
    social = models.JSONField(default=dict, blank=True)
    footer = models.CharField(max_length=300, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    invoice_footer = models.CharField(max_length=500, blank=True)
    terms = models.JSONField(default=dict, blank=True)
    privacy = models.JSONField(default=dict, blank=True)
    css = models.TextField()
    css_hash = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(colour__regex=r"^#[0-9a-f]{6}$"), name="brand_colour_is_hex"
            ),
        ]

    def __str__(self) -> str:
        return self.name
