"""Questions of those who are invited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.common.text import text_hash
from backend.consultations.models.invitation import Invitation
from backend.consultations.models.request import ConsultationRequest
from backend.history.tracking import tracked


class QuestionQuerySet(models.QuerySet["Question"]):
    def answered(self) -> QuestionQuerySet:
        return self.filter(answered_at__isnull=False)

    def shown_to(self, invitation: Invitation) -> QuestionQuerySet:
        """One's own, and all of the request that are answered."""
        mine = Q(invitation=invitation)
        return self.filter(mine | Q(request=invitation.request_id, answered_at__isnull=False))


@tracked(leaving=("text_hash",))
class Question(Heard, Row):
    """One who is invited asks; the answer goes to all who are, and nobody but officers sees who.

    ``wording``: the question as the others read it, where its own words would tell who asks.
    ``channel``, ``told_on`` and ``evidence`` are filled in where an officer recorded it.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.PROTECT, related_name="questions", verbose_name=_("request")
    )
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, related_name="questions", verbose_name=_("asked by")
    )
    text = models.TextField(_("question"))
    text_hash = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)
    wording = models.TextField(_("as others read it"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_language = models.CharField(_("language of the answer"), max_length=35, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["invitation", "text_hash"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="answered_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args, **kwargs) -> None:
        self.text_hash = text_hash(self.text)
        super().save(*args, **kwargs)

    @property
    def shown(self) -> str:
        """The words that others read."""
        return self.wording or self.text
