"""Words of its own that a demonstration shop gave to one of its mails."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from tenant_apps.notices.models import MailText
from tenant_apps.notices.texts import TEXTS
from tenant_apps.notices.variables import Words
from tenant_apps.notices.verbs import save_text

TEXT = "orders/order_placed"
WORDS = {
    "abrnama": (
        "fa",
        Words(
            "سفارش {number} ثبت شد",
            "از اینکه **{brand}** را انتخاب کردید سپاسگزاریم. سفارش {number} به دست ما رسید.\n\n"
            "- پس از پرداخت، سرویس شما خودکار راه‌اندازی می‌شود.\n"
            "- وضعیت سفارش را هر زمان در [حساب کاربری]({url}) ببینید.\n\n"
            "اگر پرسشی دارید به {support_email} بنویسید.",
        ),
    )
}


def load(slug: str, by: Actor) -> None:
    """Save the words of a shop; what was changed since stays."""
    if slug not in WORDS:
        return
    language, words = WORDS[slug]
    if not MailText.objects.filter(template=TEXT, language=language).exists():
        save_text(TEXTS[TEXT], language, words, by=by)
