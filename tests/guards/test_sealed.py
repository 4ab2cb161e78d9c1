"""What is sealed can be sealed anew: each module that seals declares the column (`manage.py rotate_keys`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from shared_apps.kernel.secrets import SEALED_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {"tenants.rotation"}


def sealing(source: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith("kernel.secrets")
        and any(name.name == "seal" for name in node.names)
        for node in ast.walk(ast.parse(source))
    )


def modules_that_seal() -> Iterator[str]:
    for folder in ("branding", "config", "shared_apps", "tenant_apps", "tenants"):
        for file in (ROOT / folder).rglob("*.py"):
            if sealing(file.read_text()):
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts)


def test_whoever_seals_declares_the_column() -> None:
    declaring = {column.context.__module__ for column in SEALED_COLUMNS}
    assert set(modules_that_seal()) - KNOWN <= declaring


def test_every_column_that_is_named_sealed_is_declared() -> None:
    declared = {(column.model, column.column) for column in SEALED_COLUMNS}
    named = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if "sealed" in field.name
    }
    assert named <= declared


def test_declared_columns_exist() -> None:
    for column in SEALED_COLUMNS:
        apps.get_model(column.model)._meta.get_field(column.column)


def test_the_guard_sees_a_module_that_seals() -> None:
    assert sealing("from shared_apps.kernel.secrets import open_sealed, seal")
    assert not sealing("from shared_apps.kernel.secrets import open_sealed")
