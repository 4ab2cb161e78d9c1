"""Extra services of the Partner Store, and what the shops have asked for: one waits, one has a question to answer,
one is approved and to be paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import override

from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import total
from shared_apps.partner_store.models import ServiceRequest, StoreItem
from shared_apps.partner_store.shelf import shelf
from shared_apps.partner_store.verbs import (
    Requester,
    Verdict,
    approve_request,
    ask,
    save_item,
    submit_request,
)
from tenant_apps.accounts.models import User
from tenants.context import acting_in
from tenants.models import Tenant

from .people import SHOPS, Shop

# Minor units for a price of one US dollar.
_RATES = {"USD": 100, "EUR": 93, "TRY": 3_400, "THB": 3_500, "IRR": 600_000}


@dataclass(frozen=True)
class Item:
    sku: str
    dollars: int
    category: str
    icon: str
    names: tuple[str, str, str, str]
    summaries: tuple[str, str, str, str]
    features: tuple[str, ...]
    fields: dict[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


ITEMS = (
    Item(
        "extra-seats", 12, "capacity", "users",
        ("Five more members", "پنج عضو دیگر", "Beş üye daha", "สมาชิกเพิ่มห้าคน"),
        (
            "More people of yours work in the office.",
            "همکاران بیشتری در دفتر کار می‌کنند.",
            "Ofiste daha çok kişi çalışır.",
            "ทีมงานของคุณทำงานในสำนักงานได้มากขึ้น",
        ),
        ("Five members for each one", "Own roles and permissions", "Usable at once"),
        {"grant": "seats", "grant_amount": 5, "max_quantity": 20},
    ),
    Item(
        "own-domains", 6, "capacity", "globe",
        ("Ten more own domains", "ده دامنهٔ اختصاصی دیگر", "On özel alan adı daha", "โดเมนของคุณเพิ่มสิบชื่อ"),
        (
            "Reach your portal under more names.",
            "پورتال با نام‌های بیشتری در دسترس است.",
            "Portalınıza daha çok adla ulaşılır.",
            "เข้าถึงพอร์ทัลด้วยชื่อที่มากขึ้น",
        ),
        ("Ten domains for each one", "Certificates by themselves"),
        {"grant": "domains", "grant_amount": 10, "max_quantity": 10},
    ),
    Item(
        "priority-support", 49, "support", "zap",
        ("Priority support", "پشتیبانی ویژه", "Öncelikli destek", "การสนับสนุนแบบเร่งด่วน"),
        (
            "Your requests are answered within a working day.",
            "به درخواست‌های شما ظرف یک روز پاسخ داده می‌شود.",
            "Talepleriniz bir gün içinde yanıtlanır.",
            "คำขอของคุณได้รับคำตอบภายในหนึ่งวัน",
        ),
        ("First in the queue", "Answer within one day", "A person who knows you"),
        {"grant": "priority"},
    ),
    Item(
        "white-glove", 390, "setup", "wand-sparkles",
        ("White-glove set-up", "راه‌اندازی کامل توسط ما", "Anahtar teslim kurulum", "ทีมงานตั้งค่าให้ทั้งหมด"),
        (
            "Our team sets brand, prices and domains up for you.",
            "تیم ما برند، قیمت‌ها و دامنه‌ها را برایتان آماده می‌کند.",
            "Ekibimiz marka, fiyat ve alan adlarını sizin için kurar.",
            "ทีมงานตั้งค่าแบรนด์ ราคา และโดเมนให้คุณ",
        ),
        ("Brand and documents", "Prices of all products", "Own domain with mail", "One hour of training"),
        {
            "grant": "work",
            "period": "once",
            "steps": {
                "en": ["Have your logo ready as SVG or PNG.", "Tell us who runs your DNS."],
                "fa": ["لوگوی خود را به صورت SVG یا PNG آماده کنید.", "به ما بگویید چه کسی DNS شما را اداره می‌کند."],
                "tr": ["Logonuzu SVG veya PNG olarak hazırlayın.", "DNS'inizi kimin yönettiğini söyleyin."],
                "th": ["เตรียมโลโก้เป็น SVG หรือ PNG", "แจ้งเราว่าใครดูแล DNS ของคุณ"],
            },
            "guidelines": ["Brand and trade name belong to the company.", "A date within four weeks is free."],
        },
    ),
    Item(
        "quarterly-review", 240, "support", "chart-line",
        ("Quarterly business review", "بازبینی فصلی کسب‌وکار", "Üç aylık iş değerlendirmesi", "ทบทวนธุรกิจรายไตรมาส"),
        (
            "Four talks a year about sales, prices and churn.",
            "چهار گفت‌وگو در سال دربارهٔ فروش، قیمت و ریزش.",
            "Yılda dört kez satış, fiyat ve kayıp görüşmesi.",
            "พูดคุยปีละสี่ครั้งเรื่องยอดขาย ราคา และการเลิกใช้",
        ),
        ("Four talks a year", "Figures prepared by us"),
        {"period": "year"},
        ("priority-support",),
    ),
    Item(
        "launch-campaign", 180, "marketing", "megaphone",
        ("Launch campaign", "کمپین معرفی", "Açılış kampanyası", "แคมเปญเปิดตัว"),
        (
            "Mails and pictures for your first thousand contacts.",
            "نامه‌ها و تصویرها برای هزار مخاطب نخست شما.",
            "İlk bin kişiniz için e-postalar ve görseller.",
            "อีเมลและภาพสำหรับผู้ติดต่อพันรายแรก",
        ),
        ("Three mails in your brand", "Six pictures", "A plan for four weeks"),
        {"grant": "work", "period": "once", "min_age_days": 30},
    ),
)  # fmt: skip
# What each shop has asked for, and what became of it.
WISHES = {
    "abrnama": ({"extra-seats": 2, "white-glove": 1}, "approve"),
    "bulutsan": ({"priority-support": 1, "quarterly-review": 1, "own-domains": 1}, ""),
    "mekhthai": ({"white-glove": 1}, "ask"),
}
QUESTION = "Which of your two domains shall the shop answer under, and who may change its DNS?"


def load(by: Actor) -> None:
    """Fill the store and send the requests; what there is stays. Acts in the operator, then in each shop."""
    for item in ITEMS:
        if not StoreItem.objects.filter(sku=item.sku).exists():
            _put(item, by)


def load_requests(by: Actor) -> None:
    """What the shops ask for, once."""
    for shop in SHOPS:
        tenant = Tenant.objects.get(slug=shop.slug)
        if not ServiceRequest.objects.filter(tenant=tenant).exists():
            with acting_in(tenant.record), override(shop.language):
                _ask(tenant, shop, by)


def _put(item: Item, by: Actor) -> None:
    languages = ("en", "fa", "tr", "th")
    texts = {
        "name": dict(zip(languages, item.names, strict=True)),
        "summary": dict(zip(languages, item.summaries, strict=True)),
        "features": {"en": list(item.features)},
    }
    named = {"sku": item.sku, "category": item.category, "icon": item.icon, **texts, **item.fields}
    prices = {code: item.dollars * rate for code, rate in _RATES.items()}
    save_item(
        None, fields=named, prices=prices, needs=list(StoreItem.objects.filter(sku__in=item.needs)), by=by
    )


def _ask(tenant: Tenant, shop: Shop, by: Actor) -> None:
    wanted, then = WISHES[shop.slug]
    owner = User.objects.get(email=shop.staff[0].email)
    shown = total([one.price * wanted[one.item.sku] for one in shelf(tenant, wanted)], shop.currency)
    request = submit_request(
        tenant,
        wanted,
        shown=shown,
        form_uuid=uuid5(NAMESPACE_URL, f"demo:{shop.slug}:extras"),
        requester=Requester(owner.uuid, owner.name, owner.email, shop.language),
        by=owner.actor,
    )
    if then == "approve":
        approve_request(request, Verdict({}), by=by)
    elif then == "ask":
        ask(request, QUESTION, by=by)
