"""An institution is asked to name somebody, or to release those of its people who are proposed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row, StepRecord
from backend.consultations.models.request import ConsultationRequest
from backend.consultations.models.shortlist import ShortlistEntry
from backend.directory.models import Expert, Institution
from backend.history.tracking import tracked


class NominationStatus(models.TextChoices):
    SENT = "sent", _("sent")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("taken back")


class NominationQuerySet(models.QuerySet["Nomination"]):
    def overdue(self) -> NominationQuerySet:
        """By the database's time."""
        return self.filter(status=NominationStatus.SENT, answer_by__lte=Now())


@tracked()
class Nomination(Row):
    """An institution is asked, until ``answer_by``, whom it proposes and whom it releases.

    ``status`` moves by ``nominating.STEPS`` and nowhere else.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.PROTECT, related_name="nominations", verbose_name=_("request")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=NominationStatus,
        default=NominationStatus.SENT,
        editable=False,
    )
    message = models.TextField(_("message"), blank=True)
    answer_by = models.DateTimeField(_("answer by"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "institution"],
                condition=Q(status="sent"),
                name="asked_to_nominate_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(status="sent"), name="nominations_to_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.status}"


@tracked()
class NominationStep(StepRecord):
    """Who answered what, and how an officer heard of it; nobody changes it afterwards."""

    ABOUT = "nomination"

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="steps", verbose_name=_("nomination")
    )
    source = models.CharField(_("from"), max_length=9, choices=NominationStatus)
    target = models.CharField(_("to"), max_length=9, choices=NominationStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a nomination")
        verbose_name_plural = _("steps of nominations")


class NomineeStatus(models.TextChoices):
    ASKED = "asked", _("release asked for")
    PROPOSED = "proposed", _("proposed")
    RELEASED = "released", _("released")
    REFUSED = "refused", _("not released")


class NomineeQuerySet(models.QuerySet["Nominee"]):
    def cleared(self) -> NomineeQuerySet:
        """Whom the institution gives: it proposed them itself, or released them."""
        return self.filter(status__in=[NomineeStatus.PROPOSED, NomineeStatus.RELEASED])


@tracked()
class Nominee(Row):
    """What an institution says of one of its people: this is the record of its clearance.

    ``status`` moves by ``nominating.OF_NOMINEE`` and nowhere else.
    """

    nomination = models.ForeignKey(
        Nomination, models.CASCADE, related_name="nominees", verbose_name=_("nomination")
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+", verbose_name=_("expert"))
    entry = models.ForeignKey(
        ShortlistEntry, models.PROTECT, related_name="+", verbose_name=_("entry of a shortlist")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=NomineeStatus, default=NomineeStatus.ASKED
    )
    told_at = models.DateTimeField(_("institution told"), null=True, blank=True, editable=False)
    statement = models.TextField(_("statement"), blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = NomineeQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        constraints = [
            models.UniqueConstraint(fields=["nomination", "expert"], name="nominated_once"),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(reason=""), name="not_released_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.status}"
