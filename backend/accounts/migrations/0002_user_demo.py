from django.db import migrations, models


def mark_demo_accounts(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(email__endswith="@demo.example").update(demo=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="demo",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_demo_accounts, migrations.RunPython.noop),
    ]
