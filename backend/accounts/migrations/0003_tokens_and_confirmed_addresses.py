import backend.common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def know_what_was_issued(apps, schema_editor):
    """Tokens of before have no name, but can be listed and ended like others."""
    issued = apps.get_model("accounts", "IssuedToken").objects
    for token in apps.get_model("knox", "AuthToken").objects.all():
        issued.create(token=token)


def confirm_addresses(apps, schema_editor):
    """Who has an account by now was invited at its address, or made it before this was asked."""
    addresses = apps.get_model("account", "EmailAddress").objects
    for user in apps.get_model("accounts", "User").objects.all():
        if not addresses.filter(user=user).exists():
            addresses.create(user=user, email=user.email.lower(), verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_user_demo"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedToken',
            fields=[
                ('id', models.UUIDField(default=backend.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('token', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='issued', to=settings.KNOX_TOKEN_MODEL, verbose_name='token')),
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
            },
        ),
        migrations.RunPython(know_what_was_issued, migrations.RunPython.noop),
        migrations.RunPython(confirm_addresses, migrations.RunPython.noop),
    ]
