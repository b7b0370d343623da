from django.db import migrations

from backend.directory.sounds import stored_sounds

BATCH = 2000


def fill(apps, schema_editor):
    """Profiles that are there already get the keys by which names in other scripts are found."""
    Profile = apps.get_model("directory", "Profile")
    batch = []
    for profile in Profile.objects.only("names").iterator(BATCH):
        profile.sounds = stored_sounds(profile.names.values())
        batch.append(profile)
        if len(batch) == BATCH:
            Profile.objects.bulk_update(batch, ["sounds"])
            batch = []
    Profile.objects.bulk_update(batch, ["sounds"])


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0004_sounds_and_refused_consent"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
