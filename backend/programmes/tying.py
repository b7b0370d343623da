"""What ties a reviewer to a proposal: kinds of ties, as the secretariat reads them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from backend.conflicts.findings import Kind

COUNTRY = "country"
NAMES = {**dict(Kind.choices), COUNTRY: _("is of a country that takes part")}


@dataclass(frozen=True, order=True)
class Tie:
    """``kind``: one of ``NAMES``; ``institution``: the partner it is with."""

    kind: str
    institution: UUID

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "institution": str(self.institution)}
