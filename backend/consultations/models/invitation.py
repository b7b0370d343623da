"""Invitations of experts to a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.consultations.models.request import ConsultationRequest
from backend.consultations.models.shortlist import ShortlistEntry
from backend.directory.models import Expert
from backend.history.tracking import tracked


class InvitationStatus(models.TextChoices):
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("taken back")


class Refusal(models.TextChoices):
    """Why an invitation is declined; the same codes as the ranker learns from."""

    NOT_MY_FIELD = "not_my_field", _("This is not my field")
    BUSY = "busy", _("I am busy at the time")
    CONFLICT = "conflict", _("I have a conflict of interest")
    TERMS = "terms", _("The terms don't suit me")
    OTHER = "other", _("Another reason")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def overdue(self) -> InvitationQuerySet:
        """By the database's time."""
        return self.filter(status=InvitationStatus.SENT, answer_by__lte=Now())

    def standing(self) -> InvitationQuerySet:
        """Accepted, and the work not ended early."""
        ended = Q(engagement__status="ended")
        return self.filter(status=InvitationStatus.ACCEPTED).exclude(ended)

    def open(self) -> InvitationQuerySet:
        """Those that take one of an expert's places: waiting for an answer, or accepted."""
        over = ("closed", "cancelled", "withdrawn", "no_match", "ineligible")
        done = Q(request__status__in=over) | Q(engagement__status__in=["accepted", "ended"])
        taken = Q(status=InvitationStatus.ACCEPTED) & ~done
        return self.filter(Q(status=InvitationStatus.SENT) | taken)


@tracked()
class Invitation(Heard, Row):
    """An expert is asked whether to take on a request, until ``answer_by``.

    ``then_next``: where it comes to nothing, the next on the shortlist is invited. ``message`` is
    what the secretariat adds to the letter. ``reason``, ``busy_until`` and ``note`` go with a
    refusal; ``attested_at`` with an acceptance. ``channel``, ``told_on`` and ``evidence`` are
    filled in where an officer recorded the answer.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.PROTECT, related_name="invitations", verbose_name=_("request")
    )
    entry = models.ForeignKey(
        ShortlistEntry, models.PROTECT, related_name="+", verbose_name=_("entry of a shortlist")
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+", verbose_name=_("expert"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=InvitationStatus,
        default=InvitationStatus.SENT,
        editable=False,
    )
    message = models.TextField(_("message"), blank=True)
    answer_by = models.DateTimeField(_("answer by"))
    then_next = models.BooleanField(_("then the next one"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    attested_at = models.DateTimeField(_("attested"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Refusal, blank=True)
    busy_until = models.DateField(_("busy until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "expert"],
                condition=Q(status__in=["sent", "accepted"]),
                name="invited_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="accepted", attested_at__isnull=False) | ~Q(status="accepted"),
                name="accepted_with_attestation",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(status="sent"), name="invitations_to_answer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.status}"


@tracked()
class InvitationPause(models.Model):
    """An expert who wants no invitations for now."""

    expert = models.OneToOneField(
        Expert,
        models.CASCADE,
        related_name="invitation_pause",
        primary_key=True,
        verbose_name=_("expert"),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("pause of invitations")
        verbose_name_plural = _("pauses of invitations")

    def __str__(self) -> str:
        return f"pause of {self.expert_id}"
