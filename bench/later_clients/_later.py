"""The last migration of the release that stands."""

from pathlib import Path

from tenant_apps.clients import migrations

LAST = max(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))
