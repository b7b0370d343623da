"""What joins a request, or an engagement, to the messages about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.consultations.models.engagement import Engagement
from backend.consultations.models.request import ConsultationRequest
from backend.discussion.models import JoinedThread


class RequestThread(JoinedThread):
    """Made with the first message about a request."""

    request = models.OneToOneField(
        ConsultationRequest, models.PROTECT, related_name="+", verbose_name=_("request")
    )

    class Meta(JoinedThread.Meta):
        verbose_name = _("thread of a request")
        verbose_name_plural = _("threads of requests")

    def __str__(self) -> str:
        return str(self.request_id)


class EngagementThread(JoinedThread):
    """Made with the first message about an engagement."""

    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="+", verbose_name=_("engagement")
    )

    class Meta(JoinedThread.Meta):
        verbose_name = _("thread of an engagement")
        verbose_name_plural = _("threads of engagements")

    def __str__(self) -> str:
        return str(self.engagement_id)
