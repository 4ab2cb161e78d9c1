"""What a tenant looks like. Lies in `public`, one row a tenant."""

from __future__ import annotations

from django.db import models

DEFAULT_COLOUR = "#4f46e5"


class BrandImage(models.Model):
    """A logo as it is served: re-encoded by us, named by its content.

    In the database, so that no disk is shared.
    """

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.PROTECT, related_name="brand_images")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=32)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sha256"], name="brand_image_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Brand(models.Model):
    """A tenant's name, words, colour and logo, with the style sheet computed from the colour."""

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.PROTECT, related_name="brand")
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=160, blank=True)
    hero_title = models.CharField(max_length=120, blank=True)
    hero_text = models.CharField(max_length=300, blank=True)
    colour = models.CharField(max_length=7, default=DEFAULT_COLOUR)
    logo = models.ForeignKey(BrandImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    support_email = models.EmailField(blank=True)
    support_phone = models.CharField(max_length=32, blank=True)
    footer = models.CharField(max_length=300, blank=True)
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
