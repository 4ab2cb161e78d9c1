"""What was posted cannot be emptied either: TRUNCATE fires no row trigger."""

from django.db import migrations

TABLES = ("entry", "leg", "account")

FORWARD = "".join(
    f"CREATE TRIGGER ledger_{table}_no_truncate BEFORE TRUNCATE ON public.ledger_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();\n"
    for table in TABLES
)
BACKWARD = "".join(
    f"DROP TRIGGER ledger_{table}_no_truncate ON public.ledger_{table};\n" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
