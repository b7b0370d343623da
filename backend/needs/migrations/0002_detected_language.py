from django.db import migrations, models

from backend.common.languages import detect


def detect_where_none_is_stated(apps, schema_editor):
    Need = apps.get_model("needs", "Need")
    for need in Need.objects.filter(language="").only("text"):
        Need.objects.filter(pk=need.pk).update(detected_language=detect(need.text))


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="need",
            name="detected_language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=8,
                verbose_name="language detected",
            ),
        ),
        migrations.RunPython(detect_where_none_is_stated, migrations.RunPython.noop, elidable=True),
    ]
