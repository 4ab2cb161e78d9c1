from .arriving import arrive, issue_token, origin_of
from .asking import answer, ask
from .consent import consent_of, set_consent
from .ending import call_off, end, end_if_open, settle

__all__ = [
    "answer",
    "arrive",
    "ask",
    "call_off",
    "consent_of",
    "end",
    "end_if_open",
    "issue_token",
    "origin_of",
    "set_consent",
    "settle",
]
