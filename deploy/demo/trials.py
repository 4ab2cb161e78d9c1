"""Trials in every state and their extensions, in each shop and of each shop's own plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from shared_apps.kernel.actor import Actor
from shared_apps.partner_store.verbs import begin_subscription, extend_platform_trial
from tenant_apps.accounts.models import User
from tenant_apps.orders.models import Service
from tenant_apps.orders.trial_rows import note_activity
from tenant_apps.orders.verbs import end_trial, extend_trial, start_paying
from tenant_apps.orders.verbs.activate import activate
from tenants.context import acting_on_shared_data
from tenants.models import Tenant

from .orders import MakeClient, days_ago, order, pay_by_transfer
from .people import Person, Shop


@dataclass(frozen=True)
class Draft:
    """A trial that began `began` days ago; `longer` are the days ago on which it was extended."""

    sku: str
    seats: int
    began: int
    seen: int
    longer: tuple[int, ...] = ()
    ended: int = 0
    bought: int = 0


DRAFTS = (
    Draft("workplace-standard-m", 8, began=13, seen=1),
    Draft("workplace-pro-m", 3, began=25, seen=2, longer=(12,)),
    Draft("workplace-standard-y", 20, began=50, seen=0, longer=(37, 22, 8)),
    Draft("studio-m", 1, began=9, seen=6),
    Draft("studio-m", 1, began=40, seen=26, ended=25),
    Draft("workplace-pro-m", 5, began=45, seen=20, longer=(32,), bought=18),
    Draft("workplace-standard-m", 2, began=48, seen=34, longer=(34,), ended=18),
)
NAMES = {
    "abrnama": ("پریا شریفی", "حامد یوسفی", "لیلا کرمی", "آرش فرهادی", "شیما باقری", "بابک نعمتی", "سحر توکلی"),
    "bulutsan": ("Selin Aksoy", "Emre Doğan", "Gizem Koç", "Kerem Polat", "Derya Şen", "Onur Yıldız", "Ece Güneş"),
    "mekhthai": ("กานดา พรหมมา", "ธนา ชัยวัฒน์", "วิภา สุขใจ", "ปรีชา ทองดี", "นภา แก้วใส", "สมศักดิ์ ใจงาม", "รัตนา ศรีทอง"),
}  # fmt: skip
REASONS = {
    "abrnama": ("منتظر تأیید مدیر مالی است", "انتقال ایمیل‌ها طول کشید", "آموزش تیم هفتهٔ بعد است"),
    "bulutsan": ("Bütçe onayını bekliyor", "Posta taşıma uzun sürdü", "Ekip eğitimi haftaya"),
    "mekhthai": ("รออนุมัติงบประมาณ", "ย้ายอีเมลใช้เวลานาน", "อบรมทีมสัปดาห์หน้า"),
}
# Since how many days each shop's own plan is tried, and when it was extended.
OWN_PLANS = {"abrnama": (13, ()), "bulutsan": (41, (28, 12)), "mekhthai": (4, ())}


def begin_own_plan(tenant: Tenant, by: Actor) -> None:
    """The reseller's own plan, as old as its shop; nothing where it has one."""
    began, longer = OWN_PLANS.get(tenant.slug, (0, ()))
    with acting_on_shared_data():
        with days_ago(began), transaction.atomic():
            plan = begin_subscription(tenant, by=by)
        if plan.trial_total_days == plan.trial_step_days:
            for days in longer:
                with days_ago(days):
                    extend_platform_trial(plan, reason="Still setting up its products", by=by)


def load(shop: Shop, by: Actor, make_client: MakeClient) -> None:
    """The shop's clients on trial; nothing where they are known."""
    advisor = User.objects.get(email=shop.staff[2].email).actor
    for number, (name, draft) in enumerate(zip(NAMES[shop.slug], DRAFTS, strict=True)):
        person = Person(f"trial{number + 1}@{shop.slug}.example", name, "client")
        with days_ago(draft.began + 1):
            contact, is_new = make_client(person, shop.language, "")
        if is_new:
            _play(draft, contact, REASONS[shop.slug], by, advisor)


def _play(draft: Draft, contact: User, reasons: Sequence[str], by: Actor, advisor: Actor) -> None:
    with days_ago(draft.began):
        placed = order(contact, draft.sku, draft.seats, by)
        service = Service.objects.select_related("client").get(order_line__order=placed)
        with transaction.atomic():
            activate(service, by=by)
    for days, reason in zip(draft.longer, reasons, strict=False):
        with days_ago(days):
            extend_trial(service, reason=reason, by=advisor)
    with days_ago(draft.seen):
        note_activity(service.client, contact.actor)
    if draft.bought:
        with days_ago(draft.bought):
            start_paying(service, by=contact.actor)
            pay_by_transfer(placed, by)
    if draft.ended:
        with days_ago(draft.ended):
            end_trial(str(service.uuid), by=by)
