"""What the DNS says about the domain that mails are sent from: SPF, DKIM, DMARC and MX, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address

import idna
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.dns import Answer, look_up

from .models import MailServer

SELECTOR = re.compile(r"[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)
Text = str | Promise
Values = tuple[str, ...]

# What the makers of well-known servers ask to be named in SPF, by how the server's name ends.
PROVIDERS = {
    ".google.com": "include:_spf.google.com",
    ".gmail.com": "include:_spf.google.com",
    ".office365.com": "include:spf.protection.outlook.com",
    ".outlook.com": "include:spf.protection.outlook.com",
    ".zoho.com": "include:zohomail.com",
    ".mailgun.org": "include:mailgun.org",
    ".sendgrid.net": "include:sendgrid.net",
    ".amazonaws.com": "include:amazonses.com",
    ".yandex.com": "include:_spf.yandex.net",
    ".fastmail.com": "include:spf.messagingengine.com",
    ".mailjet.com": "include:spf.mailjet.com",
    ".postmarkapp.com": "include:spf.mtasv.net",
}


class Verdict(StrEnum):
    """How a record stands. `UNKNOWN`: nobody answered, which says nothing about the record."""

    GOOD = "good"
    WEAK = "weak"
    MISSING = "missing"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which record was looked for, at which name."""

    record: str
    name: str
    type: str = "TXT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record: what it is for, what was found at which name, and what to enter there."""

    record: str
    purpose: Text
    name: str
    type: str
    verdict: Verdict
    text: Text
    found: tuple[str, ...] = ()
    wanted: str = ""

    @property
    def tone(self) -> str:
        return {"good": "pos", "weak": "warn", "unknown": "mute"}.get(self.verdict, "neg")

    @property
    def label(self) -> Text:
        return LABELS[self.verdict]


LABELS = {
    Verdict.GOOD: _("Good"),
    Verdict.WEAK: _("Could be better"),
    Verdict.MISSING: _("Missing"),
    Verdict.BROKEN: _("Wrong"),
    Verdict.UNKNOWN: _("No answer"),
}
PURPOSES = {
    "SPF": _("Says which servers may send mail from your domain."),
    "DKIM": _(
        "Holds the key with which your mail provider signs, so that nobody can change a mail on its way."
    ),
    "DMARC": _("Says what mailboxes do with mail that fails the other two, and where reports go."),
    "MX": _("Says where answers and returned mail are delivered."),
}
SILENT = _("The DNS did not answer in time. That says nothing about the record: check again in a moment.")


def examine(
    sender: str, server: MailServer | None, *, selector: str = "", reports_to: str = ""
) -> list[Finding]:
    """Look the records of a sender address up. `server` is the own one, if mails leave by it."""
    domain = _ascii(sender.rpartition("@")[2])
    found = [_spf(domain, server)]
    if selector:
        found.append(_dkim(domain, selector))
    return [*found, _dmarc(domain, reports_to), _mx(domain)]


def is_selector(text: str) -> bool:
    return bool(SELECTOR.fullmatch(text))


def route_of(server: MailServer | None) -> str:
    """What SPF has to name for mail to pass: the own server's, or what the portal's server is known by."""
    if server is None:
        return str(settings.MAIL_ROUTE_SPF)
    known = (spf for end, spf in PROVIDERS.items() if f".{server.host}".endswith(end))
    return next(known, _mechanism(server.host))


def _mechanism(host: str) -> str:
    """How SPF names a host, or an address where the host is given as one."""
    try:
        return f"ip{ip_address(host).version}:{host}"
    except ValueError:
        return f"a:{host}"


def _spf(domain: str, server: MailServer | None) -> Finding:
    answer = look_up(domain, "TXT")
    records = tuple(value for value in answer.values if value.lower().split(" ")[0] == "v=spf1")
    route = route_of(server)
    verdict, text = _judge_spf(answer, records, route)
    wanted = "" if verdict in (Verdict.GOOD, Verdict.UNKNOWN) else _wanted_spf(records, route)
    return _finding(Asked("SPF", domain), verdict, text, records, wanted)


def _judge_spf(answer: Answer, records: tuple[str, ...], route: str) -> tuple[Verdict, Text]:
    if answer.is_unknown:
        return Verdict.UNKNOWN, SILENT
    if not records:
        return Verdict.MISSING, _(
            "There is no SPF record, so mailboxes cannot tell whether a server may send for you."
        )
    if len(records) > 1:
        return Verdict.BROKEN, _("There are several SPF records. Mailboxes then use none: make one of them.")
    terms = records[0].lower().split()
    if any(term in ("all", "+all", "?all") for term in terms):
        return Verdict.WEAK, _("The record lets every server send for you. End it with ~all or -all.")
    if route and route.lower() not in terms:
        return Verdict.WEAK, _(
            "The record does not name the server that your mails leave by, at least not directly."
        )
    return Verdict.GOOD, _("The record names who may send for you.")


def _wanted_spf(records: tuple[str, ...], route: str) -> str:
    """One record that keeps what was named and names the route as well."""
    terms = list(dict.fromkeys(term for record in records for term in record.split()[1:]))
    kept = [term for term in terms if term.lower().lstrip("+-~?") != "all"]
    if route and route not in kept:
        kept.append(route)
    strictness = "-all" if "-all" in terms else "~all"
    return " ".join(["v=spf1", *(kept or ["mx"]), strictness])


def _dkim(domain: str, selector: str) -> Finding:
    name = f"{selector.lower()}._domainkey.{domain}"
    answer = look_up(name, "TXT")
    records = tuple(value for value in answer.values if "p=" in value.replace(" ", ""))
    if answer.is_unknown:
        verdict, text = Verdict.UNKNOWN, SILENT
    elif not records:
        verdict, text = (
            Verdict.MISSING,
            _(
                "There is no key at this name. Your mail provider shows the record to enter; it ends up at this name."
            ),
        )
    elif re.search(r"p=\s*(;|$)", records[0]):
        verdict, text = Verdict.BROKEN, _("The key was withdrawn: the record holds an empty p=.")
    else:
        verdict, text = Verdict.GOOD, _("A key is published at this name.")
    return _finding(Asked("DKIM", name), verdict, text, records)


def _dmarc(domain: str, reports_to: str) -> Finding:
    name = f"_dmarc.{domain}"
    answer = look_up(name, "TXT")
    records = tuple(value for value in answer.values if value.upper().startswith("V=DMARC1"))
    policy = re.search(r";\s*p=\s*(none|quarantine|reject)\b", records[0], re.IGNORECASE) if records else None
    wanted = "v=DMARC1; p=none" + (f"; rua=mailto:{reports_to}" if reports_to else "")
    if answer.is_unknown:
        return _finding(Asked("DMARC", name), Verdict.UNKNOWN, SILENT)
    if not records:
        text: Text = _(
            "There is no DMARC record. Large mailboxes trust mail without one less. Begin with this one."
        )
        return _finding(Asked("DMARC", name), Verdict.MISSING, text, wanted=wanted)
    if len(records) > 1 or policy is None:
        text = _("The record cannot be read as DMARC: there must be one, with a policy p=.")
        return _finding(Asked("DMARC", name), Verdict.BROKEN, text, records, wanted)
    if policy[1].lower() == "none":
        text = _("The record only watches. Once SPF and DKIM are right, change p=none to p=quarantine.")
        return _finding(Asked("DMARC", name), Verdict.WEAK, text, records)
    return _finding(Asked("DMARC", name), Verdict.GOOD, _("Forged mail is kept back."), records)


def _mx(domain: str) -> Finding:
    answer = look_up(domain, "MX")
    if answer.is_unknown:
        verdict, text = Verdict.UNKNOWN, SILENT
    elif answer.values in ((), ("0",), ("0 .",)):
        verdict, text = (
            Verdict.MISSING,
            _(
                "The domain takes no mail: answers and returned mail are lost. Your mail provider shows what to enter."
            ),
        )
    else:
        verdict, text = Verdict.GOOD, _("Answers are delivered.")
    return _finding(Asked("MX", domain, "MX"), verdict, text, answer.values)


def _finding(asked: Asked, verdict: Verdict, text: Text, found: Values = (), wanted: str = "") -> Finding:
    return Finding(asked.record, PURPOSES[asked.record], asked.name, asked.type, verdict, text, found, wanted)


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode().lower()
    except idna.IDNAError:
        return domain.lower()
