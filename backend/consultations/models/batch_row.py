"""Who is proposed for which request in a batch, and what officers made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.consultations.models.batch import BatchRun
from backend.consultations.models.request import ConsultationRequest
from backend.consultations.models.shortlist import ShortlistEntry
from backend.directory.models import Profile
from backend.history.tracking import tracked


class BatchRowStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    LOCKED = "locked", _("locked")
    EXCLUDED = "excluded", _("ruled out")


# The next solution has these as they are; of them, the accepted ones go onto the shortlists.
HELD = frozenset({BatchRowStatus.ACCEPTED, BatchRowStatus.LOCKED})


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    def held(self) -> BatchRowQuerySet:
        return self.filter(status__in=HELD)

    def excluded(self) -> BatchRowQuerySet:
        return self.filter(status=BatchRowStatus.EXCLUDED)


@tracked(leaving=("reasons", "score"))
class BatchRow(Row):
    """An expert who is proposed for a request.

    ``score`` None: added ``by_hand`` and not scored yet. ``reasons`` are passages as quoted when
    the row was proposed. ``reason`` is the officer's, who is ``changed_by``. ``entry`` is where it
    stands on the shortlist, once it was applied.
    """

    batch = models.ForeignKey(
        BatchRun, models.CASCADE, related_name="rows", verbose_name=_("batch run")
    )
    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="+", verbose_name=_("request")
    )
    profile = models.ForeignKey(
        Profile, models.PROTECT, related_name="+", verbose_name=_("candidate")
    )
    score = models.FloatField(_("score"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=BatchRowStatus,
        default=BatchRowStatus.PROPOSED,
        editable=False,
    )
    reason = models.TextField(_("reason"), blank=True)
    by_hand = models.BooleanField(_("added by hand"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    entry = models.ForeignKey(
        ShortlistEntry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry of a shortlist"),
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("row of a batch")
        verbose_name_plural = _("rows of batches")
        ordering = ["batch", "request", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "request", "profile"], name="once_for_a_request_in_a_batch"
            ),
            models.CheckConstraint(
                condition=~Q(status="excluded") | ~Q(reason=""), name="excluded_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status__in=BatchRowStatus.values), name="a_batch_status_that_there_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.profile_id}"
