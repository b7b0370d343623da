from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matches', '0007_the_line'),
    ]

    operations = [
        migrations.AddField(
            model_name='passageterms',
            name='quantities',
            field=models.JSONField(db_default=[], default=list, verbose_name='amounts'),
        ),
    ]
