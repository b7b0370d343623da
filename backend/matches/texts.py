"""The kinds of text that have terms and vectors: passages of profiles, the texts of needs, and
what apps above add (``register``, from their ``ready``), with tables of their own.

All are found, made and written in the same way; here stands in what they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from backend.directory.models import Passage
from backend.matches import engine
from backend.matches.models import Embedding, NeedEmbedding, NeedTerms, PassageTerms
from backend.needs.models import Need


@dataclass(frozen=True)
class Texts:
    """``of`` names the text in the tables of its terms and vectors, ``owner`` the candidate that
    it belongs to (with a column of vectors, unless it is the text itself). ``wanted`` are those
    that are to have terms and vectors. In SQL, of ``p``: ``shown`` is what must hold of a text
    that is scored, ``told`` its kind, year and attestation. ``role``: whether the text is what is
    found, or itself asks, as an alert does.
    """

    of: str
    owner: str
    model: type[Model]
    terms: type[Model]
    vectors: type[Model]
    wanted: Callable[[], QuerySet]
    shown: str
    told: str
    role: engine.Role = "passage"

    @property
    def has_owner(self) -> bool:
        return self.owner != self.of

    @property
    def owner_column(self) -> str:
        """Where the owner stands in the table of the texts."""
        return f"{self.owner}_id" if self.has_owner else "id"

    def table(self, of: str) -> str:
        """The name of a table: of ``model``, ``terms`` or ``vectors``."""
        return str(getattr(self, of)._meta.db_table)


PASSAGES = Texts(
    "passage",
    "profile",
    Passage,
    PassageTerms,
    Embedding,
    Passage.objects.matchable,
    "NOT p.hidden",
    "p.kind, p.year, p.attestation",
)
# A need is one text. Nothing is held against it, or to its credit, but what it says.
NEEDS = Texts(
    "need",
    "need",
    Need,
    NeedTerms,
    NeedEmbedding,
    Need.objects.all,
    "TRUE",
    "'need', NULL::int, NULL",
)
ALL: list[Texts] = [PASSAGES, NEEDS]


def register(texts: Texts) -> None:
    """From now on this kind, too, is kept filled in, and can be asked for what is like a text."""
    if texts not in ALL:
        ALL.append(texts)
