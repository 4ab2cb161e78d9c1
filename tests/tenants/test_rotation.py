"""`manage.py rotate_keys`: new keys for what lies sealed, while the platform runs (LIBRARIES, "secrets at rest")."""

from __future__ import annotations

import uuid
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from shared_apps.commissions.models import PayoutMethod
from shared_apps.kernel.secrets import SEALED_COLUMNS, SecretUnreadable, current_key_id
from shared_apps.payments.models import GatewayAccount
from tenant_apps.accounts.seals import open_factor, seal_factor
from tenant_apps.notices.models import MailServer
from tenants import rotation
from tenants.context import acting_in, acting_on_shared_data
from tenants.models import Tenant

NEW_KEY = "a key of another year"


def keep(tenant, person) -> None:
    """One value in every sealed column of a reseller."""
    with acting_in(tenant):
        server = MailServer.objects.create(
            host="mail.example", sender_email="a@b.example", updated_at=timezone.now()
        )
        server.seal_password(f"mail of {tenant.slug}")
        server.save()
        for kind, key in (("totp", "secret"), ("recovery_codes", "seed")):
            data = {key: seal_factor(f"{kind} of {tenant.slug}"), "used_mask": 0}
            Authenticator.objects.create(user_id=person.pk, type=kind, data=data)
        account, _ = GatewayAccount.objects.get_or_create(tenant_id=tenant.id, gateway="stripe")
        account.keep_secrets({"secret_key": f"gateway of {tenant.slug}"})
        account.save()
        method = PayoutMethod(
            tenant_id=tenant.id, person_uuid=uuid.uuid4(), kind="card", verified_at=timezone.now()
        )
        method.keep_number("4111111111111111")
        method.save()


def opened(tenant, person) -> list[str]:
    with acting_in(tenant):
        factors = Authenticator.objects.filter(user_id=person.pk).order_by("pk")
        return [
            MailServer.objects.get().password(),
            *(open_factor(row.data.get("secret") or row.data["seed"]) for row in factors),
            GatewayAccount.objects.get(tenant_id=tenant.id, gateway="stripe").secrets["secret_key"],
            PayoutMethod.objects.get(tenant_id=tenant.id, kind="card").number(),
        ]


@pytest.fixture
def kept(reseller, other_reseller, olga, peer):
    """Two resellers with something in every sealed column, and what it is."""
    keep(reseller, olga)
    keep(other_reseller, peer)
    return lambda: (opened(reseller, olga), opened(other_reseller, peer))


@pytest.fixture
def new_key(settings, kept):
    settings.FIELD_KEYS_OLD, settings.FIELD_KEY = [settings.FIELD_KEY], NEW_KEY


def rotate(**options) -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_every_sealed_column_is_rotated_in_every_schema(kept, new_key, settings) -> None:
    before = kept()
    assert "10 values sealed" in rotate()
    settings.FIELD_KEYS_OLD = []
    assert kept() == before
    assert sum(map(rotation.left_in, rotation.places())) == 0
    assert {column.model for column in SEALED_COLUMNS} >= {
        "mfa.Authenticator", "notices.MailServer", "payments.GatewayAccount", "commissions.PayoutMethod"
    }  # fmt: skip


def test_without_the_old_key_nothing_opens(kept, new_key, settings) -> None:
    settings.FIELD_KEYS_OLD = []
    with pytest.raises(SecretUnreadable):
        kept()


def test_a_second_run_writes_nothing(kept, new_key, reseller) -> None:
    rotate()
    with acting_in(reseller):
        before = MailServer.objects.get().sealed_password
    assert "0 values sealed" in rotate()
    with acting_in(reseller):
        assert MailServer.objects.get().sealed_password == before


def test_a_dry_run_counts_and_changes_nothing(kept, new_key, reseller) -> None:
    with pytest.raises(CommandError, match="10 values"):
        rotate(dry_run=True)
    with acting_in(reseller):
        assert not MailServer.objects.get().sealed_password.startswith(current_key_id())
    rotate()
    assert "Every value" in rotate(dry_run=True)


def test_what_cannot_be_opened_is_named_and_the_rest_is_done(kept, new_key, reseller) -> None:
    with acting_in(reseller):
        MailServer.objects.update(sealed_password="00000000.abcd")
    out = StringIO()
    with pytest.raises(CommandError, match="1 values cannot be opened"):
        call_command("rotate_keys", stdout=out, stderr=out)
    assert "notices.MailServer.sealed_password" in out.getvalue() and "alpha" in out.getvalue()
    assert "9 values sealed" in out.getvalue()


def test_a_tenant_that_is_not_live_is_rotated_too(kept, new_key, reseller) -> None:
    with acting_on_shared_data():
        Tenant.objects.filter(pk=reseller.id).update(status="suspended")
    assert "10 values sealed" in rotate()


def test_a_value_that_changes_meanwhile_is_not_overwritten(kept, new_key, reseller, monkeypatch) -> None:
    """Between read and write somebody saves another password: theirs stays."""
    place = next(p for p in rotation.places() if p.column.model == "notices.MailServer" and "alpha" in p.name)
    seal = rotation.seal

    def saved_meanwhile(plain: str, context: str) -> str:
        monkeypatch.setattr(rotation, "seal", seal)
        server = MailServer.objects.get()
        server.seal_password("theirs")
        server.save()
        return seal(plain, context)

    monkeypatch.setattr(rotation, "seal", saved_meanwhile)
    report = rotation.Rotation()
    rotation.reseal(place, report, advance=lambda count: None)
    with place.scope():
        assert MailServer.objects.get().password() == "theirs"
    assert (report.sealed, report.unreadable) == (0, [])


def test_a_value_that_an_old_process_writes_back_is_met_again(kept, new_key, reseller, monkeypatch) -> None:
    """A page that read a recovery seed before saves the whole row after: the next look finds it."""
    place = next(p for p in rotation.places() if p.column.key == "seed" and "alpha" in p.name)
    with place.scope():
        old = Authenticator.objects.get(type="recovery_codes")

    def write_back(count: int) -> None:
        if old.data["used_mask"] == 0:
            old.data["used_mask"] = 1
            old.save()

    rotation.reseal(place, rotation.Rotation(), advance=write_back)
    assert rotation.left_in(place) == 0
    with place.scope():
        assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 1


def test_lasting_digests_outlive_the_signing_key(reseller, settings) -> None:
    from shared_apps.domains.verbs import proof_of

    with acting_in(reseller):
        before = proof_of("shop.example")
        settings.SECRET_KEY = "another one"
        assert proof_of("shop.example") == before
