"""What a client uploads to show that a bank transfer was made."""

from __future__ import annotations

from django.db import models

from .payment import Payment


class Receipt(models.Model):
    """A receipt: an image that was decoded and encoded anew, or a PDF kept as it came."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content_type__in=["image/jpeg", "application/pdf"]),
                name="receipt_content_type_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type == "image/jpeg"
