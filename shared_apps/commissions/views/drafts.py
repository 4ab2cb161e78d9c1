"""The next version of the programme: edit it, see what it would have brought, publish it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branding import formats
from shared_apps.kernel.lifecycle import IllegalMove
from shared_apps.kernel.sheets import table_answer

from ..currencies import chosen, currencies_of, switch
from ..models import ProgrammeVersion, Rule
from ..programme_forms import PublicationForm, RuleForm, VersionForm
from ..simulation import Simulation, simulate
from ..terms import draft as draft_of
from ..terms import programme, rules_of
from ..verbs import change_terms, discard_draft, drop_rule, publish, put_rule
from ..wording import cards_of, differences, rule_cards

Edit = Callable[..., HttpResponse]


def _of_draft(view: Edit) -> Edit:
    """Give the view the draft; where it was published or discarded meanwhile, say so."""

    @wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = draft_of()
        try:
            if version is not None:
                return view(request, version, *args, **kwargs)
        except IllegalMove:
            pass
        if request.method in ("GET", "HEAD") and kwargs:
            raise Http404
        messages.warning(request, _("There is no draft any more: it was published or discarded."))
        return redirect("office_affiliate_programme")

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@_of_draft
def draft(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    """The terms, the rules, and what is otherwise than before."""
    person: Any = request.user
    form = VersionForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            change_terms(version, form.terms, by=person.actor)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("office_affiliate_draft")
    context = {
        "form": form,
        "rules": cards_of(version),
        "changes": differences(programme().version, version),
        "publication": PublicationForm(),
    }
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_draft
def rule_new(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    """One more rule."""
    return _edit(request, version, None)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_draft
def rule(request: HttpRequest, version: ProgrammeVersion, key: UUID) -> HttpResponse:
    """Change a rule."""
    return _edit(request, version, _rule(version, key))


@require_POST
@_of_draft
def rule_removal(request: HttpRequest, version: ProgrammeVersion, key: UUID) -> HttpResponse:
    """Take a rule out of the draft."""
    person: Any = request.user
    drop_rule(version, _rule(version, key).key, by=person.actor)
    messages.success(request, _("The rule is removed."))
    return redirect("office_affiliate_draft")


@require_safe
@_of_draft
def simulation(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    """What the sales of the last 30 days would have brought, old terms against new."""
    published = programme().version
    offered = currencies_of()
    currency = chosen(request.GET, offered)
    found = simulate(published, version, currency)
    names = {
        card.key: card for card in rule_cards([*rules_of(published), *rules_of(version)], version.currency)
    }
    if request.GET.get("export"):
        return _exported(found, request.GET["export"])
    context = {
        "found": found,
        "rules": [(names[key], old, new) for key, old, new in found.rules if key in names],
        "changes": differences(published, version),
        "currencies": switch(offered, currency),
    }
    return render(request, "office/affiliates/simulation.html", context)


@require_POST
@_of_draft
def publication(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    """Put the draft in force for what is earned from now on."""
    person: Any = request.user
    form = PublicationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long."))
        return redirect("office_affiliate_draft")
    published = publish(version, note=form.cleaned_data["note"], by=person.actor)
    said = _("Version %(number)s is in force for what is earned from now on.")
    messages.success(request, said % {"number": formats.number(published.number or 0)})
    return redirect("office_affiliate_programme")


@require_POST
@_of_draft
def removal(request: HttpRequest, version: ProgrammeVersion) -> HttpResponse:
    """Throw the draft away."""
    person: Any = request.user
    discard_draft(version, by=person.actor)
    messages.success(request, _("The draft is discarded."))
    return redirect("office_affiliate_programme")


def _rule(version: ProgrammeVersion, key: UUID) -> Rule:
    found = next((one for one in rules_of(version) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _edit(request: HttpRequest, version: ProgrammeVersion, known: Rule | None) -> HttpResponse:
    person: Any = request.user
    form = RuleForm(request.POST if request.method == "POST" else None, version=version, rule=known)
    if request.method == "POST" and form.is_valid():
        try:
            put_rule(version, form.fields_of_rule, key=known.key if known else None, by=person.actor)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The rule is saved."))
            return redirect("office_affiliate_draft")
    context = {"form": form, "rule": known}
    status = 422 if form.errors else 200
    return render(request, "office/affiliates/rule.html", context, status=status)


def _exported(found: Simulation, form: str) -> HttpResponse:
    heads = [_("Affiliate"), _("Now"), _("Draft"), _("Difference"), _("Currency")]
    rows = [
        [name, str(old.major), str(new.major), str((new - old).major), found.currency]
        for name, old, new in found.people
    ]
    return table_answer(form, "simulation", heads, rows)
