"""Components with a slot: `{% card title="…" %}…{% endcard %}`. `content` is what stands between the tags."""

from typing import Any

from django.utils.safestring import SafeString

from branding.components.rendering import component
from branding.formats.amounts import Amount


def card(
    content: str,
    title: str = "",
    *,
    subtitle: str = "",
    url: str = "",
    action: str = "",
    flush: bool = False,
    cls: str = "",
    id: str = "",
) -> SafeString:
    """A surface with an optional heading and link; `flush` for tables and feeds."""
    return component("card", **locals())


def page_head(
    content: str,
    title: str,
    *,
    subtitle: str = "",
    back: str = "",
    back_label: str = "",
    state: object = None,
) -> SafeString:
    """The page's heading; the slot holds its actions, `back` is where to return, `state` shows a badge."""
    return component("page_head", **locals())


def empty(content: str, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """What a list shows when nothing is in it: why, and in the slot what to do next."""
    return component("empty", **locals())


def banner(content: str, tone: str = "info", title: str = "", icon: str = "") -> SafeString:
    """A message that stays on the page. Tones: info, pos, warn, neg, mute."""
    icons = {"pos": "circle-check", "warn": "triangle-alert", "neg": "circle-alert"}
    return component("banner", **{**locals(), "icon": icon or icons.get(tone, "info")})


def group(content: str, title: str, text: str = "") -> SafeString:
    """A titled section of a long form: explanation at the start, fields at the end."""
    return component("group", **locals())


def dialog(content: str, id: str, title: str) -> SafeString:
    """A dialog that a button with `popovertarget="<id>"` opens, without JavaScript."""
    return component("dialog", **locals())


def key_figures(content: str, label: str = "") -> SafeString:
    """The strip of `key_figure`s at the top of a dashboard."""
    return component("key_figures", **locals())


def key_figure(
    content: str,
    label: str,
    *,
    delta: float | None = None,
    is_good: bool | None = None,
    is_neutral: bool = False,
    note: str = "",
    points: Any = (),
    url: str = "",
) -> SafeString:
    """One figure (the slot), its change in per cent, and a sparkline.

    More is good unless `is_good` says otherwise; a change that `is_neutral` has no colour.
    """
    good = is_good if is_good is not None else (delta or 0) >= 0
    return component("key_figure", **{**locals(), "is_good": good})


def data_table(content: str, label: str, two_line: bool = False, cls: str = "") -> SafeString:
    """A scrolling frame around <thead> and <tbody>. `two_line` turns rows into two lines on phones: mark the
    cells
    pick, lead, aside, under and act."""
    return component("data_table", **locals())


def bulk_bar(content: str, label: str = "") -> SafeString:
    """Appears in a form while rows of its table are ticked; the slot holds submit buttons."""
    return component("bulk_bar", **locals())


def menu(
    content: str,
    id: str,
    label: str,
    *,
    icon: str = "",
    cls: str = "",
    show_label: bool = True,
    from_start: bool = False,
) -> SafeString:
    """A button that opens a list of links and buttons; works without JavaScript."""
    return component("menu", **locals())


def row_menu(content: str, id: str, label: str = "") -> SafeString:
    """The three dots at the end of a row; `label` names the row to screen readers."""
    return component("row_menu", **locals())


def options(content: str, legend: str, error: str = "") -> SafeString:
    """A group of `option` cards, one of which is chosen."""
    return component("options", **locals())


def option(
    content: str,
    name: str,
    value: object,
    label: str,
    *,
    icon: str = "",
    checked: bool = False,
    disabled: bool = False,
    type: str = "radio",
) -> SafeString:
    """A card to choose; the slot is its explanation."""
    return component("option", **locals())


def plan_card(
    content: str,
    name: str,
    price: Amount,
    *,
    per: str = "",
    summary: str = "",
    features: Any = (),
    is_best: bool = False,
    best_label: str = "",
    level: int = 3,
) -> SafeString:
    """A plan with its price; the slot holds the button or form that chooses it."""
    return component("plan_card", **locals())


def product_card(content: str, name: str, url: str, summary: str = "", icon: str = "package") -> SafeString:
    """A product to open; the slot stands at the end, usually its lowest price."""
    return component("product_card", **locals())


def order_summary(
    content: str, rows: Any, total: Amount, title: str = "", total_label: str = ""
) -> SafeString:
    """What an order costs: rows with `label`, `amount` (Money) and `is_saving`; the slot holds its lines."""
    return component("order_summary", **locals())


def feed_item(
    content: str, at: Any = None, icon: str = "circle", tone: str = "mute", note: str = ""
) -> SafeString:
    """One event of `<ul class="feed">`; the slot is the sentence."""
    return component("feed_item", **locals())


def toolbar(
    context: Any,
    content: str,
    name: str = "q",
    *,
    placeholder: str = "",
    target: str = "",
    search: bool = True,
) -> SafeString:
    """A search field that filters as one types (into `target`, by HTMX) and what stands beside it."""
    request = context.get("request")
    value = request.GET.get(name, "") if request else ""
    return component("toolbar", content=content, name=name, placeholder=placeholder, target=target,
                     search=search, value=value)  # fmt: skip
