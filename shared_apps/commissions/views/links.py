"""A member's links: one for each campaign, with figures, QR code and texts to post (REQUIREMENTS S1.17–S1.19)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branding.queries import brand_of
from tenants.context import current_tenant

from ..cards import CampaignTagTaken, CodeTaken, TooManyCampaigns
from ..currencies import chosen, currencies_of, kept, switch
from ..link_forms import CampaignForm
from ..members import campaigns_of
from ..models import Campaign, ReferralCode
from ..pictures import KINDS, qr_code
from ..places import link_url
from ..ready_texts import filled_texts
from ..sections import sections
from ..statistics import period_of, periods, reach_of, sum_of, visits_chart
from ..verbs import code_for
from ..verbs.campaigns import MOST_CAMPAIGNS, end_campaign, resume_campaign, start_campaign

A_DAY = 86_400


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """All links with what they brought in a period; and the form for another one."""
    member = _member(request)
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        campaign = _start(form, member, request)
        if campaign:
            messages.success(request, _("Your campaign link is ready."))
            return redirect("affiliate_link", campaign.uuid)
    status = 422 if form.errors else 200
    return render(request, "client/affiliate/links.html", _figures(request, member, form), status=status)


@require_safe
def link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One campaign: the link, its QR code, its figures, texts with it."""
    member = _member(request)
    campaign = _campaign(member, uuid)
    period, offered = period_of(request.GET), currencies_of(member.person_uuid)
    currency, address = chosen(request.GET, offered), link_url(campaign.code)
    context = {
        "campaign": campaign,
        "link": address,
        "period": period,
        "periods": periods(period, **kept(offered, currency)),
        "currencies": switch(offered, currency, period=period.name),
        "reach": reach_of(member, period, currency, [campaign])[1],
        "chart": visits_chart(member, period, campaign),
        "texts": _texts(address),
        "sections": sections("affiliate_overview"),
    }
    return render(request, "client/affiliate/link.html", context)


@require_POST
def link_ending(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The link counts no more; undone by posting `undo`."""
    person: Any = request.user
    member = _member(request)
    campaign = _campaign(member, uuid)
    if request.POST.get("undo"):
        resume_campaign(member, campaign.uuid, by=person.actor)
        messages.success(request, _("The link counts again."))
    else:
        end_campaign(member, campaign.uuid, by=person.actor)
        messages.success(request, _("The link counts no more. Its figures stay."))
    return redirect("affiliate_link", campaign.uuid)


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Texts to post, with my link in them."""
    address = link_url(_member(request).code)
    context = {"texts": _texts(address), "link": address, "sections": sections("affiliate_overview")}
    return render(request, "client/affiliate/texts.html", context)


@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The QR code of my own link."""
    return _picture(request, _member(request).code)


@require_safe
def link_qr(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The QR code of a campaign's link."""
    return _picture(request, _campaign(_member(request), uuid).code)


def _picture(request: HttpRequest, code: str) -> HttpResponse:
    """As SVG, or as PNG for `?as=png`; a file to keep for `?keep=1`."""
    kind = request.GET.get("as", "svg")
    kind = kind if kind in KINDS else "svg"
    answer = HttpResponse(qr_code(link_url(code), kind), content_type=KINDS[kind])
    place = "attachment" if request.GET.get("keep") else "inline"
    answer["Content-Disposition"] = f'{place}; filename="{code}.{kind}"'
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _figures(request: HttpRequest, member: ReferralCode, form: CampaignForm) -> dict[str, Any]:
    period, offered = period_of(request.GET), currencies_of(member.person_uuid)
    currency = chosen(request.GET, offered)
    campaigns = list(campaigns_of(member)[: 2 * MOST_CAMPAIGNS])
    rows = reach_of(member, period, currency, campaigns)
    return {
        "member": member,
        "link": link_url(member.code),
        "form": form,
        "period": period,
        "periods": periods(period, **kept(offered, currency)),
        "currencies": switch(offered, currency, period=period.name),
        "rows": rows,
        "sum": sum_of(rows, currency),
        "chart": visits_chart(member, period),
        "sections": sections("affiliate_overview"),
    }


def _member(request: HttpRequest) -> ReferralCode:
    person: Any = request.user
    return code_for(person.uuid, name=str(person))


def _campaign(member: ReferralCode, uuid: UUID) -> Campaign:
    found = member.campaigns.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _start(form: CampaignForm, member: ReferralCode, request: HttpRequest) -> Campaign | None:
    """The campaign; None where the form says why not."""
    person: Any = request.user
    try:
        return start_campaign(member, **form.cleaned_data, by=person.actor)
    except CampaignTagTaken:
        form.add_error("tag", _("You have a campaign of this name."))
    except CodeTaken:
        form.add_error("code", _("This code is taken. Choose another one."))
    except TooManyCampaigns as refused:
        most = refused.args[0]
        form.add_error(None, _("You have %(most)s running campaigns. End one first.") % {"most": most})
    return None


def _texts(address: str) -> list[Any]:
    tenant = current_tenant()
    language = get_language() or tenant.default_language
    return list(filled_texts(language, link=address, brand=brand_of(tenant).name))
