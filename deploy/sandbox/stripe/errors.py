"""Refusals in Stripe's own shape."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
DOCS = "https://docs.stripe.com/error-codes/"


class StripeError(Exception):
    """A refusal with the HTTP status and the `error` object the official library reads."""

    def __init__(
        self, message: str, *, status: int = 400, type: str = "invalid_request_error", **fields: Any
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: Json = {
            "message": message,
            "type": type,
            **{k: v for k, v in fields.items() if v is not None},
        }
        if "code" in self.error:
            self.error["doc_url"] = DOCS + self.error["code"].replace("_", "-")

    def body(self) -> Json:
        """The answer's JSON."""
        return {"error": self.error}


class Refused(StripeError):
    """Parameters that fail before anything runs; no idempotent answer is kept for them."""


def missing(kind: str, id: str, param: str | None) -> StripeError:
    """There is no such object in this account."""
    return StripeError(f"No such {kind}: '{id}'", status=404, code="resource_missing", param=param)


def card_error(code: str, message: str, *, decline_code: str | None, **fields: Any) -> StripeError:
    """The card did not go through."""
    return StripeError(message, status=402, type="card_error", code=code, decline_code=decline_code, **fields)


def unexpected_state(message: str, **fields: Any) -> StripeError:
    """The payment is not in a state that allows this."""
    return StripeError(message, code="payment_intent_unexpected_state", **fields)
