"""Writing ideas, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.languages import detect
from backend.common.transitions import Automatic
from backend.consultations.models import ConsultationRequest
from backend.programmes.joining import OF_IDEA
from backend.programmes.models import IdeaStatus, PartnerStatus, ProjectIdea
from backend.programmes.services.joining import withdraw_invitation

SETS = ("countries", "sdgs", "sectors")


def locked_idea(idea: ProjectIdea) -> ProjectIdea:
    """The row as it is now that nobody else can change it."""
    rows = ProjectIdea.objects.select_for_update(of=("self",)).select_related("institution")
    return rows.get(pk=idea.pk)


@transaction.atomic
def create_idea(*, values: Mapping[str, Any], by: User) -> ProjectIdea:
    """Of a consultation (``from_request``) what is not given is taken from what was asked there."""
    given = dict(values)
    if request := given.get("from_request"):
        given = {**words_of(request), **{name: one for name, one in given.items() if one}}
    sets = {name: given.pop(name) for name in SETS if name in given}
    given["language"] = given.get("language") or detect(given["text"])
    idea = ProjectIdea.objects.create(**given, created_by=by)
    _write_sets(idea, sets)
    return idea


def words_of(request: ConsultationRequest) -> dict[str, Any]:
    """What an idea takes over from a request: who asked, in which words, and about what.

    What the partner lacked is what the idea seeks; what it would give is what the idea offers.
    """
    need = request.need
    return {
        "institution": need.institution,
        "title": need.title or need.text[:80],
        "language": need.language or need.detected_language,
        "text": need.text,
        "seeks": need.facets.get("what", ""),
        "offers": request.contribution,
        "countries": [need.country] if need.country else [],
        "sdgs": list(need.sdgs.all()),
        "sectors": list(need.sectors.all()),
    }


@transaction.atomic
def change_idea(*, idea: ProjectIdea, values: Mapping[str, Any]) -> None:
    """Changes a locked idea. Raises ``Conflict`` once it was withdrawn."""
    if idea.status == IdeaStatus.WITHDRAWN:
        raise Conflict(_("This idea was withdrawn."), code="withdrawn")
    given = dict(values)
    _write_sets(idea, {name: given.pop(name) for name in SETS if name in given})
    for name, value in given.items():
        setattr(idea, name, value)
    idea.version += 1
    idea.save()


@transaction.atomic
def withdraw_idea(*, idea: ProjectIdea, by: User) -> ProjectIdea:
    """Nobody can join it any more; whoever has not answered yet is told."""
    row = locked_idea(idea)
    OF_IDEA.take_step("withdraw", row, by)
    for one in row.partners.filter(status=PartnerStatus.INVITED).order_by("pk"):
        withdraw_invitation(partner=one, by=Automatic())
    return row


def _write_sets(idea: ProjectIdea, sets: Mapping[str, Any]) -> None:
    for name, rows in sets.items():
        getattr(idea, name).set(rows)
