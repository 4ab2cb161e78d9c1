"""Strings are found in templates as Django will look them up."""

from deploy.local.messages import _calls_of_template

PAGE = """{% load i18n %}
 {% translate "Pay %d (now)" %} it's (fine) {% translate "x" context "menu" %}
   {% blocktranslate trimmed count n=items %}
 one {{ n }} item's
{% plural %}
 {{ n }} items
{% endblocktranslate %}
{% card title=_("Title (a)") %}
"""


def test_a_template_gives_its_translations_as_calls() -> None:
    assert _calls_of_template(PAGE, "page.html").splitlines() == [
        "gettext(u'Pay %%d (now)')",
        "pgettext(u'menu', u'x')",
        "ngettext(u\"one %(n)s item's\", u'%(n)s items', count)",
        '_("Title (a)")',
    ]
