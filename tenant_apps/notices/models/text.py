"""The words of a mail as a reseller wrote them."""

from __future__ import annotations

from django.db import models


class MailText(models.Model):
    """Subject and words of one mail in one language, in place of the ones that come with the product.

    `template` is a key of `texts.TEXTS`. No template engine reads what is written here (RELIABILITY 10).
    """

    template = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "language"], name="mail_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language})"
