from .arriving import arrive, issue_token, origin_of
from .asking import answer, ask
from .consent import consent_of, set_consent
from .ending import call_off, call_off_by, end, end_if_open, settle
from .memberships import PlatformPerson, TooManyCodes, WrongCode, connect, disconnect, send_code

__all__ = [
    "PlatformPerson",
    "TooManyCodes",
    "WrongCode",
    "answer",
    "arrive",
    "ask",
    "call_off",
    "call_off_by",
    "connect",
    "consent_of",
    "disconnect",
    "end",
    "end_if_open",
    "issue_token",
    "origin_of",
    "send_code",
    "set_consent",
    "settle",
]
