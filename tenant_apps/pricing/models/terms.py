"""The terms as they were when somebody accepted them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shared_apps.kernel.clock import now


class TermsVersion(models.Model):
    """Every wording of the terms that an order was placed under; `texts` by language, as Markdown.

    Kept for good: an order points to what its client agreed to.
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64, unique=True)
    texts = models.JSONField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="terms_version_counted")]

    def __str__(self) -> str:
        return str(self.number)
