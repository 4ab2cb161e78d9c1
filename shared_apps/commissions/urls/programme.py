"""The terms of a programme and what was earned under them: the same in the office and in the console."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from tenants.access import View

from ..views import drafts, earning, programme, tiers

Gate = Callable[[str], Callable[[View], View]]


def patterns(gate: Gate) -> list[URLPattern]:
    """What both have; `gate` takes a permission."""
    view, edit = gate("affiliates.view"), gate("affiliates.edit")
    rule = "programme/draft/rules/<uuid:key>/"
    return [
        path("programme/", view(programme.terms), name="office_affiliate_programme"),
        path("programme/pages/", edit(programme.pages), name="office_affiliate_pages"),
        path("programme/versions/<uuid:uuid>/", view(programme.version), name="office_affiliate_version"),
        path("programme/draft/", edit(drafts.draft), name="office_affiliate_draft"),
        path("programme/draft/new/", edit(programme.draft_start), name="office_affiliate_draft_start"),
        path("programme/draft/rules/new/", edit(drafts.rule_new), name="office_affiliate_rule_new"),
        path(rule, edit(drafts.rule), name="office_affiliate_rule"),
        path(f"{rule}removal/", edit(drafts.rule_removal), name="office_affiliate_rule_removal"),
        path("programme/draft/simulation/", edit(drafts.simulation), name="office_affiliate_simulation"),
        path("programme/draft/publication/", edit(drafts.publication), name="office_affiliate_publication"),
        path("programme/draft/removal/", edit(drafts.removal), name="office_affiliate_draft_removal"),
        path("earnings/<uuid:uuid>/", view(earning.office), name="office_affiliate_earning"),
    ]


def levels(gate: Gate) -> list[URLPattern]:
    """Levels of affiliates; those of the operator's programme are the tiers of its resellers."""
    view, edit = gate("affiliates.view"), gate("affiliates.edit")
    return [
        path("levels/", view(tiers.levels), name="office_affiliate_levels"),
        path("levels/new/", edit(tiers.level_new), name="office_affiliate_level_new"),
        path("levels/standing/", edit(tiers.standing), name="office_affiliate_standing"),
        path("levels/<uuid:uuid>/", edit(tiers.level), name="office_affiliate_level"),
        path("levels/<uuid:uuid>/removal/", edit(tiers.level_removal), name="office_affiliate_level_removal"),
    ]
