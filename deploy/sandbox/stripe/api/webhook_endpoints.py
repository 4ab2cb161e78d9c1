"""Where an account's events go, the events themselves, and the account."""

from __future__ import annotations

import stripe
from stripe import params as known

from deploy.sandbox.loopback import NotLoopback, split_loopback
from deploy.sandbox.stripe.api.call import Call, Route, merged
from deploy.sandbox.stripe.errors import Json, StripeError
from deploy.sandbox.stripe.objects import complete, new_id


def create(call: Call) -> Json:
    """Register an endpoint; its signing secret is shown in this answer only."""
    endpoint = complete(
        stripe.WebhookEndpoint, without=("deleted", "secret"),
        id=new_id("we"), object="webhook_endpoint", created=call.account.now(), livemode=False,
        api_version=call.params.get("api_version"), description=call.params.get("description") or None,
        enabled_events=call.params["enabled_events"], metadata=merged(None, call.params.get("metadata")),
        status="enabled", url=_target(call.params["url"]), _secret="whsec_" + new_id("", 32)[1:],
    )  # fmt: skip
    call.account.save(endpoint)
    return endpoint | {"secret": endpoint["_secret"]}


def retrieve(call: Call) -> Json:
    """One endpoint, without its secret."""
    return call.account.load("webhook_endpoint", call.id, "webhook_endpoint")


def update(call: Call) -> Json:
    """Change where events go, which, and whether."""
    endpoint = retrieve(call)
    if "url" in call.params:
        endpoint["url"] = _target(call.params["url"])
    if "disabled" in call.params:
        endpoint["status"] = "disabled" if call.params["disabled"] else "enabled"
    endpoint |= {name: call.params[name] for name in ("enabled_events", "description") if name in call.params}
    endpoint["metadata"] = merged(endpoint["metadata"], call.params.get("metadata"))
    return call.account.save(endpoint)


def delete(call: Call) -> Json:
    """No more events to this endpoint."""
    endpoint = retrieve(call)
    mark = {"id": call.id, "object": "webhook_endpoint", "deleted": True}
    call.account.save(mark | {"status": "deleted", "enabled_events": [], "created": endpoint["created"]})
    return mark


def listing(call: Call) -> Json:
    """Endpoints, newest first."""
    return call.page([each for each in call.account.all("webhook_endpoint") if not each.get("deleted")])


def event(call: Call) -> Json:
    """One event as it was."""
    return call.account.load("event", call.id, "id")


def events(call: Call) -> Json:
    """Events, newest first."""
    found = call.account.all("event")
    types = call.params.get("types") or ([call.params["type"]] if "type" in call.params else [])
    return call.page([each for each in found if not types or any(_matches(each["type"], t) for t in types)])


def current_account(call: Call) -> Json:
    """The account of the key."""
    return {
        "id": f"acct_{call.account.name}", "object": "account", "business_type": None,
        "charges_enabled": True,
        "country": "US", "default_currency": "usd", "details_submitted": True, "email": None, "metadata": {},
        "payouts_enabled": True, "type": "standard",
    }  # fmt: skip


def _matches(type: str, wanted: str) -> bool:
    return type.startswith(wanted[:-1]) if wanted.endswith("*") else type == wanted


def _target(url: str) -> str:
    try:
        split_loopback(url)
    except NotLoopback as error:
        message = f"Invalid URL: the sandbox delivers to this machine only ({error})."
        raise StripeError(message, code="url_invalid", param="url") from None
    return url


ROUTES: list[Route] = [
    ("POST", "/v1/webhook_endpoints", known.WebhookEndpointCreateParams, create),
    ("GET", "/v1/webhook_endpoints", known.WebhookEndpointListParams, listing),
    ("GET", "/v1/webhook_endpoints/{id}", known.WebhookEndpointRetrieveParams, retrieve),
    ("POST", "/v1/webhook_endpoints/{id}", known.WebhookEndpointUpdateParams, update),
    ("DELETE", "/v1/webhook_endpoints/{id}", known.WebhookEndpointDeleteParams, delete),
    ("GET", "/v1/events", known.EventListParams, events),
    ("GET", "/v1/events/{id}", known.EventRetrieveParams, event),
    ("GET", "/v1/account", known.AccountRetrieveCurrentParams, current_account),
]
