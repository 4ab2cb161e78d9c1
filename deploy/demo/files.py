"""What a shop keeps of its clients: groups and tags, notes, and a paper in the file."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenant_apps.clients.models import Client, ClientDocument, ClientGroup, Tag
from tenant_apps.clients.verbs.documents import add_document
from tenant_apps.clients.verbs.notes import add_note
from tenant_apps.clients.verbs.sorting import group_clients, put_group, put_tag, tag_clients

from .people import Shop

GROUPS = {
    "abrnama": (("شرکت‌ها", "info"), ("استارتاپ‌ها", "pos")),
    "bulutsan": (("Kurumsal", "info"), ("Girişim", "pos")),
    "mekhthai": (("องค์กร", "info"), ("สตาร์ทอัพ", "pos")),
}
TAGS = {
    "abrnama": (("مشتری ویژه", "warn"), ("تهران", "plain"), ("پیگیری", "neg")),
    "bulutsan": (("VIP", "warn"), ("Ankara", "plain"), ("Takip", "neg")),
    "mekhthai": (("VIP", "warn"), ("เชียงใหม่", "plain"), ("ติดตาม", "neg")),
}
NOTES = {
    "abrnama": ("فاکتور را به واحد مالی هم بفرستید.", "تماس گرفتیم؛ برای تیم فروش پنج نفر دیگر می‌خواهند."),
    "bulutsan": ("Faturaları muhasebeye de gönderin.", "Aradık; satış ekibi için beş kişi daha istiyorlar."),
    "mekhthai": ("ส่งใบแจ้งหนี้ให้ฝ่ายบัญชีด้วย", "โทรคุยแล้ว ต้องการเพิ่มอีกห้าที่นั่งสำหรับทีมขาย"),
}
PAPERS = {"abrnama": "قرارداد خدمات", "bulutsan": "Hizmet sözleşmesi", "mekhthai": "สัญญาบริการ"}


def load(shop: Shop, by: Actor) -> None:
    """Sort the shop's clients and write about the first of them; nothing where there are groups already."""
    if ClientGroup.objects.exists():
        return
    clients = list(Client.objects.order_by("pk"))
    for place, (name, tone) in enumerate(GROUPS[shop.slug]):
        group = put_group(ClientGroup(name=name, tone=tone, position=place), by=by)
        group_clients(clients[place::3], group, by=by)
    for place, (name, tone) in enumerate(TAGS[shop.slug]):
        tag_clients(clients[place :: place + 2], [put_tag(Tag(name=name, tone=tone), by=by)], by=by)
    advisor = User.objects.get(email=shop.staff[2].email).actor
    pinned, said = NOTES[shop.slug]
    add_note(clients[0], text=said, by=advisor)
    add_note(clients[0], text=pinned, is_pinned=True, by=advisor)
    kind = ClientDocument.Kind.CONTRACT
    add_document(clients[0], _paper(), kind=kind, title=PAPERS[shop.slug], is_shared=True, by=advisor)


def _paper() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (420, 594), "#f4f1ea").save(picture, "PNG")
    return SimpleUploadedFile("contract.png", picture.getvalue(), content_type="image/png")
