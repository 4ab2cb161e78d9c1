"""An owner sets a member's password (REQUIREMENTS S2.49)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from ..forms.members import MemberPasswordForm
from ..queries import member_or_404
from ..verbs.protection import set_password
from .acting import page, refused_out_of_reach
from .person import person_in

# Without letters that look alike: it is read aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ2345679"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@sensitive_variables("password")
@refused_out_of_reach
def member_password(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A password typed, or made and shown once."""
    person, me = member_or_404(uuid), person_in(request)
    if not me.is_top or person == me:
        raise PermissionDenied
    form = MemberPasswordForm(request.POST if request.method == "POST" else None, person=person)
    if request.method != "POST" or not form.is_valid():
        return page(request, "password", {"form": form, "member": person}, 422 if form.errors else 200)
    typed = form.cleaned_data["password"]
    password = typed or get_random_string(16, _LETTERS)
    set_password(person, password=password, giver=me, by=me.actor)
    return page(request, "password_set", {"member": person, "made": "" if typed else password})
