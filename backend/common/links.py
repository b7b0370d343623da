"""Links in letters: signed, so that nothing of them need be kept, and each opens one row."""

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

    def to(self, row: Model) -> str:
        """The whole address, as a letter needs it."""
        token = self._signer().sign(str(row.pk))
        return settings.SITE_URL.rstrip("/") + reverse(self.page, args=[token])

    def row_id(self, token: str) -> UUID | None:
        """The id of the row that a link is about; None for a link that is not ours."""
        try:
            return UUID(self._signer().unsign(token))
        except BadSignature:
            return None

    def _signer(self) -> Signer:
        return Signer(salt=self.salt, sep="~")
