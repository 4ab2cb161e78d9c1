"""`expand[]`: identifiers in an answer become the objects they name."""

from __future__ import annotations

from typing import Any

from deploy.sandbox.stripe.account import Account
from deploy.sandbox.stripe.errors import Json, StripeError
from deploy.sandbox.stripe.objects import public

KINDS = {
    "pi": "payment_intent", "ch": "charge", "txn": "balance_transaction", "re": "refund", "cus": "customer",
    "pm": "payment_method", "cs": "checkout.session", "seti": "setup_intent",
}  # fmt: skip


def expand(account: Account, answer: Json, paths: list[str]) -> Json:
    """The answer with every path expanded; a path that leads nowhere is refused."""
    for path in paths:
        _walk(account, answer, path.split("."), path)
    return answer


def _walk(account: Account, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for each in node:
            _walk(account, each, steps, path)
        return
    if not steps or node is None:
        return
    name = steps[0]
    _include(account, node, name)
    if name not in node:
        message = f"This property cannot be expanded ({path})."
        raise StripeError(message, param="expand")
    node[name] = _object(account, node[name])
    if not isinstance(node[name], (dict, list, type(None))):
        raise StripeError(f"This property cannot be expanded ({path}).", param="expand")
    _walk(account, node[name], steps[1:], path)


def _object(account: Account, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = KINDS.get(value.split("_")[0])
    found = account.find(kind, value) if kind else None
    return public(found) if found else value


def _include(account: Account, node: Json, name: str) -> None:
    """Lists that are sent only on request."""
    if (node.get("object"), name) == ("checkout.session", "line_items"):
        stored = account.load("checkout.session", node["id"])
        node[name] = listed(stored["_line_items"], f"/v1/checkout/sessions/{node['id']}/line_items")
    if (node.get("object"), name) == ("charge", "refunds"):
        node[name] = listed(account.all("refund", charge=node["id"]), f"/v1/charges/{node['id']}/refunds")


def listed(data: list[Json], url: str) -> Json:
    """A whole list in one page."""
    return {"object": "list", "data": [public(each) for each in data], "has_more": False, "url": url}
