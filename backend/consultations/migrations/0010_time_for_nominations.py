"""How long an institution has for an answer, as a beginning: data of the installation from then."""

from django.db import migrations


def begin(apps, schema_editor):
    calendar = apps.get_model("codelists", "WorkingCalendar").objects.get(code="secretariat")
    apps.get_model("consultations", "ClockSetting").objects.get_or_create(
        kind="nomination", defaults={"working_days": 5, "calendar": calendar}
    )


class Migration(migrations.Migration):
    dependencies = [('consultations', '0009_nominations_and_meetings')]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
