"""What is wrong with a file or a row, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TROUBLES: dict[str, str | Promise] = {
    "kind": gettext_lazy("Choose a CSV or an XLSX file."),
    "text": gettext_lazy("The text cannot be read. Choose another encoding."),
    "broken": gettext_lazy("The file is damaged or not a table."),
    "packed": gettext_lazy("The file is too large."),
    "large": gettext_lazy("The file is too large."),
    "empty": gettext_lazy("There are no rows in the file."),
    "rows": gettext_lazy("The file has more than 20,000 rows. Split it."),
    "columns": gettext_lazy("The file has more than 80 columns."),
}
_ERRORS: dict[str, str | Promise] = {
    "required": gettext_lazy("is missing"),
    "email": gettext_lazy("is no e-mail address"),
    "mobile": gettext_lazy("is no mobile number"),
    "country": gettext_lazy("is no country"),
    "choice": gettext_lazy("is none of the known values"),
    "domain": gettext_lazy("is no domain name"),
    "number": gettext_lazy("is no number"),
    "date": gettext_lazy("is no date"),
    "group": gettext_lazy("is no group that you have"),
    "too_long": gettext_lazy("is too long"),
    "lines": gettext_lazy("has a line break"),
    "taken": gettext_lazy("belongs to another client"),
    "several": gettext_lazy("belongs to several clients"),
}


def trouble(code: str) -> str:
    """Why a whole file cannot be read."""
    return str(_TROUBLES.get(code, _TROUBLES["broken"]))


def told(errors: Iterable[Sequence[str]], labels: Mapping[str, object]) -> list[str]:
    """What is wrong with a row, one sentence each."""
    return [_tell(labels.get(name, name), code, *more) for name, code, *more in errors]


def _tell(label: object, code: str, more: str = "") -> str:
    if code == "twice":
        return _("%(field)s stands in row %(number)s too") % {"field": label, "number": more}
    return f"{label}: {_ERRORS.get(code, code)}"
