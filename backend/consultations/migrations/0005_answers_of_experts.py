"""How long an expert has for an answer, as a beginning: data of the installation from then on."""

from django.db import migrations


def begin(apps, schema_editor):
    calendar = apps.get_model("codelists", "WorkingCalendar").objects.get(code="secretariat")
    apps.get_model("consultations", "ClockSetting").objects.get_or_create(
        kind="expert_answer", defaults={"working_days": 5, "calendar": calendar}
    )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_invitations")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
