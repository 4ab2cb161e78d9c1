"""Components made from data: tabs, steps, pages, charts, navigation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from branding import navigation as nav
from branding.components.charts import (
    GRID_LINES,
    HEIGHT,
    WIDTH,
    Chart,
    ceiling,
    smooth_path,
    spark_points,
)
from branding.components.rendering import component
from branding.formats import compact
from branding.formats.amounts import shown_amount

Items = Sequence[Any]


def tabs(items: Items, label: str = "", target: str = "") -> SafeString:
    """Links with `label`, `url`, `count` and `current`; with `target` HTMX swaps that part of the page."""
    return component("tabs", **locals())


def segmented(items: Items, label: str = "") -> SafeString:
    """Two or three views of the same thing: items with `label`, `url`, `icon`, `current`, `tag`."""
    return component("segmented", **locals())


def steps(items: Sequence[Any], current: int = 1) -> SafeString:
    """The steps of a task, counted from 1. Items are texts, or have `label` and `url` to go back to."""
    shown = [item if isinstance(item, Mapping) else {"label": item} for item in items]
    return component("steps", items=shown, current=current)


def pager(text: str = "", previous_url: str = "", next_url: str = "", target: str = "") -> SafeString:
    """Links to the page before and after; nothing when there is only one page and no text."""
    return component("pager", **locals())


def progress(value: float, maximum: float = 100, label: str = "") -> SafeString:
    """A bar for work whose length is known."""
    share = 100 * value / maximum if maximum else 0
    return component("progress", value=value, maximum=maximum, label=label, share=round(share))


def sparkline(points: Sequence[float]) -> SafeString:
    return component("sparkline", points=spark_points(points))


def area_chart(chart: Chart) -> SafeString:
    """A line over time with an optional earlier one; labels run along the bottom."""
    top = ceiling([*chart.values, *chart.before])
    rows = range(GRID_LINES + 1)
    return component(
        "area_chart",
        chart=chart,
        line=smooth_path(chart.values, top),
        area=smooth_path(chart.values, top, is_area=True),
        before=smooth_path(chart.before, top),
        scale=[_scale_label(top * (GRID_LINES - row) / GRID_LINES, chart.currency) for row in rows],
        grid=[row * HEIGHT / GRID_LINES for row in rows],
        width=WIDTH,
        height=HEIGHT,
    )


def timeline(items: Items) -> SafeString:
    """Events with `text`, `at`, and optionally `icon`, `tone`, `note`; newest first or last, as they come."""
    return component("timeline", **locals())


def copyable(text: str, label: str = "") -> SafeString:
    """A text with a button that copies it."""
    return component("copyable", **locals())


def skeleton(lines: int = 6) -> SafeString:
    """Grey lines where content is on its way."""
    return component("skeleton", lines=range(lines))


def sort_link(context: Any, label: str, key: str, parameter: str = "sort") -> SafeString:
    """A column heading that sorts: `?sort=key`, then `?sort=-key`.

    Place it in `<th {{ … }}>`; see the gallery.
    """
    query = context["request"].GET.copy()
    current = query.get(parameter, "")
    query[parameter] = f"-{key}" if current == key else key
    query.pop("after", None)
    direction = {key: "up", f"-{key}": "down"}.get(current, "")
    return component("sort_link", label=label, url=f"?{query.urlencode()}", direction=direction)


def navigation(context: Any, groups: Any) -> list[nav.NavGroup]:
    """The navigation with the present place marked: `{% navigation nav as groups %}`."""
    request = context.get("request")
    return nav.marked(groups or (), request.path if request else "")


def _scale_label(value: float, currency: str) -> str:
    figures, unit = compact(shown_amount(round(value), currency) if currency else value)
    return figures + unit
