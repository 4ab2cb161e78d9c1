"""Help articles, for partners and for clients, in the languages of the demonstration's shops."""

from __future__ import annotations

from datetime import timedelta

from shared_apps.help.models import Article
from shared_apps.help.verbs import ArticleWish, Words, publish_article, put_article, put_category
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.clock import now

SHELVES = (
    ("start", {"en": "Getting started", "fa": "شروع کار", "tr": "Başlangıç", "th": "เริ่มต้นใช้งาน"}),
    (
        "account",
        {"en": "Account management", "fa": "مدیریت حساب", "tr": "Hesap yönetimi", "th": "การจัดการบัญชี"},
    ),
    ("payments", {"en": "Payments", "fa": "پرداخت‌ها", "tr": "Ödemeler", "th": "การชำระเงิน"}),
)
_EXTRA_STEPS = """
## Step 1: Choose

Open **Extra services** in the Partner Store and look through the list. You may choose several at once.

## Step 2: Send your request

Check the summary and its total. *Edit* leads back to your choice.

## Step 3: Wait for our answer

We look at every request and may ask you something. You get our answer by mail.

## Step 4: Pay

The answer says how: by card, by bank transfer or from your balance. The services work at once afterwards.
"""
_EXTRA_TR = """
## 1. Adım: Seçin

Partner Store içinde **Ek hizmetler** bölümünü açın ve listeyi inceleyin. Birden fazla hizmet seçebilirsiniz.

## 2. Adım: Talebinizi gönderin

Özeti ve toplamı kontrol edin. *Düzenle* seçiminize geri götürür.

## 3. Adım: Yanıtı bekleyin

Her talebi inceleriz ve size soru sorabiliriz. Yanıtımız e-postayla gelir.
"""
_INVOICE = """
1. Open **Invoices** and choose the one to pay.
2. Choose **card**, **bank transfer** or your **account credit**.
3. After a transfer, add a photo of the receipt: it speeds things up.

> The receipt of {brand} comes by mail as soon as the money is here.
"""
_INVOICE_FA = """
۱. **صورتحساب‌ها** را باز کنید و صورتحساب را انتخاب کنید.

۲. **کارت**، **حواله بانکی** یا **اعتبار حساب** را برگزینید.

۳. پس از حواله، عکس رسید را اضافه کنید تا زودتر تأیید شود.

> رسید {brand} همین که پول برسد با ایمیل می‌آید.
"""
_PEOPLE = """
Open **Account › People** and choose **Invite**. Everybody has a role:

| Role | May |
| --- | --- |
| Owner | do everything |
| Billing | see and pay invoices |
| Technical | see services and ask for help |
"""
_DEALS = """
Register a sale **before** another partner does. We answer within a few days and protect it for 90 days.

- Name the company with its domain or an address at it.
- Tell us when it is won or lost.
"""
GUIDES = (
    ("extra-services", "account", "partners", 34, {
        "en": Words("How to buy extra services", "From choosing to using, step by step.", _EXTRA_STEPS),
        "tr": Words("Ek hizmetler nasıl satın alınır", "Seçmekten kullanmaya, adım adım.", _EXTRA_TR),
    }),
    ("register-a-deal", "start", "partners", 12, {
        "en": Words("How to register a deal", "Ninety days in which a sale is yours.", _DEALS),
    }),
    ("pay-an-invoice", "payments", "clients", 20, {
        "en": Words("How to pay an invoice", "By card, bank transfer or account credit.", _INVOICE),
        "fa": Words("چگونه صورتحساب را بپردازیم", "با کارت، حواله بانکی یا اعتبار حساب.", _INVOICE_FA),
    }),
    ("invite-people", "account", "clients", 3, {
        "en": Words("How to invite your team", "Everybody sees what they need.", _PEOPLE),
    }),
)  # fmt: skip


def load(by: Actor) -> None:
    """Categories and published articles; those that are there stay as they are."""
    shelves = {
        slug: put_category(slug, name=name, position=number, by=by)
        for number, (slug, name) in enumerate(SHELVES)
    }
    for slug, shelf, audience, age, words in GUIDES:
        if Article.objects.filter(slug=slug).exists():
            continue
        day = now() - timedelta(days=age)
        made = put_article(None, ArticleWish(slug, shelves[shelf], audience, words, day), by=by)
        publish_article(made, by=by)
