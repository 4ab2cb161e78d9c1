"""Documents say to whom they were issued; paid time says which tax was on it."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

_SAID = ("name", "company_name", "tax_id", "country", "region", "city", "street", "postal_code")


def write_addresses(apps, schema_editor):
    """As their clients are today: nothing older is known."""
    issued = Q(invoices__number__isnull=False) | Q(credit_notes__isnull=False)
    clients = apps.get_model("clients", "Client").objects.filter(issued).distinct()
    for client in clients.order_by("pk").iterator(chunk_size=2000):
        said = {name: getattr(client, name) for name in _SAID if getattr(client, name)}
        if client.email and not (said.keys() - {"name"}):
            said["email"] = client.email
        apps.get_model("orders", "Invoice").objects.filter(client=client, number__isnull=False).update(billed_to=said)
        apps.get_model("orders", "CreditNote").objects.filter(client=client).update(billed_to=said)


def write_taxes(apps, schema_editor):
    """As the invoice has it, or the order where the row names none."""
    line = apps.get_model("orders", "InvoiceLine")
    paid = line.objects.filter(
        invoice__uuid=OuterRef("invoice_uuid"),
        service=OuterRef("service"),
        sku=OuterRef("item__sku"),
        unit_minor__gte=0,
    ).order_by("pk")
    ordered = apps.get_model("orders", "OrderLine").objects.filter(pk=OuterRef("item__order_line"))
    names = ("tax_name", "tax_bp", "tax_inclusive")
    periods = apps.get_model("orders", "PaidPeriod").objects
    # Where both know it, the invoice has the last word.
    for source in (ordered, paid):
        found = periods.annotate(**{f"found_{name}": Subquery(source.values(name)[:1]) for name in names})
        rows = found.exclude(found_tax_bp=None).values_list("pk", *(f"found_{name}" for name in names))
        for pk, *values in rows.iterator(chunk_size=2000):
            periods.filter(pk=pk).update(**dict(zip(names, values, strict=True)))


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0008_export"),
        ("orders", "0010_invoice_sorts"),
    ]

    operations = [
        migrations.AddField("invoice", "billed_to", models.JSONField(blank=True, default=dict)),
        migrations.AddField("creditnote", "billed_to", models.JSONField(blank=True, default=dict)),
        migrations.AddField("paidperiod", "tax_name", models.CharField(blank=True, max_length=80)),
        migrations.AddField("paidperiod", "tax_bp", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("paidperiod", "tax_inclusive", models.BooleanField(default=False)),
        migrations.RunPython(write_addresses, migrations.RunPython.noop),
        migrations.RunPython(write_taxes, migrations.RunPython.noop),
    ]
