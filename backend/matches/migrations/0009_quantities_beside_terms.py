from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matches', '0006_outcomes_and_rankers'),
    ]

    operations = [
        migrations.AddField(
            model_name='passageterms',
            name='quantities',
            field=models.JSONField(db_default=[], default=list, verbose_name='amounts'),
        ),
    ]
