from django.db import migrations

# The graphs that were made before; the worker makes indexes of the new kind as they are needed.
DROP = """
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT relname FROM pg_class JOIN pg_am ON pg_am.oid = relam
            WHERE amname = 'hnsw' AND starts_with(relname, 'matches_nearest_')
        LOOP EXECUTE format('DROP INDEX %I', name); END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("matches", "0009_profiles_of_vectors")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
