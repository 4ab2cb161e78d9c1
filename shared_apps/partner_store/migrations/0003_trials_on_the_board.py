from datetime import timedelta

from django.db import migrations

REMINDERS = (7, 3, 1)


def tell(apps, schema_editor):
    """The trials that began before there was a board: their rows, their ends and their reminders."""
    plans = apps.get_model("partner_store", "PlatformSubscription").objects.filter(status="trial")
    rows = apps.get_model("trials", "TrialRow")
    entries = apps.get_model("agenda", "Entry")
    for plan in plans.exclude(trial_ends_at=None).iterator(chunk_size=500):
        rows.objects.bulk_create(
            [
                rows(
                    kind="platform",
                    tenant_id=plan.tenant_id,
                    subject_uuid=plan.uuid,
                    sku=plan.sku,
                    plan=plan.name,
                    started_at=plan.starts_at,
                    ends_at=plan.trial_ends_at,
                    total_days=plan.trial_total_days,
                    step_days=plan.trial_step_days,
                    max_days=plan.trial_max_days,
                    last_activity_at=plan.starts_at,
                )
            ],
            ignore_conflicts=True,
        )
        entries.objects.bulk_create(_due(entries, plan), ignore_conflicts=True)


def _due(entries, plan):
    key = f"{plan.uuid}:{plan.trial_total_days}"
    named = {"subscription": str(plan.uuid)}
    ends_at = plan.trial_ends_at
    over = entries(
        tenant_id=plan.tenant_id, task="partner_store.end_trial", key=key, payload=named, due_at=ends_at
    )
    soon = [
        entries(
            tenant_id=plan.tenant_id,
            task="partner_store.remind_of_trial",
            key=f"{key}:{days}",
            payload={**named, "ends_at": ends_at.isoformat(), "days": days},
            due_at=ends_at - timedelta(days=days),
        )
        for days in REMINDERS
    ]
    return [over, *soon]


class Migration(migrations.Migration):
    dependencies = [
        ("partner_store", "0002_platform_subscription"),
        ("trials", "0001_initial"),
        ("agenda", "0001_initial"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
