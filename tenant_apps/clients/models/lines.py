"""Texts that stay on one line."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# Names go into mail headers and exports.
one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)
