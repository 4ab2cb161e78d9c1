"""Names that a reseller may claim: read as typed in any script, kept in A-labels, shown in U-labels."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

LONGEST = 253
# Letters of these look alike: a label that mixes them is made to deceive (UTS 39).
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
# Names that lead nowhere on the internet (RFC 6761, RFC 8375, RFC 9476); development serves some of them.
_RESERVED = frozenset(
    {"localhost", "local", "test", "example", "invalid", "internal", "onion", "alt", "arpa"}
)
_IN_DEVELOPMENT = frozenset({"localhost", "test", "example"})
_AROUND = re.compile(
    r"^[a-z][a-z0-9+.-]*://(?:[^/@]*@)?|(?::\d{1,5})?(?:[/?#].*)?$", re.IGNORECASE | re.DOTALL
)


class BadName(ValidationError):
    """A name that nobody may claim here; the message says why."""


def claimable(typed: str) -> str:
    """The host in A-labels that somebody means who typed a name or an address; `BadName` says what is wrong."""
    typed = typed.strip()
    bare = typed if ":" in typed.partition(":")[2] and "/" not in typed else _AROUND.sub("", typed)
    host = _in_a_labels(bare.strip().rstrip(".。．｡"))
    _refuse_mixed_scripts(host)
    _refuse_reserved(host)
    _refuse_ours(host)
    if registrable(host) is None:
        raise BadName(
            _("This is an ending under which others register names. Type a name of your own."), "suffix"
        )
    return host


def registrable(host: str) -> str | None:
    """The part that is bought from a registry (`example.co.uk`); None for a public suffix itself."""
    found: str | None = _suffixes().privatesuffix(host)
    return found


def is_apex(host: str) -> bool:
    """Whether the host is the bought name itself, at which the DNS allows no CNAME."""
    return registrable(host) == host


def twin(host: str) -> str | None:
    """`www.` of an apex, or the apex of its `www.`; people type both."""
    if is_apex(host):
        return f"www.{host}"
    bare = host.removeprefix("www.")
    return bare if bare != host and is_apex(bare) else None


def relative(name: str, host: str) -> str:
    """`name` as panels want it that add the bought domain by themselves; `@` for that domain itself."""
    zone = registrable(host) or host
    return "@" if name == zone else name.removesuffix(f".{zone}")


def shown(host: str) -> str:
    """A host in its own script."""
    try:
        return idna.decode(host)
    except idna.IDNAError:
        return host


def _in_a_labels(typed: str) -> str:
    if _is_address(typed):
        raise BadName(_("This is an IP address. Type a name such as shop.example.com."), "address")
    try:
        host = idna.encode(typed, uts46=True, transitional=False, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError) as wrong:
        raise BadName(_("This is no domain name. Type one such as shop.example.com."), "name") from wrong
    if len(host) > LONGEST or _is_address(host):
        raise BadName(_("This is no domain name. Type one such as shop.example.com."), "name")
    if "." not in host:
        raise BadName(_("Type the whole name, with its ending, such as shop.example.com."), "single")
    return host


def _is_address(text: str) -> bool:
    """Whether something reads it as an IP address: also `1.2.3`, `0x7f.1` and what has digits as its ending."""
    try:
        return bool(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return bool(re.fullmatch(r"\d+|0x[0-9a-f]*", text.rpartition(".")[2], re.IGNORECASE))


def _refuse_mixed_scripts(host: str) -> None:
    for label in shown(host).split("."):
        scripts = {unicodedata.name(sign, "").split(" ")[0] for sign in label if sign.isalpha()}
        if len(scripts & _ALIKE) > 1:
            raise BadName(_("A part of this name mixes letters of scripts that look alike."), "mixed")


def _refuse_reserved(host: str) -> None:
    ending = host.rpartition(".")[2]
    allowed = _IN_DEVELOPMENT if settings.DEVELOPMENT else frozenset()
    if ending in _RESERVED - allowed:
        raise BadName(_("Names with this ending lead nowhere on the internet."), "reserved")


def _refuse_ours(host: str) -> None:
    """The platform's own names, what lies below them, and what they lie below."""
    for ours in (settings.PLATFORM_DOMAIN, settings.VITRINE_ROUTE_HOST):
        if ours and (host == ours or host.endswith(f".{ours}") or ours.endswith(f".{host}")):
            raise BadName(_("This name cannot be used. Type a domain that you have bought yourself."), "ours")


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
