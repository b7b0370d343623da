"""A world with files, letters and names in many scripts, and a backup of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from tests_files import stored
from tests_world import restore

from backend.accounts.models import User
from backend.directory.models import Expert
from backend.needs.models import Need
from backend.notifications.services import write_letter

NAMES = {"ar": "ليلى حداد", "zh-Hans": "王丽华", "ru": "Нурлан Ахметов", "es": "Íñigo Ñáñez"}


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[User]:
    """Who has sent files; the folder holds these and no others.

    One world for all tests of a module, committed: what they change comes back by a restore.
    """
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("kept"))
        patch.setattr(settings, "DEBUG", True)  # else migrating retires the demo accounts
        yield fill()
        restore()


def fill() -> User:
    person = User.objects.get(email="partner@demo.example")
    for number in range(3):
        stored(person, f"письмо-{number}.pdf", f"%PDF of {number}".encode() * 1000)
    Expert.objects.create(names=NAMES, consent_listed=True)
    write_letter(
        address="reader@there.example",
        language="ar",
        subject="رسالة",
        text="نص الرسالة\n第二行",
        of=Need.objects.first(),
    )
    return person


@pytest.fixture(scope="module")
def archive(kept, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "backup.tar"
    call_command("backup", str(target))
    return target
