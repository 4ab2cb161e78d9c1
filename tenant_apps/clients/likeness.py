"""When two names or addresses are so alike that they may be one client's."""

from __future__ import annotations

import re
import unicodedata

from shared_apps.commissions.door import normal_email

# What companies write behind their names in the languages of the portals; it tells nobody apart.
_FORMS = (
    "ltd limited llc inc corp corporation co company gmbh ag sa sarl bv plc pte pty as şti sti san tic",
    "شرکت مؤسسه موسسه گروه سهامی خاص عام بازرگانی",
    "บริษัท จำกัด",
)
_SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ı": "i", "\u200c": " "})


def _plain(text: str) -> str:
    """Lower case, without accents, one form of each letter."""
    apart = unicodedata.normalize("NFKD", text.translate(_SAME).casefold())
    return re.sub("[\u0300-\u036f]", "", apart).translate(_SAME)


_TELL_NOTHING = frozenset(_plain(" ".join(_FORMS)).split())


def email_key(email: str) -> str:
    """One spelling of an address: no +tag, no dots where the provider ignores them."""
    return normal_email(email)


def name_key(name: str) -> str:
    """The words of a name without accents, punctuation and legal forms, in one order: "Aras Ltd." = "ARAS"."""
    words = re.split(r"[\s,;:()'\"&/|+_–-]+", _plain(name).replace(".", "").strip())
    telling = [word for word in words if word and word not in _TELL_NOTHING]
    return " ".join(sorted(telling or words))


def tax_key(number: str) -> str:
    """A tax number without the spaces and dots that people put into it."""
    return re.sub(r"[\W_]", "", number).upper()
