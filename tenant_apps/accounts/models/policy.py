"""What a tenant asks of everybody who works there."""

from __future__ import annotations

from django.db import models


class SecurityPolicy(models.Model):
    """One row; no row asks for nothing."""

    staff_second_step = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="security_policy_once")]

    def __str__(self) -> str:
        return "second step for all staff" if self.staff_second_step else "nothing asked"

    @classmethod
    def asks_second_step(cls) -> bool:
        """Whether all staff must use a second step."""
        return cls.objects.filter(staff_second_step=True).exists()
