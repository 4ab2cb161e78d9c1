"""The fields that a column may hold, and which one its heading speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Client, CustomField
from ..search import search_key

Label = str | Promise

# Columns that are no field of a client by themselves: two of them make its name.
FIRST, LAST = "first_name", "last_name"
_OWN = (
    "name", "email", "mobile", "kind", "company_name", "tax_id", "tax_status", "registration_number",
    "national_id", "street", "postal_code", "city", "region", "country", "language", "domain",
)  # fmt: skip
_CUSTOM = "custom:"
# As other systems and people call them, in the languages of the portals.
_KNOWN: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "client", "client name", "customer", "customer name", "display name", "contact name",
        "نام", "نام کامل", "نام مشتری", "مشتری", "نام و نام خانوادگی", "ad soyad", "adı soyadı", "müşteri",
        "müşteri adı", "ชื่อ", "ชื่อลูกค้า", "ลูกค้า", "ชื่อเต็ม", "ชื่อ-นามสกุล",
    ),
    FIRST: ("first name", "firstname", "given name", "نام کوچک", "ad", "adı", "ชื่อจริง"),
    LAST: ("last name", "lastname", "surname", "family name", "نام خانوادگی", "soyad", "soyadı", "นามสกุล"),
    "email": (
        "email", "e-mail", "mail", "email address", "e-mail address", "ایمیل", "پست الکترونیک", "رایانامه",
        "e-posta", "eposta", "e-posta adresi", "อีเมล", "อีเมล์",
    ),
    "mobile": (
        "mobile", "mobile number", "phone", "phone number", "telephone", "cell", "موبایل", "تلفن همراه",
        "شماره موبایل", "تلفن", "همراه", "cep", "cep telefonu", "telefon", "gsm", "มือถือ", "โทรศัพท์", "เบอร์โทร",
    ),
    "kind": ("kind", "type", "client type", "نوع", "tür", "tip", "ประเภท"),
    "company_name": (
        "company", "company name", "legal name", "organisation", "organization", "شرکت", "نام شرکت", "نام حقوقی",
        "سازمان", "şirket", "şirket adı", "firma", "ünvan", "บริษัท", "ชื่อบริษัท", "ชื่อตามกฎหมาย",
    ),
    "tax_id": (
        "tax number", "tax id", "vat", "vat number", "tax", "شماره مالیاتی", "کد اقتصادی", "vergi no",
        "vergi numarası", "เลขประจำตัวผู้เสียภาษี",
    ),
    "tax_status": ("tax status", "tax exempt", "وضعیت مالیاتی", "vergi durumu", "สถานะภาษี"),
    "registration_number": (
        "registration number", "company number", "شماره ثبت", "sicil no", "ticaret sicil no", "เลขทะเบียน",
    ),
    "national_id": (
        "national id", "national code", "identity number", "شناسه ملی", "کد ملی", "tc kimlik no", "tckn",
        "เลขบัตรประชาชน",
    ),
    "street": (
        "street", "address", "address 1", "address1", "address line 1", "street and number", "نشانی", "آدرس",
        "خیابان", "adres", "sokak", "ที่อยู่", "ถนน",
    ),
    "postal_code": (
        "postal code", "postcode", "zip", "zip code", "کد پستی", "کدپستی", "posta kodu", "รหัสไปรษณีย์",
    ),
    "city": ("city", "town", "شهر", "şehir", "ilçe", "เมือง", "อำเภอ", "เขต"),
    "region": ("region", "state", "province", "province or state", "استان", "il", "จังหวัด"),
    "country": ("country", "country code", "کشور", "ülke", "ประเทศ"),
    "language": ("language", "زبان", "dil", "ภาษา"),
    "domain": ("domain", "domain name", "website", "دامنه", "وب سایت", "alan adı", "โดเมน"),
    "group": ("group", "client group", "گروه", "grup", "กลุ่ม"),
    "tags": ("tags", "tag", "labels", "برچسب", "برچسب‌ها", "etiket", "etiketler", "แท็ก"),
}  # fmt: skip


def fields() -> list[tuple[str, Label]]:
    """What a column may be: names and labels, the reseller's own fields last."""
    own = [(name, Client._meta.get_field(name).verbose_name) for name in _OWN]  # type: ignore[union-attr]
    names: list[tuple[str, Label]] = [(FIRST, _("First name")), (LAST, _("Last name"))]
    more: list[tuple[str, Label]] = [("group", _("Group")), ("tags", _("Tags"))]
    custom = CustomField.objects.filter(is_archived=False)
    return [own[0], *names, *own[1:], *more, *((f"{_CUSTOM}{one.key}", one.label) for one in custom)]


def guessed(heads: Sequence[str], known: Sequence[tuple[str, Label]]) -> list[str]:
    """For each heading the name of its field, or empty; each field once, the first heading wins."""
    by_words = {_plain(str(label)): name for name, label in known} | _by_alias()
    names, taken, found = {name for name, _label in known}, set(), []
    for head in heads:
        name = by_words.get(_plain(head), "")
        name = "" if name in taken or name not in names else name
        taken.add(name)
        found.append(name)
    return found


def custom_key(name: str) -> str:
    """The key of the reseller's own field that a name means, or empty."""
    return name.removeprefix(_CUSTOM) if name.startswith(_CUSTOM) else ""


@cache
def _by_alias() -> dict[str, str]:
    return {_plain(word): name for name, words in _KNOWN.items() for word in words}


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", "", search_key(text).replace("_", " "))
