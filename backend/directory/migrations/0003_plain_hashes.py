from django.db import migrations

from backend.common.text import plain_hash

BATCH = 2000


def fill(apps, schema_editor):
    """Passages that are there already get the hash by which equal ones are found."""
    Passage = apps.get_model("directory", "Passage")
    batch = []
    for passage in Passage.objects.only("text").iterator(BATCH):
        passage.plain_hash = plain_hash(passage.text)
        batch.append(passage)
        if len(batch) == BATCH:
            Passage.objects.bulk_update(batch, ["plain_hash"])
            batch = []
    Passage.objects.bulk_update(batch, ["plain_hash"])


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0002_look_alikes"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
