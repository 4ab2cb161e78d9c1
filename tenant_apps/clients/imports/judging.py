"""What would become of rows: a new client, an update, nothing, or an error that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import Client, ClientGroup, ClientImport, CustomField, ImportRow
from ..search import search_key
from .fields import FIRST, LAST, custom_key
from .values import Wrong, custom_value, joined, value_of

Status = ImportRow.Status
Error = tuple[str, ...]


@dataclass(slots=True)
class Verdict:
    """What becomes of a row. `details` are fields of a client; `client` is whom it updates."""

    row: ImportRow
    status: str = Status.NEW
    details: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    group: ClientGroup | None = None
    tags: list[str] = field(default_factory=list)
    domain: str = ""
    errors: list[Error] = field(default_factory=list)
    client: Client | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What cells are read against."""

    country: str
    custom: Mapping[str, CustomField]
    groups: Mapping[str, ClientGroup]


def judge(batch: ClientImport, rows: Sequence[ImportRow]) -> list[Verdict]:
    """A verdict for each row as things are now. A constant number of queries."""
    known = _Known(
        batch.country,
        {one.key: one for one in CustomField.objects.filter(is_archived=False)},
        {search_key(group.name): group for group in ClientGroup.objects.all()},
    )
    verdicts = [_read(row, batch, known) for row in rows]
    _settle(batch, verdicts)
    return verdicts


def _read(row: ImportRow, batch: ClientImport, known: _Known) -> Verdict:
    found = Verdict(row)
    cells = {name: cell for name, cell in zip(batch.columns, row.cells, strict=False) if name and cell}
    names = [cells.pop(part, "") for part in (FIRST, LAST)]
    cells.setdefault("name", " ".join(part for part in names if part) or cells.get("company_name", ""))
    for name, cell in cells.items():
        try:
            if cell:
                _keep(found, name, cell, known)
        except Wrong as wrong:
            found.errors.append((name, wrong.code))
    found.errors += [(name, "required") for name in ("name", "email") if not cells.get(name)]
    row.email, row.mobile = found.details.get("email", ""), found.details.get("mobile", "")
    return found


def _keep(found: Verdict, name: str, cell: str, known: _Known) -> None:
    if key := custom_key(name):
        if key in known.custom:
            found.custom[key] = custom_value(known.custom[key], cell)
    elif name == "group":
        found.group = known.groups.get(search_key(cell))
        if found.group is None:
            raise Wrong("group")
    elif name == "tags":
        found.tags = joined(cell)
        if any(len(word) > 40 for word in found.tags):
            raise Wrong("too_long")
    elif name == "domain":
        found.domain = value_of(name, cell, country=known.country)
    else:
        found.details[name] = value_of(name, cell, country=known.country)


def _settle(batch: ClientImport, verdicts: Sequence[Verdict]) -> None:
    emails = {one.row.email for one in verdicts} - {""}
    mobiles = {one.row.mobile for one in verdicts} - {""}
    by_email = _by(Client.objects.filter(email__in=emails, erased_at=None, merged_into=None), "email")
    holders = dict(Client.objects.filter(mobile__in=mobiles).values_list("mobile", "pk"))
    first_email = _first(batch, "email", emails, verdicts)
    first_mobile = _first(batch, "mobile", mobiles, verdicts)
    for one in verdicts:
        _decide(one, by_email.get(one.row.email, []), batch)
        _refuse_twice(one, "email", one.row.email, first_email)
        _refuse_twice(one, "mobile", one.row.mobile, first_mobile)
        holder = holders.get(one.row.mobile)
        if holder and one.status != Status.SKIPPED and (one.client is None or one.client.pk != holder):
            one.errors.append(("mobile", "taken"))
        if one.errors:
            one.status = Status.WRONG


def _decide(one: Verdict, same: Sequence[Client], batch: ClientImport) -> None:
    if not same:
        return
    one.status = Status.UPDATE if batch.duplicates == batch.Duplicates.UPDATE else Status.SKIPPED
    if one.status == Status.UPDATE and len(same) > 1:
        one.errors.append(("email", "several"))
    one.client = same[0]


def _refuse_twice(one: Verdict, name: str, value: str, first: Mapping[str, int]) -> None:
    if value and first.get(value, one.row.number) < one.row.number:
        one.errors.append((name, "twice", str(first[value])))


def _first(batch: ClientImport, name: str, values: set[str], verdicts: Iterable[Verdict]) -> dict[str, int]:
    """In which row of the file a value stands first."""
    before = batch.rows.filter(**{f"{name}__in": values}).values_list(name, "number")
    here = ((getattr(one.row, name), one.row.number) for one in verdicts)
    found: dict[str, int] = {}
    for value, number in (*before, *here):
        if value:
            found[value] = min(number, found.get(value, number))
    return found


def _by(clients: Iterable[Client], name: str) -> dict[str, list[Client]]:
    found: dict[str, list[Client]] = defaultdict(list)
    for client in clients:
        found[getattr(client, name)].append(client)
    return found
