"""What gives a tenant away: words, keys and addresses that only its own rows hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from tenants.context import acting_in
from tenants.records import TenantRecord

from .things import Thing
from .visitor import Answer

# Keys, hashes, codes: long words of letters and digits. Plain words say nothing of whose they are.
_WORD = re.compile(r"[a-z0-9]{8,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Markers:
    """The words of one tenant that another one's pages must not hold; `phrases` may stand within words."""

    words: frozenset[str]
    phrases: tuple[str, ...]
    mails: frozenset[str]

    def found_in(self, answer: Answer, *, asked: str = "") -> list[str]:
        """What of the tenant an answer shows, beyond what the question itself named."""
        heads = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
        text = f"{heads} {answer.body.decode(errors='replace')}".lower()
        known = set(_words_in(asked.lower()))
        shown = (set(_WORD.findall(text)) | self._mails_in(text)) & self.words
        phrases = [phrase for phrase in self.phrases if phrase in text and phrase not in asked.lower()]
        return sorted({word for word in shown if word not in known} | set(phrases))

    def _mails_in(self, text: str) -> set[str]:
        # To look for whole addresses takes long on a long page: only where one of them stands as a part.
        return set(_MAIL.findall(text)) if any(mail in text for mail in self.mails) else set()


def markers_of(tenant: TenantRecord, things: list[Thing], others: list[Thing], word: str = "") -> Markers:
    """The markers of a tenant against another one; `word` stands in every text that the proof planted."""
    mine, theirs = _words_of(things), _words_of(others)
    with acting_in(tenant):
        people = get_user_model()._default_manager.order_by("pk")[:_MOST_PEOPLE]
        mails = {mail.lower() for mail in people.values_list("email", flat=True)}
    words = {each for each in mine - theirs if not each.isdigit() and not each.isalpha()}
    phrases = [tenant.canonical_host, *([word] if word else [])]
    return Markers(frozenset(words | mails), tuple(phrases), frozenset(mails))


def _words_of(things: list[Thing]) -> set[str]:
    return {
        word
        for thing in things
        for values in thing.values.values()
        for value in values
        for word in _words_in(value.lower())
    }


def _words_in(text: str) -> list[str]:
    return _WORD.findall(text)
