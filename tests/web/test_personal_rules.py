"""Each key to a person has a rule, and a name is taken out of texts as a word."""

from __future__ import annotations

from django.apps import apps

from backend.accounts.models import User
from backend.common import personal
from backend.common.personal import Person
from backend.directory.models import Expert, Profile

PEOPLE = (User, Profile, Expert)


def keys_to_people() -> set[str]:
    """Every foreign key to an account or a profile, that of a table between two models included."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model in PEOPLE and not getattr(field.remote_field, "parent_link", False)
    }


def test_every_key_to_a_person_says_what_becomes_of_it():
    """A new model with a key to a person names it in its app's ``personal.KEEPER.columns``."""
    named = {key for keeper in personal.keepers.values() for key in keeper.columns}
    assert keys_to_people() - named == set()
    assert named - keys_to_people() == set()


def test_apps_above_are_asked_first():
    order = ["history", "accounts", "notifications", "files", "discussion", "directory"]
    assert list(personal.keepers)[:6] == order


def test_a_name_is_taken_out_as_a_word_and_in_any_script():
    person = Person(words=("Ana", "王丽华", "a@b.example"))
    assert person.scrubbed("Ana eats a banana") == "[…] eats a banana"
    assert person.scrubbed({"x": ["由王丽华主持", 7]}) == {"x": ["由[…]主持", 7]}
    assert Person().scrubbed("Ana") == "Ana"
