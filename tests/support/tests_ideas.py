"""Ideas and those who are asked to join them, in tests."""

from __future__ import annotations

from typing import Any

IDEA = {
    "title": "Pumps that herders keep running",
    "language": "en",
    "text": "Solar pumps in pastures of two countries, kept in order by those who use them.",
    "offers": "Training of technicians in solar pumping.",
    "seeks": "Charters with associations of herders on what they pay for water.",
}


def make_idea(institution: Any, **changes: Any) -> Any:
    from backend.programmes.models import ProjectIdea

    return ProjectIdea.objects.create(institution=institution, **IDEA | changes)


def institution_with_owner(name: str, country: str = "KEN") -> tuple[Any, Any]:
    """A listed institution, and who speaks for it."""
    from backend.accounts.models import User
    from backend.directory.models import Institution, Membership

    institution = Institution(
        names={"en": name}, country_id=country, type="research_institute", consent_listed=True
    )
    institution.index_names()
    institution.save()
    slug = name.lower().replace(" ", "-")
    owner = User.objects.create_user(f"owner@{slug}.example", "counterpart")
    role = Membership.Role.OWNER
    Membership.objects.create(user=owner, institution=institution, role=role)
    return institution, owner


def ask_to_join(idea: Any, institution: Any, by: Any, **asking: Any) -> Any:
    from backend.programmes.services.joining import JoinAsking, invite_to_join

    return invite_to_join(idea=idea, institution=institution, by=by, asking=JoinAsking(**asking))


def rows_of_ideas(own: Any, people: dict[str, Any]) -> dict[str, Any]:
    """Of an idea that the other institution is asked to join: the internal message and its file."""
    from tests_files import stored

    from backend.files.models import StoredFile
    from backend.programmes.models import PastProject
    from backend.programmes.services.idea_messages import write_about_idea

    idea, officer = make_idea(own), people["officer"]
    asked = ask_to_join(idea, people["partner"].memberships.get().institution, people["owner"])
    file = StoredFile.objects.get(pk=stored(officer, "internal note.pdf"))
    said = {"text": "Ours.", "language": "en", "visibility": "internal", "uploads": [file]}
    message = write_about_idea(idea=idea, by=officer, values=said)
    done = PastProject.objects.create(
        title="Wells", text="Wells in two countries.", source="test", external_id="1"
    )
    return {
        "project-ideas/": idea.pk,
        "project-ideas/{pk}/partners/": asked.pk,
        "project-ideas/{pk}/messages/": message.pk,
        "project-ideas/{pk}/messages/files/": file.pk,
        "past-projects/": done.pk,
    }
