"""What a proposal tells of people: downloaded by them, and erased without spoiling it."""

from __future__ import annotations

import pytest
from django.db import transaction

from backend.common.personal import Person
from backend.programmes.personal import erase, export

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def written(proposal, lead):
    """A proposal in which somebody is named wherever one can be."""
    name = "Wanjiru Otieno"
    section = proposal.sections.first()
    section.text = f"{name} leads it."
    section.save()
    section.versions.create(number=2, text=section.text, by=lead)
    section.comments.create(number=2, quote=f"{name} leads", text=f"Ask {name}.", by=lead)
    proposal.outputs.create(text=f"A report by {name}")
    proposal.endorsements.filter(country="KEN").update(signer=name, email="w@ken.example")
    type(proposal).objects.filter(pk=proposal.pk).update(title=f"Water with {name}")
    return proposal


def test_a_name_goes_from_every_text_and_the_work_stays(written, lead):
    words = ("Wanjiru Otieno", "w@ken.example")
    with transaction.atomic():
        erase(Person(account=lead, words=words))
    written.refresh_from_db()
    section = written.sections.first()
    letter = written.endorsements.get(country="KEN")
    assert written.title == "Water with […]"
    assert section.text == "[…] leads it."
    assert section.versions.get(number=2).text == "[…] leads it."
    assert section.comments.get().text == "Ask […]."
    assert (letter.signer, letter.email) == ("[…]", "[…]")
    assert written.outputs.get().text == "A report by […]"


def test_who_wrote_downloads_it(written, lead, second):
    held = export(Person(account=lead))
    assert [one["text"] for one in held["comments"]] == ["Ask Wanjiru Otieno."]
    assert "Wanjiru Otieno leads it." in {one["text"] for one in held["sections_of_proposals"]}
    assert export(Person(account=second))["comments"] == []
