"""The demonstration's tenants and people. Every password is the same and is shown by `make run`."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "vitrine-demo-2026"


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: str


@dataclass(frozen=True)
class Shop:
    """A reseller of the demonstration: its tenant, brand, staff and clients."""

    slug: str
    name: str
    tagline: str
    language: str
    currency: str
    country: str
    time_zone: str
    colour: str
    staff: tuple[Person, ...]
    clients: tuple[Person, ...]
    bank: str


OPERATOR_STAFF = (
    Person("admin@vitrine.example", "Opal Hart", "admin"),
    Person("reviewer@vitrine.example", "Rowan Reed", "reviewer"),
    Person("finance@vitrine.example", "Faye Lind", "finance"),
)


def _staff(domain: str, names: tuple[str, str, str, str, str]) -> tuple[Person, ...]:
    roles = ("owner", "manager", "advisor", "support", "accountant")
    return tuple(Person(f"{role}@{domain}", name, role) for role, name in zip(roles, names, strict=True))


SHOPS = (
    Shop(
        "abrnama", "ابرنما", "همهٔ نرم‌افزارهای کسب‌وکار شما، با یک صورت‌حساب", "fa", "IRR", "IR",
        "Asia/Tehran", "#0f766e",
        _staff("abrnama.example", ("سارا محمدی", "نیما کاظمی", "آوا رستمی", "رضا نوری", "مینا صالحی")),
        (
            Person("client@abrnama.example", "علی رضایی", "client"),
            Person("narges@abrnama.example", "نرگس احمدی", "client"),
            Person("kian@abrnama.example", "کیان مرادی", "client"),
        ),
        "بانک ملت، شبا IR06 2960 0000 0010 0324 2000 01، به نام ابرنما",
    ),
    Shop(
        "bulutsan", "Bulutsan", "İşinizin tüm uygulamaları, tek faturada", "tr", "TRY", "TR",
        "Europe/Istanbul", "#4f46e5",
        _staff("bulutsan.example", ("Elif Yılmaz", "Mert Kaya", "Deniz Arslan", "Can Demir", "Zeynep Şahin")),
        (
            Person("client@bulutsan.example", "Ahmet Öztürk", "client"),
            Person("ayse@bulutsan.example", "Ayşe Çelik", "client"),
            Person("burak@bulutsan.example", "Burak Aydın", "client"),
        ),
        "Ziraat Bankası, IBAN TR33 0006 1005 1978 6457 8413 26, Bulutsan A.Ş.",
    ),
    Shop(
        "mekhthai", "เมฆไทย", "แอปทั้งหมดของธุรกิจคุณ ในบิลเดียว", "th", "THB", "TH",
        "Asia/Bangkok", "#c2410c",
        _staff("mekhthai.example", ("สุดา ใจดี", "ณัฐ วงศ์ไทย", "พิม ศรีสุข", "ก้อง แสงทอง", "อร บุญมา")),
        (
            Person("client@mekhthai.example", "สมชาย รักไทย", "client"),
            Person("malee@mekhthai.example", "มาลี ดีงาม", "client"),
            Person("chai@mekhthai.example", "ชัย มั่นคง", "client"),
        ),
        "ธนาคารกสิกรไทย เลขที่บัญชี 123-4-56789-0 บริษัท เมฆไทย จำกัด",
    ),
)  # fmt: skip
