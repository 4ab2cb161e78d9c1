"""What a cell says, as a client's field holds it. Each way of being wrong has a code (`words.py`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from branding import formats
from branding.formats import ascii_digits
from shared_apps.domains.names import BadName, claimable

from ..custom import LONGEST, as_json
from ..models import Client, CustomField
from ..phones import InvalidMobile, e164
from ..search import search_key

LANGUAGES = [code for code, _name in settings.LANGUAGES]
_SINGLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_DIGITS = ("tax_id", "registration_number", "national_id", "postal_code")
_ORGANISATION = [
    "organisation", "organization", "company", "business", "corporate", "legal", "شرکت", "سازمان", "حقوقی",
    "kurum", "kurumsal", "şirket", "tüzel", "บริษัท", "องค์กร", "นิติบุคคล",
]  # fmt: skip
_PERSON = [
    "person", "individual", "private", "natural", "شخص", "حقیقی", "فرد", "kişi", "bireysel", "gerçek", "şahıs",
    "บุคคล", "บุคคลธรรมดา",
]  # fmt: skip
_YES = ["yes", "y", "true", "1", "بله", "آری", "evet", "doğru", "ใช่"]
_NO = ["no", "n", "false", "0", "خیر", "نه", "hayır", "yanlış", "ไม่", "ไม่ใช่"]
_TAX = {
    "standard": ["standard", "taxed", "no", "false", "0", "مشمول", "vergili"],
    "exempt": ["exempt", "yes", "true", "1", "معاف", "muaf", "ยกเว้น"],
    "reverse_charge": ["reverse charge", "reverse_charge", "reverse"],
}


class Wrong(ValueError):
    """A cell that does not fit its field; `code` tells how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def value_of(field: str, cell: str, *, country: str) -> str:
    """The value for a client's own field, never empty. `country` reads telephone numbers. Raises `Wrong`."""
    found = _READERS.get(field, _plain)(cell) if field != "mobile" else _mobile(cell, country)
    longest = getattr(Client._meta.get_field(field), "max_length", None)
    if longest and len(found) > longest:
        raise Wrong("too_long")
    return found


def custom_value(field: CustomField, cell: str) -> Any:
    """The value for a field of the reseller's own. Raises `Wrong`."""
    return _CUSTOM[field.kind](field, cell)


def joined(words: str, most: int = 20) -> list[str]:
    """Tags out of one cell: words between commas, each once."""
    parts = [" ".join(part.split()) for part in re.split(r"[,;،|\n]", words)]
    return list(dict.fromkeys(part for part in parts if part))[:most]


def _plain(cell: str) -> str:
    if _SINGLE.search(cell):
        raise Wrong("lines")
    return cell


def _with_digits(cell: str) -> str:
    return ascii_digits(_plain(cell))


def _email(cell: str) -> str:
    found = _plain(cell).lower()
    try:
        validate_email(found)
    except ValidationError as wrong:
        raise Wrong("email") from wrong
    return found


def _mobile(cell: str, country: str) -> str:
    typed = ascii_digits(_plain(cell))
    # Spreadsheets drop the sign and the zero in front of a number.
    tries = (typed, f"+{typed}", f"0{typed}") if typed.isdigit() else (typed,)
    for one in tries:
        try:
            return e164(one, country)
        except InvalidMobile:
            continue
    raise Wrong("mobile")


def _kind(cell: str) -> str:
    word = search_key(cell)
    if word in _ORGANISATION:
        return Client.Kind.ORGANISATION
    if word in _PERSON:
        return Client.Kind.PERSON
    raise Wrong("choice")


def _tax_status(cell: str) -> str:
    word = search_key(cell)
    for status, known in _TAX.items():
        if word in known:
            return status
    raise Wrong("choice")


def _country(cell: str) -> str:
    found = _countries().get(search_key(cell))
    if found is None:
        raise Wrong("country")
    return found


def _language(cell: str) -> str:
    found = _languages().get(search_key(cell))
    if found is None:
        raise Wrong("choice")
    return found


def _domain(cell: str) -> str:
    try:
        return claimable(_plain(cell))
    except BadName as wrong:
        raise Wrong("domain") from wrong


@cache
def _countries() -> dict[str, str]:
    """Codes and names in every language of the portals."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language.replace("-", "_")).territories.items():
            if len(code) == 2 and code.isalpha():
                known |= {search_key(name): code, code.lower(): code}
    return known


@cache
def _languages() -> dict[str, str]:
    known = {code: code for code in LANGUAGES}
    for reader in LANGUAGES:
        names = Locale.parse(reader.replace("-", "_")).languages
        known |= {search_key(names[code]): code for code in LANGUAGES if code in names}
    return known


def _text(_field: CustomField, cell: str) -> str:
    return cell[:LONGEST]


def _number(_field: CustomField, cell: str) -> str:
    typed = ascii_digits(cell).replace("٬", "").replace("٫", ".").replace(",", "")
    if not re.fullmatch(r"-?\d{1,14}(\.\d{1,6})?", typed):
        raise Wrong("number")
    return str(as_json(Decimal(typed)))


def _day(_field: CustomField, cell: str) -> str:
    typed = ascii_digits(cell)
    try:
        return dt.date.fromisoformat(typed).isoformat()
    except ValueError:
        pass
    try:
        return formats.parse_date(cell).isoformat()
    except formats.InvalidDate as wrong:
        raise Wrong("date") from wrong


def _choice(field: CustomField, cell: str) -> str:
    known = {search_key(str(one)): str(one) for one in field.choices}
    if search_key(cell) not in known:
        raise Wrong("choice")
    return known[search_key(cell)]


def _yes_no(_field: CustomField, cell: str) -> bool:
    word = search_key(ascii_digits(cell))
    if word not in (*_YES, *_NO):
        raise Wrong("choice")
    return word in _YES


_READERS: Mapping[str, Callable[[str], str]] = {
    "email": _email,
    "kind": _kind,
    "tax_status": _tax_status,
    "country": _country,
    "language": _language,
    "domain": _domain,
    **dict.fromkeys(_DIGITS, _with_digits),
}
_CUSTOM: Mapping[str, Callable[[CustomField, str], Any]] = {
    CustomField.Kind.TEXT: _text,
    CustomField.Kind.NUMBER: _number,
    CustomField.Kind.DATE: _day,
    CustomField.Kind.CHOICE: _choice,
    CustomField.Kind.YES_NO: _yes_no,
}
