from django.db import migrations
from django.db.models import Count
from django.utils import timezone


def activate(apps, schema_editor):
    """Where there are vectors already, those that most passages have are what answers."""
    Embedding = apps.get_model("matches", "Embedding")
    EncoderVersion = apps.get_model("matches", "EncoderVersion")
    names = ("encoder", "encoder_version", "correction_version")
    counted = Embedding.objects.order_by().values(*names).annotate(number=Count("pk"))
    now = timezone.now()
    seen = set()
    for found in counted.order_by("-number"):
        first = found["encoder"] not in seen
        seen.add(found["encoder"])
        EncoderVersion.objects.create(
            **{name: found[name] for name in names},
            state="active" if first else "retired",
            activated_at=now if first else None,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("matches", "0003_encoder_versions"),
    ]

    operations = [migrations.RunPython(activate, migrations.RunPython.noop)]
