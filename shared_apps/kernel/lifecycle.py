"""Statuses that change only by a table of allowed moves and one conditional UPDATE (DESIGN, "Lifecycle")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any, ClassVar, Self

from django.db import models, transaction

from .actor import Actor
from .history import record, record_many


class IllegalMove(Exception):
    """The thing is not in a status from which it may move there; someone else was first, or the wish is wrong."""

    def __init__(self, subject: models.Model, wanted: str) -> None:
        super().__init__(f"{subject._meta.label} {subject.pk} cannot become {wanted}.")
        self.subject, self.wanted = subject, wanted


class Lifecycle(models.Model):
    """A model whose `status` moves along `MOVES` and in no other way.

    A subclass declares `status` with its choices and `MOVES`, a map of status → statuses it may move to.
    """

    MOVES: ClassVar[Mapping[str, Set[str]]] = {}
    status: Any  # The column is the subclass's own: its choices and its default differ.

    class Meta:
        abstract = True

    def move(self, to: str, *, by: Actor, reason: str = "", **fields: Any) -> None:
        """Move to `to`, set `fields` with it and write the event, or raise `IllegalMove` and change nothing."""
        sources = [source for source, targets in self.MOVES.items() if to in targets]
        rows: Any = type(self)._base_manager
        movable = rows.filter(pk=self.pk, status__in=sources)
        with transaction.atomic():
            before = movable.select_for_update().values_list("status", flat=True).first()
            if before is None:
                raise IllegalMove(self, to)
            movable.update(status=to, **fields)
            record(self, f"become {to}", by=by, from_status=before, to_status=to, reason=reason)
        self.status = to
        for name, value in fields.items():
            setattr(self, name, value)

    @classmethod
    def move_all(
        cls, subjects: Sequence[Self], to: str, *, by: Actor, reason: str = "", **fields: Any
    ) -> list[Self]:
        """Move those of `subjects` that may become `to`, in a handful of statements; they are given back.

        Somebody else was first at the others: they stay as they are. The rows are locked in the order of their
        keys, so that two of these never wait for each other.
        """
        sources = [source for source, targets in cls.MOVES.items() if to in targets]
        rows: Any = cls._base_manager
        with transaction.atomic():
            movable = rows.filter(pk__in=[one.pk for one in subjects], status__in=sources)
            before = dict(movable.select_for_update().order_by("pk").values_list("pk", "status"))
            rows.filter(pk__in=list(before)).update(status=to, **fields)
            moved = [one for one in subjects if one.pk in before]
            for status in sorted(set(before.values())):
                part = [one for one in moved if before[one.pk] == status]
                record_many(part, f"become {to}", by=by, from_status=status, to_status=to, reason=reason)
        for one in moved:
            one.status = to
            for name, value in fields.items():
                setattr(one, name, value)
        return moved

    def can_become(self, status: str) -> bool:
        return status in self.MOVES.get(self.status, ())


def status_constraint(statuses: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The CHECK that backs a lifecycle: the column holds a known status."""
    return models.CheckConstraint(condition=models.Q(status__in=statuses.values), name=name)
