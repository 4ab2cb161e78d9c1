from django.db import migrations, models

# Whose pain.001 a bank has got keeps it for its IBAN lines; every other line is in the CSV, where it was.
FILES = """
UPDATE payouts_payoutsettings SET sends_xml = true WHERE account_iban <> '' AND account_holder <> '';
UPDATE payouts_batchline l SET file = CASE
    WHEN l.kind = 'iban' AND EXISTS (
        SELECT 1 FROM tenants_sharedevent e
        WHERE e.subject_type = 'payouts.PayoutBatch' AND e.subject_key = l.batch_id::text
          AND e.verb = 'export batch' AND e.data->>'form' = 'xml') THEN 'xml'
    ELSE 'csv' END
WHERE l.kind IN ('iban', 'card');
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commissions", "0004_payouts"),
        ("tenants", "0004_archived_and_deleted"),
        ("payouts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="batchline",
            name="file",
            field=models.CharField(
                blank=True,
                choices=[("csv", "CSV"), ("xml", "ISO 20022 (pain.001)")],
                db_default="",
                default="",
                max_length=3,
            ),
        ),
        migrations.AddField(
            model_name="payoutsettings",
            name="sends_xml",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(FILES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.CheckConstraint(
                condition=models.Q(("file__in", ["csv", "xml"]), ("kind", "iban"))
                | models.Q(("file", "csv"), ("kind", "card"))
                | models.Q(models.Q(("kind__in", ["iban", "card"]), _negated=True), ("file", "")),
                name="batch_line_in_one_file",
            ),
        ),
    ]
