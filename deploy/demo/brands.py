"""The whole brand of each shop: words, look, drawn logos, links, terms and privacy in its language and in English."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from branding import palette
from branding.queries import versions_of
from branding.verbs import save_brand
from shared_apps.kernel.actor import Actor
from tenants.records import TenantRecord

from . import logos
from .people import Shop

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Dress:
    """What a shop wears beyond its name and colour. `hero_text` and `footer` in its own language."""

    legal_name: str
    tax_id: str
    address: str
    phone: str
    font: str
    radius: str
    hero_text: str
    footer: str
    invoice_footer: str
    social: dict[str, str]


DRESSES = {
    "abrnama": Dress(
        legal_name="شرکت ابرنمای پارس (سهامی خاص)",
        tax_id="14009876543",
        address="تهران، خیابان ولیعصر، کوچهٔ نسترن، پلاک ۱۲\nکد پستی ۱۹۶۶۷۱۳۴۵۱",
        phone="+982191000000",
        font="vazirmatn",
        radius="soft",
        hero_text="میزبانی، ایمیل و ابزارهای گروهی را یک‌جا سفارش دهید؛ با پشتیبانی فارسی و صورت‌حساب ریالی.",
        footer="© ابرنما، همراه ابری کسب‌وکارهای ایرانی",
        invoice_footer="از همراهی شما سپاسگزاریم. پرداخت ظرف چهارده روز به معنای پذیرش شرایط خدمات است.",
        social={
            "instagram": "https://www.instagram.com/abrnama.example",
            "telegram": "https://t.me/abrnama_example",
            "aparat": "https://www.aparat.com/abrnama_example",
        },
    ),
    "bulutsan": Dress(
        legal_name="Bulutsan Bilişim Hizmetleri A.Ş.",
        tax_id="1948392075",
        address="Büyükdere Caddesi 112\n34394 Şişli, İstanbul",
        phone="+902125550100",
        font="source-sans-3",
        radius="round",
        hero_text="Barındırma, e-posta ve ekip araçlarını tek yerden sipariş edin; Türkçe destek ve TL fatura ile.",
        footer="© Bulutsan, işletmeler için bulut",
        invoice_footer="Bizi tercih ettiğiniz için teşekkür ederiz. Ödeme vadesi on dört gündür.",
        social={
            "linkedin": "https://www.linkedin.com/company/bulutsan-example",
            "x": "https://x.com/bulutsan_example",
            "youtube": "https://www.youtube.com/@bulutsan-example",
        },
    ),
    "mekhthai": Dress(
        legal_name="บริษัท เมฆไทย จำกัด",
        tax_id="0105562000001",
        address="88 ถนนสุขุมวิท แขวงคลองเตย\nเขตคลองเตย กรุงเทพมหานคร 10110",
        phone="+6620000100",
        font="sarabun",
        radius="sharp",
        hero_text="สั่งโฮสติ้ง อีเมล และเครื่องมือทำงานเป็นทีมได้ในที่เดียว พร้อมทีมงานไทยและใบแจ้งหนี้สกุลบาท",
        footer="© เมฆไทย คลาวด์สำหรับธุรกิจไทย",
        invoice_footer="ขอบคุณที่ใช้บริการ กรุณาชำระเงินภายในสิบสี่วัน",
        social={
            "line": "https://line.me/R/ti/p/@mekhthai.example",
            "facebook": "https://www.facebook.com/mekhthai.example",
        },
    ),
}  # fmt: skip


def dress(tenant: TenantRecord, shop: Shop, by: Actor) -> None:
    """Save the shop's brand; one that somebody has saved already is left alone."""
    if versions_of(tenant).exists():
        return
    worn = DRESSES[shop.slug]
    save_brand(tenant, fields={**_words(shop, worn), **_look(shop, worn), **_texts(shop)}, by=by)


def _words(shop: Shop, worn: Dress) -> dict[str, Any]:
    return {
        "name": shop.name,
        "legal_name": worn.legal_name,
        "tagline": shop.tagline,
        "hero_title": shop.tagline,
        "hero_text": worn.hero_text,
        "support_email": f"support@{shop.slug}.example",
        "support_phone": worn.phone,
        "reply_to": f"hello@{shop.slug}.example",
        "footer": worn.footer,
        "tax_id": worn.tax_id,
        "address": worn.address,
        "invoice_footer": worn.invoice_footer,
        "social": worn.social,
    }


def _look(shop: Shop, worn: Dress) -> dict[str, Any]:
    return {
        "colour": shop.colour,
        "font": worn.font,
        "radius": worn.radius,
        "logo": logos.draw(shop.slug, shop.colour),
        "logo_dark": logos.draw(shop.slug, palette.tokens(shop.colour, palette.DARK).text),
    }


def _texts(shop: Shop) -> dict[str, dict[str, str]]:
    worn = DRESSES[shop.slug]
    return {
        which: {
            language: (TEXTS / f"{which}.{language}.md")
            .read_text(encoding="utf-8")
            .format(name=shop.name, legal_name=worn.legal_name, mail=f"support@{shop.slug}.example")
            for language in (shop.language, "en")
        }
        for which in ("terms", "privacy")
    }
