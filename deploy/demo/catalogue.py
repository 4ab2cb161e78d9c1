"""The demonstration catalogue: what an operator of this kind sells, with prices in four currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared_apps.catalog import verbs
from shared_apps.catalog.models import MOST, AddOn, Plan
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import EXPONENTS, Money

Texts = dict[str, str]
Prices = tuple[str, str, str, str]

WHOLESALE, FLOOR, CEILING = 6_500, 8_500, 16_000  # basis points of the suggested price


def words(en: str, fa: str, tr: str, th: str) -> Texts:
    return {"en": en, "fa": fa, "tr": tr, "th": th}


@dataclass(frozen=True)
class PlanDraft:
    """A plan for sale. `price` is the suggested price in major units of USD, TRY, THB and IRR."""

    sku: str
    name: Texts
    price: tuple[str, str, str, str]
    features: dict[str, list[str]]
    period: str = "month"
    per_seat: bool = False
    has_trial: bool = False
    provisioner: str = "webhook"
    tld: str = ""


@dataclass(frozen=True)
class ProductDraft:
    sku: str
    group: str
    icon: str
    name: Texts
    summary: Texts
    plans: tuple[PlanDraft, ...]


GROUPS = {
    "office": words("Mail and office", "ایمیل و اداری", "E-posta ve ofis", "อีเมลและสำนักงาน"),
    "hosting": words("Web hosting", "میزبانی وب", "Web barındırma", "เว็บโฮสติ้ง"),
    "domains": words("Domains", "دامنه", "Alan adları", "โดเมน"),
    "ai": words("AI tools", "ابزارهای هوش مصنوعی", "Yapay zekâ araçları", "เครื่องมือ AI"),
    "services": words("Services", "خدمات", "Hizmetler", "บริการ"),
}

_STANDARD = {
    "en": ["30 GB mailbox", "Shared calendar", "Mail on your own domain"],
    "fa": ["صندوق ۳۰ گیگابایتی", "تقویم مشترک", "ایمیل با دامنهٔ شما"],
    "tr": ["30 GB posta kutusu", "Ortak takvim", "Kendi alan adınızla e-posta"],
    "th": ["กล่องจดหมาย 30 GB", "ปฏิทินร่วม", "อีเมลโดเมนของคุณเอง"],
}
_PROFESSIONAL = {
    "en": ["100 GB mailbox", "Documents, sheets and slides", "Video meetings", "Set-up by our team"],
    "fa": ["صندوق ۱۰۰ گیگابایتی", "سند، صفحه‌گسترده و اسلاید", "جلسهٔ تصویری", "راه‌اندازی با تیم ما"],
    "tr": ["100 GB posta kutusu", "Belge, tablo ve sunum", "Görüntülü toplantı", "Kurulum bizden"],
    "th": ["กล่องจดหมาย 100 GB", "เอกสาร ตาราง และสไลด์", "ประชุมวิดีโอ", "ทีมเราติดตั้งให้"],
}
_HOSTING = {
    "en": ["20 GB NVMe space", "Free certificates", "Daily backups"],
    "fa": ["۲۰ گیگابایت فضای NVMe", "گواهی رایگان", "پشتیبان روزانه"],
    "tr": ["20 GB NVMe alan", "Ücretsiz sertifika", "Günlük yedek"],
    "th": ["พื้นที่ NVMe 20 GB", "ใบรับรองฟรี", "สำรองข้อมูลทุกวัน"],
}
_AI = {
    "en": ["Writing and images", "2 million words a month", "API access"],
    "fa": ["متن و تصویر", "۲ میلیون کلمه در ماه", "دسترسی API"],
    "tr": ["Metin ve görsel", "Ayda 2 milyon kelime", "API erişimi"],
    "th": ["ข้อความและรูปภาพ", "2 ล้านคำต่อเดือน", "เข้าถึง API"],
}
_DOMAIN = {
    "en": ["One year", "Privacy included", "Easy DNS"],
    "fa": ["یک سال", "حریم خصوصی", "DNS آسان"],
    "tr": ["Bir yıl", "Gizlilik dahil", "Kolay DNS"],
    "th": ["หนึ่งปี", "รวมความเป็นส่วนตัว", "จัดการ DNS ง่าย"],
}
_SETUP = {
    "en": ["Mail moved over", "One hour of training"],
    "fa": ["انتقال ایمیل‌ها", "یک ساعت آموزش"],
    "tr": ["E-posta taşıma", "Bir saat eğitim"],
    "th": ["ย้ายอีเมลให้", "อบรมหนึ่งชั่วโมง"],
}


def _ending(tld: str, *price: str) -> PlanDraft:
    sku = f"domain-{tld.replace('.', '-')}-y"
    name = words(f".{tld} domain", f"دامنهٔ \u200e.{tld}", f".{tld} alan adı", f"โดเมน .{tld}")
    usd, lira, baht, rial = price
    return PlanDraft(sku, name, (usd, lira, baht, rial), _DOMAIN, "year", provisioner="registrar", tld=tld)


PRODUCTS = (
    ProductDraft(
        "workplace", "office", "mail",
        words("Workplace", "محل کار", "Workplace", "เวิร์กเพลส"),
        words("Mail, files and meetings for teams", "ایمیل، فایل و جلسه برای تیم‌ها", "Ekipler için e-posta, dosya ve toplantı", "อีเมล ไฟล์ และการประชุมสำหรับทีม"),
        (
            PlanDraft("workplace-standard-m", words("Standard", "استاندارد", "Standart", "มาตรฐาน"), ("4", "160", "140", "2400000"), _STANDARD, per_seat=True, has_trial=True),
            PlanDraft("workplace-standard-y", words("Standard", "استاندارد", "Standart", "มาตรฐาน"), ("40", "1600", "1400", "24000000"), _STANDARD, "year", per_seat=True, has_trial=True),
            PlanDraft("workplace-pro-m", words("Professional", "حرفه‌ای", "Profesyonel", "มืออาชีพ"), ("8", "320", "280", "4800000"), _PROFESSIONAL, per_seat=True, has_trial=True),
            PlanDraft("workplace-pro-y", words("Professional", "حرفه‌ای", "Profesyonel", "มืออาชีพ"), ("80", "3200", "2800", "48000000"), _PROFESSIONAL, "year", per_seat=True, has_trial=True),
        ),
    ),
    ProductDraft(
        "hosting", "hosting", "server",
        words("Web hosting", "میزبانی وب", "Web barındırma", "เว็บโฮสติ้ง"),
        words("Fast hosting near your visitors", "میزبانی سریع نزدیک بازدیدکنندگان", "Ziyaretçilerinize yakın hızlı barındırma", "โฮสติ้งเร็วใกล้ผู้เยี่ยมชม"),
        (
            PlanDraft("hosting-start-m", words("Start", "شروع", "Başlangıç", "เริ่มต้น"), ("6", "240", "210", "3600000"), _HOSTING),
            PlanDraft("hosting-start-y", words("Start", "شروع", "Başlangıç", "เริ่มต้น"), ("60", "2400", "2100", "36000000"), _HOSTING, "year"),
        ),
    ),
    ProductDraft(
        "domain", "domains", "globe",
        words("Domain name", "نام دامنه", "Alan adı", "ชื่อโดเมน"),
        words("Your own name on the web", "نام خودتان در وب", "Web'de kendi adınız", "ชื่อของคุณบนเว็บ"),
        (
            _ending("com", "14", "560", "490", "8400000"),
            _ending("net", "15", "600", "525", "9000000"),
            _ending("org", "13", "520", "455", "7800000"),
            _ending("com.tr", "8", "320", "280", "4800000"),
            _ending("ir", "5", "200", "175", "3000000"),
        ),
    ),
    ProductDraft(
        "studio", "ai", "sparkles",
        words("AI Studio", "استودیوی هوش مصنوعی", "Yapay Zekâ Stüdyosu", "สตูดิโอ AI"),
        words("Writing, images and assistants", "متن، تصویر و دستیار", "Metin, görsel ve asistanlar", "ข้อความ รูปภาพ และผู้ช่วย"),
        (
            PlanDraft("studio-m", words("Studio", "استودیو", "Stüdyo", "สตูดิโอ"), ("19", "760", "660", "11400000"), _AI, has_trial=True),
            PlanDraft("studio-y", words("Studio", "استودیو", "Stüdyo", "สตูดิโอ"), ("190", "7600", "6600", "114000000"), _AI, "year", has_trial=True),
        ),
    ),
    ProductDraft(
        "setup", "services", "wrench",
        words("Set-up service", "خدمات راه‌اندازی", "Kurulum hizmeti", "บริการติดตั้ง"),
        words("We move you over and train your team", "انتقال و آموزش تیم شما", "Sizi taşır, ekibinizi eğitiriz", "ย้ายระบบและอบรมทีมของคุณ"),
        (PlanDraft("setup-once", words("Set-up", "راه‌اندازی", "Kurulum", "ติดตั้ง"), ("99", "3960", "3460", "59400000"), _SETUP, "once", provisioner="manual"),),
    ),
)  # fmt: skip

FREE = ("0", "0", "0", "0")
LOCATION = words("Where your site runs", "محل میزبانی", "Sitenizin bulunduğu yer", "ที่ตั้งของเว็บไซต์")
_HOSTS = ("hosting-start-m", "hosting-start-y")
# Choices that a plan asks for, and extras of which one takes so many.
OPTIONS: tuple[tuple[str, Texts, Prices, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("location-eu", words("Frankfurt", "فرانکفورت", "Frankfurt", "แฟรงก์เฟิร์ต"), FREE, "once", _HOSTS, {"choice_group": "location", "choice_name": LOCATION, "is_required": True}),
    ("location-tr", words("Istanbul", "استانبول", "İstanbul", "อิสตันบูล"), FREE, "once", _HOSTS, {"choice_group": "location", "choice_name": LOCATION}),
    ("location-th", words("Bangkok", "بانکوک", "Bangkok", "กรุงเทพฯ"), FREE, "once", _HOSTS, {"choice_group": "location", "choice_name": LOCATION}),
    ("space-m", words("10 GB more space", "۱۰ گیگابایت فضای بیشتر", "10 GB ek alan", "พื้นที่เพิ่ม 10 GB"), ("1", "40", "35", "600000"), "month", ("hosting-start-m",), {"max_quantity": 20}),
)  # fmt: skip
ADD_ONS = (
    ("mail-archive-m", words("Mail archive", "بایگانی ایمیل", "E-posta arşivi", "คลังอีเมล"), ("2", "80", "70", "1200000"), "month", ("workplace-standard-m", "workplace-pro-m")),
    ("backup-m", words("Extra backups", "پشتیبان اضافه", "Ek yedekleme", "สำรองข้อมูลเพิ่ม"), ("3", "120", "105", "1800000"), "month", ("hosting-start-m",)),
)  # fmt: skip

CURRENCIES = ("USD", "TRY", "THB", "IRR")


def load(by: Actor) -> None:
    """Put the whole catalogue; what is there already is brought up to date."""
    groups = {
        slug: verbs.put_group(slug, name=name, position=position, by=by)
        for position, (slug, name) in enumerate(GROUPS.items())
    }
    plans: dict[str, Plan] = {}
    for position, product in enumerate(PRODUCTS):
        made = verbs.put_product(
            product.sku,
            group=groups[product.group],
            name=product.name,
            summary=product.summary,
            icon=product.icon,
            position=position,
            by=by,
        )
        for place, draft in enumerate(product.plans):
            plans[draft.sku] = verbs.put_plan(
                draft.sku,
                product=made,
                name=draft.name,
                features=draft.features,
                period=draft.period,
                per_seat=draft.per_seat,
                has_trial=draft.has_trial,
                trial_end="invoice" if product.sku == "studio" else "suspend",
                provisioner=draft.provisioner,
                tld=draft.tld,
                max_quantity=1 if draft.tld else MOST,
                position=place,
                by=by,
            )
            _put_prices(plans[draft.sku], draft.price, by)
    for position, (sku, name, price, period, skus, more) in enumerate(OPTIONS):
        suits = [plans[s] for s in skus]
        option = verbs.put_add_on(
            sku, name=name, plans=suits, period=period, position=position, **more, by=by
        )
        _put_prices(option, price, by)
    for sku, name, price, period, skus in ADD_ONS:
        add_on = verbs.put_add_on(sku, name=name, plans=[plans[s] for s in skus], period=period, by=by)
        _put_prices(add_on, price, by)


def _put_prices(item: Plan | AddOn, suggested: tuple[str, str, str, str], by: Actor) -> None:
    for currency, major in zip(CURRENCIES, suggested, strict=True):
        price = Money(int(Decimal(major).scaleb(EXPONENTS[currency])), currency)
        verbs.put_price(
            item,
            wholesale=price.share(WHOLESALE),
            floor=price.share(FLOOR),
            suggested=price,
            ceiling=price.share(CEILING),
            by=by,
        )
