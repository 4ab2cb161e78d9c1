"""One move of a client: from the code that it makes to the day on which its services are with another reseller."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.client_rows import declare_client_rows
from shared_apps.kernel.clock import now
from shared_apps.kernel.lifecycle import Lifecycle, status_constraint
from shared_apps.kernel.money import BASIS_POINTS
from shared_apps.kernel.secrets import declare_sealed, open_sealed, seal
from tenants.models import Tenant

# A code that nobody uses, and terms that nobody agrees to, are spent by then.
LIFETIME = timedelta(days=15)


class MoveStatus(models.TextChoices):
    OFFERED = "offered", _("Waits for the new provider")
    PROPOSED = "proposed", _("Waits for the client")
    AGREED = "agreed", _("Agreed")
    MOVING = "moving", _("Moving")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


OPEN = (MoveStatus.OFFERED, MoveStatus.PROPOSED, MoveStatus.AGREED, MoveStatus.MOVING)


class ClientMove(Lifecycle):
    """A client of `tenant` that goes to `to_tenant` on `cut_over_at` (S5.17).

    `code_digest` stands for the code that the client gave the new one; `terms` are its services at the new one's
    prices, which the client agrees to. `share_bp` of the margin on them is the former one's for `share_months`.
    `debt_waived_at`: the operator lets the client go though it owes the former one what is overdue.
    `pack` holds, sealed and only while it moves, what the new one is to write.
    """

    Status = MoveStatus

    MOVES = {
        Status.OFFERED: {Status.PROPOSED, Status.WITHDRAWN, Status.EXPIRED},
        Status.PROPOSED: {Status.OFFERED, Status.AGREED, Status.WITHDRAWN, Status.EXPIRED},
        Status.AGREED: {Status.MOVING, Status.WITHDRAWN},
        Status.MOVING: {Status.DONE},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="moves_out", db_index=False)
    to_tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, related_name="moves_in", null=True, db_index=False
    )
    client_uuid = models.UUIDField()
    client_name = models.CharField(max_length=200)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OFFERED)
    code_digest = models.CharField(max_length=64, unique=True, db_index=False)
    expires_at = models.DateTimeField()
    terms = models.JSONField(default=list)
    cut_over_at = models.DateTimeField(null=True)
    share_bp = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(BASIS_POINTS)])
    share_months = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(60)])
    reason = models.CharField(max_length=500, blank=True)
    debt_waived_at = models.DateTimeField(null=True)
    pack = models.TextField(blank=True)
    new_client_uuid = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=now)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            status_constraint(MoveStatus, "client_move_status_known"),
            models.UniqueConstraint(
                fields=["tenant", "client_uuid"],
                condition=Q(status__in=["offered", "proposed", "agreed", "moving"]),
                name="client_move_one_open",
            ),
            models.CheckConstraint(
                condition=Q(to_tenant=None) | ~Q(to_tenant=F("tenant")), name="client_move_to_another"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["offered", "withdrawn", "expired"])
                | Q(to_tenant__isnull=False, cut_over_at__isnull=False),
                name="client_move_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(share_bp__lte=BASIS_POINTS, share_months__lte=60), name="client_move_share_known"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="client_move_out"),
            models.Index(fields=["to_tenant", "-id"], name="client_move_in"),
            models.Index(fields=["status", "-id"], name="client_move_by_status"),
            models.Index(
                fields=["new_client_uuid"],
                condition=Q(new_client_uuid__isnull=False),
                name="client_move_came",
            ),
        ]

    def __str__(self) -> str:
        return self.client_name

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def can_be_withdrawn(self) -> bool:
        return self.can_become(MoveStatus.WITHDRAWN)

    def keep_pack(self, plain: str) -> None:
        """Seal what the new one is to write into the row (not saved yet)."""
        self.pack = seal(plain, _owner(self, self.tenant.uuid))

    def open_pack(self) -> str:
        """What `keep_pack` took. Raises `SecretUnreadable`."""
        return open_sealed(self.pack, _owner(self, self.tenant.uuid))


def _owner(move: ClientMove, tenant: UUID) -> str:
    return f"{tenant}:moves.client_move:{move.uuid}"


declare_sealed("moves.ClientMove", "pack", context=_owner)
declare_client_rows("moves.ClientMove", names=("client_name",), is_weighty=True)
