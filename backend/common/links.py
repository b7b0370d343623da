"""Links in letters: signed, so that nothing of them need be kept, and each opens what it names."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Model
from django.urls import reverse


@dataclass(frozen=True)
class SignedLink:
    """Links to a page (its name in ``urls``); ``salt`` keeps them from opening another one."""

    page: str
    salt: str

    def to(self, *rows: Model) -> str:
        """The whole address, as a letter needs it; of several rows, such as what and for whom."""
        token = self._signer().sign(".".join(str(row.pk) for row in rows))
        return settings.SITE_URL.rstrip("/") + reverse(self.page, args=[token])

    def row_ids(self, token: str) -> list[UUID]:
        """The ids of the rows that a link is about; none for a link that is not ours."""
        try:
            return [UUID(pk) for pk in self._signer().unsign(token).split(".")]
        except BadSignature:
            return []

    def row_id(self, token: str) -> UUID | None:
        """The same of a link about one row."""
        return next(iter(self.row_ids(token)), None)

    def _signer(self) -> Signer:
        return Signer(salt=self.salt, sep="~")
