"""The migrations of clients with one more after them, as a later release would bring it."""

from tenant_apps.clients import migrations

__path__.extend(migrations.__path__)  # type: ignore[name-defined]
