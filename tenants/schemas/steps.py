"""Migrations made ready to run in many schemas: the model state is worked out once for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import SeparateDatabaseAndState
from django.db.migrations.state import ProjectState

from .ledger import Group
from .plans import Key, loader, migration, plan_of

# Operations that write through the schema editor alone, so that their SQL can be collected.
_PLAIN_MODULES = (
    "django.db.migrations.operations.",
    "django.contrib.postgres.operations",
    "pgtrigger.migrations",
)


@dataclass(frozen=True)
class Step:
    """One migration with the model states before and after each of its operations."""

    key: Key
    is_atomic: bool
    moves: tuple[tuple[Operation, ProjectState, ProjectState], ...]

    @property
    def is_plain(self) -> bool:
        """Whether the same SQL does it in every schema."""
        return self.is_atomic and all(_is_plain(operation) for operation, _, _ in self.moves)

    def collect_sql(self) -> str:
        """The SQL of the step, read in a schema that stands right before it."""
        with connection.schema_editor(collect_sql=True) as editor:
            self._write(editor)
        return "\n".join(editor.collected_sql)

    def run(self) -> None:
        """Run the step in the schema in force."""
        with connection.schema_editor(atomic=self.is_atomic) as editor:
            self._write(editor)

    def _write(self, editor: object) -> None:
        for operation, before, after in self.moves:
            operation.database_forwards(self.key[0], editor, before, after)  # type: ignore[arg-type]


def steps_of(group: Group) -> list[Step]:
    """The missing migrations of a group in order."""
    missing = set(group.missing)
    state = ProjectState(real_apps=loader().unmigrated_apps)
    for key in plan_of(group.kind).keys:
        if key not in missing:
            migration(key).mutate_state(state, preserve=False)
    state.apps  # noqa: B018  rendered once here, then carried along by every clone
    return list(_steps(group, state))


def _steps(group: Group, state: ProjectState) -> Iterator[Step]:
    for key in group.missing:
        moves = []
        for operation in migration(key).operations:
            after = state.clone()
            operation.state_forwards(key[0], after)
            moves.append((operation, state, after))
            state = after
        yield Step(key, _is_atomic(migration(key)), tuple(moves))


def _is_atomic(found: Migration) -> bool:
    return bool(found.atomic) and all(getattr(each, "atomic", False) is not None for each in found.operations)


def _is_plain(operation: Operation) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_is_plain(each) for each in operation.database_operations)
    return bool(operation.reduces_to_sql) and type(operation).__module__.startswith(_PLAIN_MODULES)
