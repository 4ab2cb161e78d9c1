"""The registrar behind signed calls (deploy/sandbox/registrar/README.md says what they look like)."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings
from standardwebhooks.webhooks import Webhook

from ..provisioner import Declined, Done, Outcome, Unknown
from .protocol import Availability

SECONDS = 10.0
# People wait for these: a search that takes longer says that it does not know.
SEARCH_SECONDS = 3.0
MOST_NAMES = 50
_MOST_DETAILS, _LONGEST = 20, 500


@dataclass(frozen=True, slots=True)
class HttpRegistrar:
    """A registrar at `url`; calls are signed with `secret` as Standard Webhooks are."""

    url: str
    secret: str
    seconds: float = SECONDS
    search_seconds: float = SEARCH_SECONDS

    @classmethod
    def from_settings(cls) -> HttpRegistrar:
        seconds = getattr(settings, "REGISTRAR_TIMEOUT", SECONDS)
        search_seconds = min(seconds, SEARCH_SECONDS)
        return cls(settings.REGISTRAR_URL, settings.REGISTRAR_SECRET, seconds, search_seconds)

    def availability(self, names: list[str]) -> dict[str, Availability]:
        """One call for all names, at most `MOST_NAMES`; those beyond are unknown."""
        body = json.dumps({"names": names[:MOST_NAMES]})
        answer = self._call("POST", "/v1/availability", "availability", body, self.search_seconds)
        said = _json(answer).get("names") if isinstance(answer, httpx.Response) else {}
        found = said if isinstance(said, dict) else {}
        return {name: _known(found.get(name)) for name in names}

    def perform(self, operation: str, name: str, *, years: int, key: str) -> Outcome:
        """Register or renew; a time-out is unknown, and to be asked about by its key."""
        order = {"operation": operation, "key": key, "name": name, "years": years}
        body = json.dumps(order, sort_keys=True)
        answer = self._call("POST", "/v1/names", key, body, self.seconds)
        return _outcome(answer) if isinstance(answer, httpx.Response) else answer

    def ask(self, key: str) -> Outcome | None:
        answer = self._call("GET", f"/v1/operations/{quote(key, safe='')}", key, "", self.seconds)
        if isinstance(answer, Unknown):
            return answer
        return None if answer.status_code == 404 else _outcome(answer)

    def _call(self, method: str, path: str, key: str, body: str, seconds: float) -> httpx.Response | Unknown:
        if not self.url:
            return Unknown("No registrar is set up.")
        try:
            with httpx.Client(
                timeout=seconds, follow_redirects=False, trust_env=False, verify=_authorities()
            ) as client:
                url = self.url.rstrip("/") + path
                return client.request(method, url, content=body or None, headers=self._signed(key, body))
        except httpx.HTTPError as fault:
            return Unknown(f"{type(fault).__name__}: {fault}"[:_LONGEST])

    def _signed(self, key: str, body: str) -> dict[str, str]:
        at = datetime.now(UTC)
        return {
            "content-type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret).sign(key, at, body),
        }


@cache
def _authorities() -> ssl.SSLContext:
    # Read once: it takes longer than a search may.
    return ssl.create_default_context()


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json() if answer.status_code == 200 else {}
    except ValueError:
        said = {}
    return said if isinstance(said, dict) else {}


def _known(said: object) -> Availability:
    try:
        return Availability(str(said))
    except ValueError:
        return Availability.UNKNOWN


def _outcome(answer: httpx.Response) -> Outcome:
    said = _json(answer)
    if said.get("status") == "done":
        return Done(str(said.get("reference", ""))[:120], _details(said.get("details")))
    if said.get("status") == "declined":
        return Declined(str(said.get("message") or "declined")[:_LONGEST])
    return Unknown(f"Status {answer.status_code}.")


def _details(given: Any) -> dict[str, str]:
    """Only short texts under short names: they are shown to the client."""
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name)[:40]: str(value)[:_LONGEST] for name, value in list(pairs)[:_MOST_DETAILS]}
