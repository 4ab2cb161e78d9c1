"""The networks that a brand may link to, and the hosts that are theirs: a link leads nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 200


@dataclass(frozen=True)
class Network:
    """A network's own name, its hosts (with what lies below them) and an example of an address."""

    name: str
    hosts: tuple[str, ...]
    example: str


NETWORKS = {
    "instagram": Network("Instagram", ("instagram.com",), "https://www.instagram.com/…"),
    "telegram": Network("Telegram", ("t.me", "telegram.me"), "https://t.me/…"),
    "whatsapp": Network("WhatsApp", ("wa.me", "whatsapp.com"), "https://wa.me/…"),
    "line": Network("LINE", ("line.me", "lin.ee"), "https://line.me/R/ti/p/@…"),
    "linkedin": Network("LinkedIn", ("linkedin.com",), "https://www.linkedin.com/company/…"),
    "youtube": Network("YouTube", ("youtube.com", "youtu.be"), "https://www.youtube.com/@…"),
    "facebook": Network("Facebook", ("facebook.com", "fb.com"), "https://www.facebook.com/…"),
    "x": Network("X", ("x.com", "twitter.com"), "https://x.com/…"),
    "aparat": Network("Aparat", ("aparat.com",), "https://www.aparat.com/…"),
}


def clean_links(links: Mapping[str, str]) -> dict[str, str]:
    """The links that are set, in the order of `NETWORKS`. Raises ValidationError, by `social_<network>`."""
    unknown = set(links) - set(NETWORKS)
    if unknown:
        raise TypeError(f"There is no network {', '.join(sorted(unknown))}.")
    given = {network: links[network].strip() for network in NETWORKS if links.get(network, "").strip()}
    refused = {
        f"social_{network}": error for network, url in given.items() if (error := _refusal(network, url))
    }
    if refused:
        raise ValidationError(refused)
    return given


def _refusal(network: str, url: str) -> ValidationError | None:
    known = NETWORKS[network]
    if _leads_to(url, known.hosts):
        return None
    text = _("Enter an address on %(network)s that begins with https://, such as %(example)s")
    return ValidationError(text, "social", {"network": known.name, "example": known.example})


def _leads_to(url: str, hosts: tuple[str, ...]) -> bool:
    if len(url) > LONGEST or not url.isprintable() or any(sign in url for sign in ' \\<>"'):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    is_own = any(host == each or host.endswith(f".{each}") for each in hosts)
    return parts.scheme == "https" and is_own and port is None and "@" not in parts.netloc
