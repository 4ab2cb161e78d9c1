"""What every API call passes: key, version, parameters, idempotency, faults, one transaction."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import stripe

from deploy.sandbox.faults import Fault, Faults
from deploy.sandbox.stripe import forms, params
from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.api.call import Call, Resource
from deploy.sandbox.stripe.api.expansion import expand
from deploy.sandbox.stripe.errors import Json, Refused, StripeError
from deploy.sandbox.stripe.objects import new_id, public
from deploy.sandbox.stripe.store import Store
from deploy.sandbox.web import Request, Response, as_json

KEY = re.compile(r"sk_test_([A-Za-z0-9_]{1,80})")
KEPT_SECONDS = 24 * 3600


@dataclass
class Gate:
    """The way in to the API. `latency` is the seconds each call takes."""

    store: Store
    faults: Faults
    latency: float = 0.0
    public_url: str | None = None
    _running: set[tuple[str, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, known: type, resource: Resource, request: Request) -> Response:
        """Run `resource` for the request; refusals are answers too."""
        headers = {"Request-Id": new_id("req", 14), "Stripe-Version": _version(request)}
        if key := request.headers.get("Idempotency-Key"):
            headers["Idempotency-Key"] = key
        try:
            return self._pass(known, resource, request, headers)
        except StripeError as refusal:
            return as_json(refusal.body(), refusal.status, headers)

    def unknown(self, request: Request) -> Response:
        """An address the API does not have."""
        message = f"Unrecognized request URL ({request.method}: {request.path})."
        refusal = StripeError(message, status=404)
        return as_json(refusal.body(), 404, {"Request-Id": new_id("req", 14)})

    def _pass(self, known: type, resource: Resource, request: Request, headers: dict[str, str]) -> Response:
        account = Account(self.store, _account_name(request))
        account.cause = {"id": headers["Request-Id"], "idempotency_key": headers.get("Idempotency-Key")}
        fault = self.faults.take(account.name, request.method, request.path)
        if fault and fault.kind in ("timeout_before", "reset_before"):
            self.faults.drop(fault)
        _refuse_by_order(fault)
        given = params.check(known, forms.decode(_encoded(request)))
        call = Call(account, given, request.captures, request.path, self.public_url or request.base_url)
        response = self._once(call, resource, request, headers)
        if fault:
            self._spoil(fault, headers)
        return response

    def _spoil(self, fault: Fault, headers: dict[str, str]) -> None:
        if fault.kind == "error_after":
            raise StripeError("An unknown error occurred", status=500, type="api_error")
        self.faults.drop(fault)

    def _once(self, call: Call, resource: Resource, request: Request, headers: dict[str, str]) -> Response:
        key = headers.get("Idempotency-Key") if request.method == "POST" else None
        if not key:
            time.sleep(self.latency)
            return self._run(call, resource, headers, None, "")
        if len(key) > 255:
            raise Refused("Idempotency keys must be at most 255 characters.", type="idempotency_error")
        mark = _fingerprint(request)
        with self._claim(call.account.name, key):
            return self._kept(call, key, mark, headers) or self._slowly(call, resource, headers, key, mark)

    def _slowly(
        self, call: Call, resource: Resource, headers: dict[str, str], key: str, mark: str
    ) -> Response:
        time.sleep(self.latency)
        return self._run(call, resource, headers, key, mark)

    @contextmanager
    def _claim(self, account: str, key: str) -> Iterator[None]:
        with self._lock:
            if (account, key) in self._running:
                message = "There is currently another in-progress request using this Idempotent Key."
                raise StripeError(
                    message, status=409, type="idempotency_error", code="idempotency_key_in_use"
                )
            self._running.add((account, key))
        try:
            yield
        finally:
            with self._lock:
                self._running.discard((account, key))

    def _kept(self, call: Call, key: str, mark: str, headers: dict[str, str]) -> Response | None:
        oldest = self.store.now() - KEPT_SECONDS
        query = "SELECT * FROM answer WHERE account = ? AND key = ? AND at > ?"
        for kept in self.store.rows(query, call.account.name, key, oldest):
            if kept["fingerprint"] != mark:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters "
                    f"they were first used with. Try using a key other than '{key}' "
                    "if you meant to execute a different request."
                )
                raise StripeError(message, type="idempotency_error")
            headers |= {"Idempotent-Replayed": "true", "Original-Request": kept["request"]}
            return as_json(json.loads(kept["body"]), kept["status"], headers)
        return None

    def _run(
        self, call: Call, resource: Resource, headers: dict[str, str], key: str | None, mark: str
    ) -> Response:
        with self.store.transaction():
            call.account.open()
            status, body = _attempt(call, resource)
            if key:
                self.store.run(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", call.account.name, key,
                    mark,
                    headers["Request-Id"], status, json.dumps(body), self.store.now(),
                )  # fmt: skip
        return as_json(body, status, headers)


def _attempt(call: Call, resource: Resource) -> tuple[int, Json]:
    """A refusal does not undo what was written before it: a decline is a fact."""
    try:
        answer = public_tree(resource(call))
        return 200, expand(call.account, answer, call.params.get("expand", []))
    except StripeError as refusal:
        return refusal.status, refusal.body()


def public_tree(body: Json) -> Json:
    """The answer, and each entry of a list, without the sandbox's own fields."""
    shown = public(body)
    if shown.get("object") == "list":
        shown["data"] = [public(each) for each in shown["data"]]
    return shown


def _refuse_by_order(fault: Fault | None) -> None:
    if fault and fault.kind == "error_before":
        raise StripeError("An unknown error occurred", status=500, type="api_error")
    if fault and fault.kind == "rate_limit":
        raise StripeError("Too many requests hit the API too quickly.", status=429, code="rate_limit")


def _version(request: Request) -> str:
    return request.headers.get("Stripe-Version") or stripe.api_version


def _encoded(request: Request) -> str:
    return request.body.decode("utf-8", "replace") if request.method == "POST" else request.query


def _fingerprint(request: Request) -> str:
    text = f"{request.method} {request.path}\n".encode() + request.body
    return hashlib.sha256(text).hexdigest()


def _account_name(request: Request) -> str:
    key = _api_key(request.headers.get("Authorization", ""))
    if not key:
        message = (
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
        raise StripeError(message, status=401)
    match = KEY.fullmatch(key)
    if not match:
        raise StripeError(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}", status=401)
    return match[1]


def _api_key(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
