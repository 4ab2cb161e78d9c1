"""What a problem document calls its status, in the reader's language (RFC 9457: `title` may be localised)."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# The phrases of RFC 9110, as Python knows them: those that the API answers with.
TITLES = {
    400: _("Bad Request"),
    401: _("Unauthorized"),
    403: _("Forbidden"),
    404: _("Not Found"),
    405: _("Method Not Allowed"),
    406: _("Not Acceptable"),
    409: _("Conflict"),
    410: _("Gone"),
    413: _("Content Too Large"),
    415: _("Unsupported Media Type"),
    422: _("Unprocessable Content"),
    429: _("Too Many Requests"),
    500: _("Internal Server Error"),
    503: _("Service Unavailable"),
}


def title_of(status: int) -> str:
    """The phrase of a status; in English where nobody has expected it."""
    known = TITLES.get(status)
    return gettext(known) if known else HTTPStatus(status).phrase
