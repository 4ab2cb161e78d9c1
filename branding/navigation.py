"""Navigation as data: what the shells draw.

Built elsewhere; here are its shape and where one stands in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class NavItem:
    """A link, or with children a section that opens.

    `count` is shown beside the label when it is not zero. `also` are addresses beside its own that belong to it.
    """

    label: Text
    url: str = ""
    icon: str = ""
    count: int = 0
    children: Sequence["NavItem"] = field(default_factory=tuple)
    current: bool = False
    also: Sequence[str] = ()

    @property
    def is_open(self) -> bool:
        return any(child.current for child in self.children)


@dataclass(frozen=True)
class NavGroup:
    title: Text
    items: Sequence[NavItem]


def marked(groups: Iterable[NavGroup], path: str) -> list[NavGroup]:
    """The navigation with the item current whose address is the longest that the path begins with."""
    found = list(groups)
    leaves = [leaf for group in found for item in group.items for leaf in _leaves(item)]
    urls = [url for leaf in leaves for url in (leaf.url, *leaf.also)]
    here = max((url for url in urls if _is_under(path, url)), key=len, default=None)
    return [replace(group, items=[_mark(item, here) for item in group.items]) for group in found]


def _leaves(item: NavItem) -> Iterable[NavItem]:
    return item.children or (item,)


def _mark(item: NavItem, here: str | None) -> NavItem:
    children = [_mark(child, here) for child in item.children]
    is_here = here is not None and here in (item.url, *item.also)
    return replace(item, children=children, current=not children and is_here)


def _is_under(path: str, url: str) -> bool:
    # Everything lies under the front page: it is where one is on itself alone.
    return bool(url) and (path == url or (url != "/" and url.endswith("/") and path.startswith(url)))
