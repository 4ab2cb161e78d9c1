"""Setup intents: cards on their way to being saved. They are made by checkout sessions with mode setup."""

from __future__ import annotations

from stripe import params as known

from deploy.sandbox.stripe.api.call import Call, Route
from deploy.sandbox.stripe.errors import Json


def retrieve(call: Call) -> Json:
    """One intent."""
    return call.account.load("setup_intent", call.id, "intent")


def listing(call: Call) -> Json:
    """Intents, newest first."""
    names = ("customer", "payment_method")
    wanted = {name: call.params[name] for name in names if name in call.params}
    return call.page(call.account.all("setup_intent", **wanted))


ROUTES: list[Route] = [
    ("GET", "/v1/setup_intents", known.SetupIntentListParams, listing),
    ("GET", "/v1/setup_intents/{id}", known.SetupIntentRetrieveParams, retrieve),
]
