"""Checks of what applicants type."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# A line end in a name would end a mail header (RELIABILITY 27).
one_line = RegexValidator(r"[\x00-\x1f\x7f\u2028\u2029]", _("Use a single line."), inverse_match=True)
