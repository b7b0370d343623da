import django.db.models.deletion
from django.db import migrations, models

FILL = """
    UPDATE matches_embedding e SET profile_id = p.profile_id
    FROM directory_passage p WHERE p.id = e.passage_id
"""


class Migration(migrations.Migration):
    atomic = False  # the table is filled before the column is held to be filled

    dependencies = [
        ("directory", "0006_invitations"),
        ("matches", "0008_quantities_beside_terms"),
    ]

    operations = [
        migrations.AddField(
            "embedding",
            "profile",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="directory.profile",
                verbose_name="profile",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "embedding",
            "profile",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="directory.profile",
                verbose_name="profile",
            ),
        ),
    ]
