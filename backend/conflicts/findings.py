"""What a conflict of interest between a candidate and whoever asks can consist in."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.conflicts.models import Waiver


class Kind(models.TextChoices):
    REQUESTER = "requester", _("is part of who asks")
    INSTITUTION = "institution", _("works at the institution that asks")
    FORMER_INSTITUTION = "former_institution", _("worked at the institution that asks")
    MAIL_DOMAIN = "mail_domain", _("shares a mail domain with who asks")
    SHARED_AFFILIATION = "shared_affiliation", _("worked at the same place as who asks")
    SHARED_WORK = "shared_work", _("shares a project or publication with who asks")
    DECLARED = "declared", _("declared relation")
    UNCONFIRMED = "unconfirmed", _("identity never confirmed: unknown, not clean")


# These stand in the way whatever anybody says; the others may be waived openly.
BLOCKING = frozenset({Kind.REQUESTER, Kind.INSTITUTION, Kind.DECLARED})


@dataclass(frozen=True)
class Finding:
    """``key`` is the same as long as the evidence is; ``evidence`` is for a reader."""

    kind: Kind
    key: str
    evidence: str
    waiver: Waiver | None = field(default=None, compare=False)

    @property
    def may_be_waived(self) -> bool:
        return self.kind not in BLOCKING

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of an invitation."""
        return self.waiver is None
