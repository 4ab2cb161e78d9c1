"""The template tags of the design system (a builtin: no `{% load %}` needed).

`/console/ui/` shows each of them.
"""

from django import template

from branding.components import blocks, forms, icons, lists, values
from branding.formats import isolated

register = template.Library()

register.simple_tag(icons.icon)
register.filter("isolated", isolated)
register.filter("can", values.can)

for value in (
    values.money,
    values.money_compact,
    values.number,
    values.percent,
    values.date,
    values.ago,
    values.status,
    values.avatar,
):
    register.simple_tag(value)

for block in (
    blocks.card,
    blocks.page_head,
    blocks.empty,
    blocks.banner,
    blocks.group,
    blocks.dialog,
    blocks.key_figures,
    blocks.key_figure,
    blocks.data_table,
    blocks.bulk_bar,
    blocks.menu,
    blocks.row_menu,
    blocks.option,
    blocks.options,
    blocks.plan_card,
    blocks.product_card,
    blocks.order_summary,
    blocks.feed_item,
):
    register.simple_block_tag(block)

register.simple_block_tag(blocks.toolbar, takes_context=True)

for listed in (
    lists.tabs,
    lists.segmented,
    lists.steps,
    lists.pager,
    lists.progress,
    lists.sparkline,
    lists.area_chart,
    lists.timeline,
    lists.copyable,
    lists.skeleton,
):
    register.simple_tag(listed)

register.simple_tag(lists.sort_link, takes_context=True)
register.simple_tag(lists.navigation, takes_context=True)
register.simple_tag(forms.form_errors)
register.simple_tag(forms.hidden_next, takes_context=True)
