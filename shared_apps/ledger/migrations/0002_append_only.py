"""What the ledger promises, kept by the database itself: entries balance, and nothing posted ever changes."""

from django.db import migrations

# Bodies name the schema: at run time the search path begins with a tenant's schema.
FORWARD = """
CREATE FUNCTION public.ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % of % refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON public.ledger_entry
    FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_leg_append_only BEFORE UPDATE OR DELETE ON public.ledger_leg
    FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_account_append_only BEFORE UPDATE OR DELETE ON public.ledger_account
    FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_change();

CREATE FUNCTION public.ledger_refuse_strange_leg() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.ledger_entry e JOIN public.ledger_account a ON a.tenant_id = e.tenant_id
        WHERE e.id = NEW.entry_id AND a.id = NEW.account_id AND a.currency = NEW.currency
    ) THEN
        RAISE EXCEPTION 'A leg needs an account of its entry''s tenant in its own currency.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER ledger_leg_belongs BEFORE INSERT ON public.ledger_leg
    FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_strange_leg();

CREATE FUNCTION public.ledger_refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject bigint := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW)->>'id')::bigint
                                         ELSE (to_jsonb(NEW)->>'entry_id')::bigint END;
BEGIN
    IF EXISTS (
        SELECT 1 FROM public.ledger_leg WHERE entry_id = subject GROUP BY currency HAVING sum(amount_minor) <> 0
    ) THEN
        RAISE EXCEPTION 'Ledger entry % does not balance.', subject USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) FROM public.ledger_leg WHERE entry_id = subject)
        <> (SELECT leg_count FROM public.ledger_entry WHERE id = subject) THEN
        RAISE EXCEPTION 'Ledger entry % has other legs than it was posted with.', subject
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON public.ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_unbalanced();
CREATE CONSTRAINT TRIGGER ledger_leg_balances AFTER INSERT ON public.ledger_leg
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_refuse_unbalanced();
"""

BACKWARD = """
DROP TRIGGER ledger_leg_balances ON public.ledger_leg;
DROP TRIGGER ledger_entry_balances ON public.ledger_entry;
DROP TRIGGER ledger_leg_belongs ON public.ledger_leg;
DROP TRIGGER ledger_account_append_only ON public.ledger_account;
DROP TRIGGER ledger_leg_append_only ON public.ledger_leg;
DROP TRIGGER ledger_entry_append_only ON public.ledger_entry;
DROP FUNCTION public.ledger_refuse_unbalanced();
DROP FUNCTION public.ledger_refuse_strange_leg();
DROP FUNCTION public.ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
