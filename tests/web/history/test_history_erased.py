"""Erasing a person rewrites the history, and nothing else does."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from backend.accounts.models import User
from backend.common import personal
from backend.directory.models import Contact, Expert, Passage
from backend.directory.personal import person_of
from backend.history.models import Change

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def amaru() -> Expert:
    """Somebody whose address has changed since, and who is named in another's passage."""
    user = User.objects.create_user("amaru@there.example", "palmeira-azul-9")
    made = Expert.objects.create(names={"en": "Amaru Quispe Mamani"}, user=user)
    contact = Contact.objects.create(expert=made, email="earlier@there.example")
    contact.email = user.email
    contact.save()
    other = Expert.objects.exclude(pk=made.pk).order_by("pk").first()
    Passage.objects.create(profile=other, text="With Amaru Quispe Mamani, repairs pumps.")
    return made


def erase(expert: Expert) -> None:
    with transaction.atomic():
        personal.erase(person_of(expert.user, expert))


def test_of_the_own_rows_it_stays_that_they_were_changed(amaru):
    erase(amaru)
    own = Change.objects.filter(model="directory.contact", row=amaru.pk).order_by("pk")
    assert [change.kind for change in own] == ["insert", "update", "delete"]
    assert all(change.before is change.after is None and change.scrubbed_at for change in own)
    kept = " ".join(
        str((one.before, one.after)) for one in Change.objects.exclude(scrubbed_at=None)
    )
    assert "earlier@" not in kept


def test_in_those_of_others_the_name_is_taken_out(amaru):
    erase(amaru)
    change = Change.objects.filter(after__text="With […], repairs pumps.", kind="insert").get()
    assert change.scrubbed_at
    untouched = Change.objects.filter(scrubbed_at=None, after__isnull=False)
    assert not untouched.filter(after__icontains="Amaru Quispe").exists()


def test_afterwards_the_record_is_shut_again(amaru):
    erase(amaru)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Change.objects.filter(row=amaru.pk).update(scrubbed_at=None)


def test_the_own_changes_are_downloaded(amaru):
    rows = personal.export(person_of(amaru.user, amaru))["history"]["changes"]
    assert {"earlier@there.example"} <= {(one["after"] or {}).get("email") for one in rows}
    assert not any("With Amaru" in str(one) for one in rows)
