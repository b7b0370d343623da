"""Why somebody is proposed, in the partner's language: a first wording, to be edited."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from backend.codelists.models import Language
from backend.common.languages import offered
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Profile
from backend.matches.models import Match
from backend.matches.sentences import Evidence, sentence

MOST = 3  # reasons that are told


def partners_language(request: ConsultationRequest) -> str:
    """The need's language where texts of the product are to be had in it, else English."""
    return offered(request.need.language)


def proposed_why(match: Match, language: str) -> str:
    """In words of a ranking; "" where it kept no reasons."""
    return why_of(match.reasons, match.profile, language)


def why_of(reasons: Sequence[dict], profile: Profile, language: str) -> str:
    """The reasons that weighed most, a line for each."""
    languages = Language.objects.in_bulk()
    best = sorted(reasons, key=lambda reason: -reason["contribution"])[:MOST]
    with translation.override(language):
        return "\n".join(
            sentence(evidence_of(reason, profile), languages, reason["passage"]) for reason in best
        )


def evidence_of(reason: dict, profile: Profile) -> Evidence:
    """A reason that a ranking kept, as a sentence needs it."""
    names = ("kind", "year", "attestation", "language")
    return Evidence(**{name: reason[name] for name in names}, profile=profile)
