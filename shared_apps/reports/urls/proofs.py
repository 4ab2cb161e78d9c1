from django.urls import URLPattern, URLResolver, path

from ..views import proofs

urlpatterns: list[URLPattern | URLResolver] = [
    path("run/", proofs.ledger_proof_start, name="console_ledger_proof_start"),
    path("state/", proofs.ledger_proof_state, name="console_ledger_proof_state"),
]
