"""What the words of a mail may name: variables of an allow-list, each shown as its kind is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from branding.components import values
from branding.queries import BrandLook
from shared_apps.kernel.money import Money
from tenant_apps.accounts.roles import Role

from .troubles import reason_of

Text = str | Promise
Show = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that words may hold in braces. `show` makes text or safe HTML of the value that a mail brings."""

    name: str
    about: Text
    show: Show = str
    is_url: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and words of a mail as they are written, with names in braces."""

    subject: str
    words: str


def _gateway(code: str) -> str:
    return {"stripe": gettext("Card"), "bank": gettext("Bank transfer")}.get(code, gettext("Account credit"))


def _event(code: str) -> str:
    if code.startswith("password_"):
        return gettext("Your password was changed")
    known = {
        "email_changed": gettext("Your e-mail address was changed"),
        "totp_activated": gettext("The second step was switched on"),
        "webauthn_added": gettext("A passkey was added"),
        "webauthn_removed": gettext("A passkey was removed"),
        "totp_deactivated": gettext("The second step was switched off"),
        "sign_in_connected": gettext("A way to sign in was connected"),
        "sign_in_disconnected": gettext("A way to sign in was disconnected"),
        "recovery_codes_generated": gettext("New recovery codes were made"),
    }
    return known.get(code, gettext("Something changed in your account"))


def _role(key: str) -> str:
    return str(Role(key).label) if key in Role.values else key


def _moment(value: datetime) -> str:
    return values.date(value, "datetime")


def _day(value: datetime) -> str:
    return values.date(value, "long")


def _paragraphs(value: str) -> str:
    return mark_safe(linebreaks(value, autoescape=True))


NUMBER = Variable("number", _("The number of the order or the invoice"))
CLIENT = Variable("client", _("The client's name"))
SERVICE = Variable("service", _("The name of the service"))
TOTAL = Variable("total", _("The total"), values.money)
AMOUNT = Variable("amount", _("The amount"), values.money)
CARD = Variable("card", _("The saved card"))
DUE = Variable("due", _("What is still to be paid"), values.money)
NEXT_AT = Variable("next_at", _("The day on which the card is tried again"), _day)
REASON = Variable("reason", _("The reason that was given"))
METHOD = Variable("method", _("The way of paying"), _gateway)
DUE_AT = Variable("due_at", _("The day by which to pay"), _day)
TRIAL_ENDS_AT = Variable("trial_ends_at", _("The day on which the trial ends"), _day)
AVAILABLE_AT = Variable("available_at", _("The day from which the commission is available"), _day)
ANSWER_DUE_AT = Variable("answer_due_at", _("The day by which an answer is promised"), _day)
ROLE = Variable("role", _("The role"), _role)
PERSON = Variable("person", _("The person's name"))
CODE = Variable("code", _("The code"))
EVENT = Variable("event", _("What changed"), _event)
AT = Variable("at", _("When it happened"), _moment)
IP = Variable("ip", _("The internet address that it came from"))
TIER = Variable("tier", _("The tier"))
PLAN = Variable("plan", _("The name of the plan"))
ENDS_AT = Variable("ends_at", _("The day on which the trial ends"), _day)
EFFECTIVE_AT = Variable("effective_at", _("The day from which the new prices hold"), _day)
COMPANY = Variable("company", _("The company's name"))
APPLICANT = Variable("applicant", _("The applicant's name"))
DELETES_AT = Variable("deletes_at", _("The day on which the account is erased"), _day)
HOST = Variable("host", _("The domain"))
FORMER = Variable("former", _("The former provider"))
SUCCESSOR = Variable("successor", _("The new provider"))
MOVES_AT = Variable("moves_at", _("The day of the move"), _day)
UNTIL = Variable("until", _("The day until which it may be put right"), _day)
OWED = Variable("owed", _("What is owed"), values.money)
SUBJECT_LINE = Variable("subject_line", _("The subject of the ticket"))
DEVICE = Variable("device", _("The browser and the system"))
SERVER = Variable("server", _("The mail server"))
TROUBLE = Variable("trouble", _("What went wrong"), reason_of)
SUBJECT = Variable("subject", _("The subject that was typed"))
TEXT = Variable("text", _("The message that was typed"), _paragraphs)
QUESTION = Variable("question", _("What is asked"), _paragraphs)
ANSWER = Variable("answer", _("What was answered"), _paragraphs)
TO_PAY = Variable("to_pay", _("What is to be paid"), values.money)
ENDS_ON = Variable("ends_on", _("The day on which the service ends"), _day)
URL = Variable("url", _("The address of the page that the button opens"), is_url=True)
RESET_URL = Variable("reset_url", _("The address at which a new password is set"), is_url=True)
SIGNUP_URL = Variable("signup_url", _("The address at which an account is opened"), is_url=True)

# What every mail may name.
BRAND = Variable("brand", _("Your brand's name"))
RECIPIENT = Variable("recipient", _("The recipient's name"))
SUPPORT = Variable("support_email", _("Your support address"))
COMMON = (RECIPIENT, BRAND, SUPPORT)

# Where a mail brings a value under another name.
SOURCES = {"method": "gateway"}


def shown(variables: tuple[Variable, ...], context: dict[str, Any]) -> dict[str, str]:
    """The values of a mail as its words show them: text, or HTML that is safe."""
    return {each.name: _shown(each, context) for each in variables}


def shown_common(look: BrandLook, recipient: str) -> dict[str, str]:
    return {
        RECIPIENT.name: recipient,
        BRAND.name: look.name,
        SUPPORT.name: look.answers_to,
    }


def _shown(variable: Variable, context: dict[str, Any]) -> str:
    value = context.get(SOURCES.get(variable.name, variable.name))
    return "" if value in (None, "") else variable.show(value)


def revived(value: Any) -> Any:
    """JSON back to what is shown: money and times."""
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return Money(value["minor"], value["currency"])
        return {name: revived(part) for name, part in value.items()}
    if isinstance(value, list):
        return [revived(part) for part in value]
    if isinstance(value, str) and value[10:11] == "T" and value[:4].isdigit():
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
