"""Past projects as a kind of text: kept filled in and found like passages and needs are."""

from __future__ import annotations

from backend.matches.texts import Texts
from backend.programmes.models import PastProject, PastProjectEmbedding, PastProjectTerms

# Each is one text. Nothing is held against it, or to its credit, but what it says.
PAST_PROJECTS = Texts(
    "past_project",
    "past_project",
    PastProject,
    PastProjectTerms,
    PastProjectEmbedding,
    PastProject.objects.all,
    "TRUE",
    "'project', NULL::int, NULL",
)
