"""The columns that the office's list of clients may show and its exports hold. Apps above this one add theirs.

In an app's `apps.py`: `ready` imports a module of its own that calls `add_column`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from branding.components import values

from .countries import country_name
from .custom import own_fields, shown, value_of
from .models import Client, Contact, CustomField

Load = Callable[[Sequence[Client]], Mapping[int, Any]]
Show = Callable[[Client, Any], Any]
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """`load` reads what all clients of a page need at once, by their keys; `show` makes a cell of a client and what
    was loaded for it, `plain` the same for a file. `is_fact`: it stands on the client's card too.
    """

    name: str
    label: str | Promise
    show: Show
    plain: Show
    place: int
    load: Load | None = None
    sort: str = ""
    cls: str = "sub"
    is_default: bool = False
    is_fact: bool = False


_columns: dict[str, Column] = {}


def add_column(column: Column) -> None:
    """Offer the column; a second one of the same name takes its place."""
    _columns[column.name] = column


def columns() -> list[Column]:
    """Every column in its order, the reseller's own fields last. One query."""
    fixed = sorted(_columns.values(), key=lambda column: column.place)
    return [*fixed, *(_of_own(own) for own in own_fields())]


def chosen(names: Sequence[str], known: Sequence[Column]) -> list[Column]:
    """The columns of these names in the order of the list; those shown by default where none is known."""
    return [one for one in known if one.name in names] or [one for one in known if one.is_default]


def loaded(columns: Sequence[Column], clients: Sequence[Client]) -> dict[Load, Mapping[int, Any]]:
    """What the columns need of these clients; the number of queries does not grow with the clients."""
    return {load: load(clients) for load in dict.fromkeys(one.load for one in columns) if load}


def cells(
    column_list: Sequence[Column], client: Client, facts: Mapping[Load, Mapping[int, Any]]
) -> list[Any]:
    """A row for a page."""
    return [one.show(client, _fact(one, client, facts)) for one in column_list]


def plain_cells(
    column_list: Sequence[Column], client: Client, facts: Mapping[Load, Mapping[int, Any]]
) -> list[object]:
    """A row for a file."""
    return [one.plain(client, _fact(one, client, facts)) for one in column_list]


def _fact(column: Column, client: Client, facts: Mapping[Load, Mapping[int, Any]]) -> Any:
    return facts[column.load].get(client.pk) if column.load else None


def _of_own(own: CustomField) -> Column:
    return Column(
        f"custom:{own.key}",
        own.label,
        lambda client, _fact: format_html("<bdi>{}</bdi>", shown(own, client.custom.get(own.key))),
        lambda client, _fact: value_of(own, client.custom),
        900,
    )


def _text(name: str, label: str | Promise, place: int, *, cls: str = "", **options: Any) -> None:
    def show(client: Client, _fact: Any) -> Any:
        return format_html('<bdi class="{}">{}</bdi>', cls, getattr(client, name) or NOTHING)

    add_column(Column(name, label, show, lambda client, _fact: getattr(client, name), place, **options))


def _choice(name: str, label: str | Promise, place: int, **options: Any) -> None:
    def read(client: Client, _fact: Any) -> Any:
        return getattr(client, f"get_{name}_display")()

    add_column(Column(name, label, read, read, place, **options))


def _plain(text: str) -> Any:
    return format_html("<bdi>{}</bdi>", text)


def _administrators(clients: Sequence[Client]) -> dict[int, str]:
    """The address of each client's first owner."""
    owners = Contact.objects.filter(client__in=clients, role=Contact.Role.OWNER, person__is_active=True)
    pairs = owners.order_by("-pk").values_list("client", "person__email")
    return dict(pairs)


def _tags(clients: Sequence[Client]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    pairs = Client.tags.through.objects.filter(client__in=clients).order_by("tag__name")
    for client, name, tone in pairs.values_list("client", "tag__name", "tag__tone"):
        found.setdefault(client, []).append((name, tone))
    return found


def _tags_cell(_client: Client, found: Any) -> Any:
    return format_html_join(" ", '<span class="badge {1}">{0}</span>', found or ()) or NOTHING


def _group(client: Client, _fact: Any) -> Any:
    if client.group is None:
        return NOTHING
    return format_html('<span class="badge {}">{}</span>', client.group.tone, client.group.name)


def _domain(client: Client, _fact: Any) -> Any:
    if not client.domain:
        return NOTHING
    mark = values.status("verified" if client.is_domain_verified else "unverified")
    return format_html('<bdi class="ltr">{}</bdi> {}', client.domain, mark)


_text("email", _("E-mail address"), 10, is_default=True)
_text("mobile", _("Mobile"), 20, cls="ltr", is_default=True)
_choice("kind", _("Kind"), 30, is_default=True)
add_column(
    Column(
        "status", _("Status"), lambda client, _fact: values.status(client.state),
        lambda client, _fact: client.get_status_display(), 40, cls="under", is_default=True,
    )
)  # fmt: skip
add_column(Column("group", _("Group"), _group, lambda client, _fact: str(client.group or ""), 50))
add_column(
    Column("tags", _("Tags"), _tags_cell, lambda _client, found: ", ".join(name for name, _tone in found or ()), 60,
           load=_tags)
)  # fmt: skip
add_column(
    Column("administrator", _("Administrator"), lambda client, found: _plain(found or client.email),
           lambda client, found: found or "", 70, load=_administrators, is_fact=True)
)  # fmt: skip
add_column(Column("domain", _("Domain"), _domain, lambda client, _fact: client.domain, 80))
_text("company_name", _("Legal name"), 90)
_text("tax_id", _("Tax number"), 100, cls="ltr")
_choice("tax_status", _("Tax"), 110)
_text("registration_number", _("Registration number"), 120, cls="ltr")
_text("national_id", _("National id"), 130, cls="ltr")
_text("street", _("Street and number"), 140)
_text("postal_code", _("Postal code"), 150, cls="ltr")
_text("city", _("City"), 160)
_text("region", _("Province or state"), 170)
add_column(
    Column("country", _("Country"), lambda client, _fact: country_name(client.country) if client.country else NOTHING,
           lambda client, _fact: client.country, 180)
)  # fmt: skip
_text("language", _("Language"), 190)
_text("currency", _("Currency"), 200)
add_column(
    Column("created", _("Since"), lambda client, _fact: values.date(client.created_at),
           lambda client, _fact: client.created_at.date().isoformat(), 500, sort="created", cls="sub aside",
           is_default=True)
)  # fmt: skip
