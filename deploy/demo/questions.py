"""Tickets of a shop's clients: open, answered with a note among the answers, and closed."""

from __future__ import annotations

from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenant_apps.clients.queries import client_of
from tenant_apps.tickets import verbs
from tenant_apps.tickets.models import Department, Priority, Ticket
from tenant_apps.tickets.verbs import Saying, TicketWish

from .orders import days_ago
from .people import Person, Shop

DEPARTMENTS = {
    "abrnama": ("فنی", "مالی"),
    "bulutsan": ("Teknik", "Muhasebe"),
    "mekhthai": ("ฝ่ายเทคนิค", "ฝ่ายบัญชี"),
}
# Subject, question and answer.
OPEN, ANSWERED, CLOSED, NOTE = range(4)
TEXTS = {
    "abrnama": (
        ("ایمیل‌ها دیر می‌رسند", "از امروز صبح ایمیل‌ها با نیم ساعت تأخیر می‌رسند. لطفاً بررسی کنید.", ""),
        ("فاکتور به نام شرکت", "می‌شود فاکتور این ماه به نام شرکت صادر شود؟",
         "بله. نام و شناسهٔ ملی شرکت را بفرستید تا اصلاح کنیم."),
        ("تغییر رمز صندوق", "رمز یکی از صندوق‌ها را فراموش کرده‌ایم.", "رمز تازه را به مدیر حساب شما فرستادیم."),
        ("", "پیش از پاسخ با واحد مالی هماهنگ شود.", ""),
    ),
    "bulutsan": (
        ("E-postalar geç geliyor", "Bu sabahtan beri e-postalar yarım saat geç geliyor. Bakar mısınız?", ""),
        ("Faturada şirket adı", "Bu ayın faturası şirket adına kesilebilir mi?",
         "Elbette. Unvanı ve vergi numarasını yazın, hemen düzeltelim."),
        ("Posta kutusu parolası", "Bir kutunun parolasını unuttuk.", "Yeni parolayı hesap yöneticinize gönderdik."),
        ("", "Yanıttan önce muhasebeye sorulsun.", ""),
    ),
    "mekhthai": (
        ("อีเมลมาช้า", "ตั้งแต่เช้านี้อีเมลมาช้าประมาณครึ่งชั่วโมง ช่วยตรวจสอบให้ด้วยค่ะ", ""),
        ("ชื่อบริษัทในใบแจ้งหนี้", "ขอออกใบแจ้งหนี้เดือนนี้ในนามบริษัทได้ไหม", "ได้ค่ะ กรุณาส่งชื่อบริษัทและเลขผู้เสียภาษีมาให้เรา"),
        ("รหัสผ่านกล่องจดหมาย", "ลืมรหัสผ่านของกล่องจดหมายหนึ่ง", "ส่งรหัสใหม่ให้ผู้ดูแลบัญชีแล้วค่ะ"),
        ("", "ถามฝ่ายบัญชีก่อนตอบ", ""),
    ),
}  # fmt: skip


def load(shop: Shop, by: Actor) -> None:
    """The tickets of the shop's first two clients; nothing where there is one."""
    if Ticket.objects.exists():
        return
    technical, money = (Department(name=name) for name in DEPARTMENTS[shop.slug])
    for department in (technical, money):
        verbs.save_department(department, by=by)
    staff = User.objects.get(email=shop.staff[3].email).actor
    texts, first, second = TEXTS[shop.slug], shop.clients[0], shop.clients[1]
    with days_ago(12):
        closed = _asked(first, texts[CLOSED], technical, Priority.NORMAL)
        verbs.answer(closed, Saying(texts[CLOSED][2]), by=staff, then=Ticket.Status.CLOSED)
    with days_ago(2):
        answered = _asked(first, texts[ANSWERED], money, Priority.NORMAL)
    with days_ago(1):
        verbs.note(answered, Saying(texts[NOTE][1]), by=staff)
        verbs.answer(answered, Saying(texts[ANSWERED][2]), by=staff)
        _asked(first, texts[OPEN], technical, Priority.HIGH)
    _asked(second, texts[OPEN], technical, Priority.NORMAL)


def _asked(person: Person, text: tuple[str, str, str], department: Department, priority: int) -> Ticket:
    asking = User.objects.get(email=person.email)
    client = client_of(asking)
    assert client is not None, "the shop's orders gave every contact a client"
    wish = TicketWish(text[0], Saying(text[1]), department, priority)
    return verbs.open_ticket(client, wish, by=asking.actor, opened_by=asking)
