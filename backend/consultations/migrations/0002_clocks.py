"""The secretariat's calendar and times, as a beginning: data of the installation from then on."""

from django.db import migrations

NAMES = {
    "en": "Secretariat",
    "fr": "Secrétariat",
    "es": "Secretaría",
    "pt": "Secretariado",
    "ru": "Секретариат",
    "ar": "الأمانة",
    "zh-hans": "秘书处",
}


def begin(apps, schema_editor):
    calendar, _made = apps.get_model("codelists", "WorkingCalendar").objects.get_or_create(
        code="secretariat", defaults={"names": NAMES, "zone": "UTC", "rest_days": [6, 7]}
    )
    setting = apps.get_model("consultations", "ClockSetting").objects
    for kind, days in (("first_answer", 3), ("shortlist", 5)):
        setting.get_or_create(kind=kind, defaults={"working_days": days, "calendar": calendar})


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_initial"),
        ("codelists", "0002_working_calendars"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
