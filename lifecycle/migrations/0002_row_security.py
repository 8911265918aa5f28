"""Which rows may the portal see, and which tables only ever grow?"""

from django.db import migrations

from lifecycle.rules.row_security import (
    account_policy_reverse_sql,
    account_policy_sql,
    append_only_reverse_sql,
    append_only_sql,
    portal_grant_sql,
    portal_revoke_sql,
    public_policy_sql,
)
from lifecycle.rules.stages import PUBLIC, Stage

ACCOUNT_TABLES = {
    "lifecycle_contact": ("SELECT",),
    "lifecycle_membership": ("SELECT",),
    "lifecycle_evidence": ("SELECT",),
    "lifecycle_exemption": ("SELECT",),
    "lifecycle_switch": ("SELECT",),
    "lifecycle_straggler": (),
    "lifecycle_wave_accounts": ("SELECT",),
    "lifecycle_auditevent": ("SELECT", "INSERT"),
}
SHARED_TABLES = {
    "lifecycle_module": ("SELECT",),
}
# Unannounced plans leak nowhere, not even past a view that forgets to ask.
ANNOUNCED = "stage IN (" + ", ".join(f"'{stage}'" for stage in sorted({*PUBLIC, Stage.CANCELLED})) + ")"
OF_ANNOUNCED = "plan_id IN (SELECT id FROM lifecycle_sunsetplan)"
PUBLIC_TABLES = {
    "lifecycle_sunsetplan": ANNOUNCED,
    "lifecycle_milestone": OF_ANNOUNCED,
    "lifecycle_milestonemove": "milestone_id IN (SELECT id FROM lifecycle_milestone)",
    "lifecycle_wave": OF_ANNOUNCED,
    "lifecycle_brownout": OF_ANNOUNCED,
}
LEDGERS = (
    "lifecycle_evidence",
    "lifecycle_auditevent",
    "lifecycle_auditlink",
    "lifecycle_audithead",
    "lifecycle_milestonemove",
    "lifecycle_decisionrecord",
)
ORDER_FORWARD = """
CREATE FUNCTION lifecycle_milestone_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM lifecycle_milestone one JOIN lifecycle_milestone other USING (plan_id)
        WHERE one.plan_id = NEW.plan_id AND one.rank < other.rank AND one.date > other.date
    ) THEN
        RAISE EXCEPTION 'milestone dates of plan % stand out of order', NEW.plan_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'milestone_dates_in_order';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER milestone_dates_in_order AFTER INSERT OR UPDATE ON lifecycle_milestone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lifecycle_milestone_order();
"""
ORDER_BACKWARD = """
DROP TRIGGER milestone_dates_in_order ON lifecycle_milestone;
DROP FUNCTION lifecycle_milestone_order();
"""


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_initial")]
    operations = [
        migrations.RunSQL(account_policy_sql("lifecycle_account", portal=("SELECT",), column="id"), account_policy_reverse_sql("lifecycle_account")),
        *[migrations.RunSQL(account_policy_sql(table, portal=verbs), account_policy_reverse_sql(table)) for table, verbs in ACCOUNT_TABLES.items()],
        *[migrations.RunSQL(portal_grant_sql(table, verbs), portal_revoke_sql(table)) for table, verbs in SHARED_TABLES.items()],
        *[migrations.RunSQL(public_policy_sql(table, visible=rows), account_policy_reverse_sql(table)) for table, rows in PUBLIC_TABLES.items()],
        *[migrations.RunSQL(append_only_sql(table), append_only_reverse_sql(table)) for table in LEDGERS],
        migrations.RunSQL(ORDER_FORWARD, ORDER_BACKWARD),
    ]
