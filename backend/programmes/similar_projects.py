"""Projects that were done and are like an idea or a proposal: to be used again, or repeated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.matches.engine import NearestSentences
from backend.matches.services import Alike, similar_texts
from backend.programmes.models import PastProject, ProjectIdea, Proposal
from backend.programmes.selectors.ideas import joined_institutions
from backend.programmes.texts import PAST_PROJECTS

NAMED = 4  # countries that a sentence names one by one


class Likeness(models.TextChoices):
    REPETITION = "repetition", gettext_lazy("done in the same country before")
    REUSE = "reuse", gettext_lazy("done elsewhere")


@dataclass(frozen=True)
class Subject:
    """What is planned: its words, and the countries it is to be done in."""

    text: str
    language: str
    countries: frozenset[str]


@dataclass(frozen=True)
class SimilarProject:
    project: PastProject
    score: float
    shared_terms: tuple[str, ...]
    sentences: NearestSentences | None
    shared_countries: list[str]

    @property
    def likeness(self) -> Likeness:
        return Likeness.REPETITION if self.shared_countries else Likeness.REUSE

    @property
    def sentence(self) -> str:
        """What it means for what is planned."""
        named = {one.pk: one.name for one in self.project.countries.all()}
        shown = self.shared_countries or sorted(named)[:NAMED]
        said = {
            "countries": joined(named[one] for one in shown) or "–",
            "year": self.project.year or "–",
        }
        if self.shared_countries:
            return (
                _("Much the same was done in %(countries)s (%(year)s): say what would be new.")
                % said
            )
        return (
            _("Much the same was done in %(countries)s (%(year)s): its approach can be used again.")
            % said
        )


def subject_of_idea(idea: ProjectIdea) -> Subject:
    """Where it is to be done: the countries named, else those of whom takes part."""
    named = {one.pk for one in idea.countries.all()}
    home = {one.country_id for one in joined_institutions(idea) if one.country_id}
    text = " ".join(part for part in (f"{idea.title}.", idea.text, idea.offers) if part)
    return Subject(text, idea.language, frozenset(named or home))


def subject_of_proposal(proposal: Proposal) -> Subject:
    """Its title, outcome and outputs."""
    outputs = proposal.outputs.order_by("position", "pk").values_list("text", flat=True)
    text = " ".join([f"{proposal.title}.", proposal.outcome, *outputs]).strip()
    taking_part = proposal.partners.filter(left_at__isnull=True).order_by()
    countries = taking_part.values_list("country", flat=True)
    return Subject(text, proposal.language, frozenset(countries))


def similar_projects(subject: Subject, k: int) -> list[SimilarProject]:
    """Those done in the same countries first, which are a warning; then the most alike.

    Raises ``EncoderUnavailable``.
    """
    found = similar_texts(
        text=subject.text,
        language=subject.language or None,
        rows=PastProject.objects.all(),
        k=k,
        texts=PAST_PROJECTS,
    )
    rows = PastProject.objects.prefetch_related("countries", "institutions", "sectors", "sdgs")
    projects = rows.in_bulk([one.row_id for one in found])
    shown = [_shown(one, projects[one.row_id], subject.countries) for one in found]
    return sorted(shown, key=lambda one: (not one.shared_countries, -one.score))


def _shown(one: Alike, project: PastProject, countries: Collection[str]) -> SimilarProject:
    shared = sorted(each.pk for each in project.countries.all() if each.pk in countries)
    return SimilarProject(project, one.score, one.shared_terms, one.sentences, shared)
