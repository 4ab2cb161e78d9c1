from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.proofs, name="console_proofs"),
    path("state/", console.proof_state, name="console_proof_state"),
    path("run/", console.proof_start, name="console_proof_start"),
]
