"""The versions of a brand stay append-only, until their tenant is deleted for good."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION public.brand_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM public.tenants_tenant WHERE id = OLD.tenant_id AND status = 'deleting') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'Versions of a brand are append-only: % refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION public.brand_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Versions of a brand are append-only: % refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("branding", "0003_address"), ("tenants", "0004_archived_and_deleted")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
