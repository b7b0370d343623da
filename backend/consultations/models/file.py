"""Files of requests and of deliverables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.consultations.models.engagement import Deliverable
from backend.consultations.models.request import ConsultationRequest
from backend.directory.selectors import is_secretariat
from backend.discussion.models import Visibility
from backend.files.models import StoredFile
from backend.history.tracking import tracked

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class RequestFileQuerySet(models.QuerySet["RequestFile"]):
    def visible_to(self, user: User | AnonymousUser) -> RequestFileQuerySet:
        """For whom the request itself is visible: all for officers, else not the internal ones."""
        if is_secretariat(user):
            return self
        return self.exclude(visibility=Visibility.INTERNAL)

    def for_experts(self) -> RequestFileQuerySet:
        """What those invited are shown with the terms of reference."""
        return self.filter(visibility=Visibility.ALL)


@tracked()
class RequestFile(Row):
    """Something that goes with the terms of reference.

    Of an official letter the partner shows its signed scan to the secretariat; an annex is for
    the experts who are invited too, unless it is said to be for fewer (``visibility``).
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("official letter, signed")
        ANNEX = "annex", _("annex of the terms of reference")
        OTHER = "other", _("other")

    request = models.ForeignKey(
        ConsultationRequest, models.PROTECT, related_name="files", verbose_name=_("request")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    visibility = models.CharField(_("visible to"), max_length=8, choices=Visibility)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = RequestFileQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(visibility="experts"), name="what_experts_see_the_partner_sees_too"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_id}"


@tracked()
class DeliverableFile(Row):
    """A file of one version of a deliverable: seen by whoever may see the deliverable."""

    deliverable = models.ForeignKey(
        Deliverable, models.PROTECT, related_name="attachments", verbose_name=_("deliverable")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta(Row.Meta):
        verbose_name = _("file of a deliverable")
        verbose_name_plural = _("files of deliverables")

    def __str__(self) -> str:
        return str(self.file_id)
