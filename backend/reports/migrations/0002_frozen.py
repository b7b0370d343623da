from django.db import migrations

FREEZE = """
CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A report is frozen: it can be neither changed nor removed.';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_refuse_change();
"""
THAW = """
DROP TRIGGER frozen ON reports_report;
DROP FUNCTION reports_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_begin")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
