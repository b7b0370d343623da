"""Why somebody is proposed, in the partner's language: a first wording, to be edited."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from backend.codelists.models import Language
from backend.common.names import primary
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Profile
from backend.matches.models import Match
from backend.matches.sentences import Evidence, sentence

MOST = 3  # reasons that are told


def partners_language(request: ConsultationRequest) -> str:
    """The need's language where texts of the product are to be had in it, else English."""
    code = primary(request.need.language or "")
    known = {primary(name): name for name, _label in settings.LANGUAGES}
    return known.get(code, "en")


def proposed_why(match: Match, language: str) -> str:
    """The reasons that weighed most, a line for each; "" where the ranking kept none."""
    languages = Language.objects.in_bulk()
    best = sorted(match.reasons, key=lambda reason: -reason["contribution"])[:MOST]
    with translation.override(language):
        return "\n".join(
            sentence(evidence_of(reason, match.profile), languages, reason["passage"])
            for reason in best
        )


def evidence_of(reason: dict, profile: Profile) -> Evidence:
    """A reason that a ranking kept, as a sentence needs it."""
    names = ("kind", "year", "attestation", "language")
    return Evidence(**{name: reason[name] for name in names}, profile=profile)
