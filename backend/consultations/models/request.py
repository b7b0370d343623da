"""A need put forward, with terms of reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution
from backend.directory.selectors import acting_for, is_secretariat
from backend.history.tracking import tracked
from backend.needs.models import Need

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

MOST_EXPERTS = 20


class Track(models.TextChoices):
    """An advice is one question, answered in a call or in writing; it can grow."""

    ADVICE = "advice", _("advice")
    CONSULTATION = "consultation", _("consultation")


class Status(models.TextChoices):
    """Where a request stands, in the words of the secretariat."""

    DRAFT = "draft", _("draft")
    AWAITING_APPROVAL = "awaiting_approval", _("awaiting approval by the partner")
    SUBMITTED = "submitted", _("submitted, to be screened")
    RETURNED = "returned", _("returned for information")
    BROKERING = "brokering", _("accepted for brokering")
    MATCHING = "matching", _("candidates are being chosen")
    SHORTLISTED = "shortlisted", _("shortlist released")
    INVITING = "inviting", _("experts are being invited")
    AGREED = "agreed", _("experts have agreed")
    IN_PROGRESS = "in_progress", _("in progress")
    DELIVERED = "delivered", _("delivered")
    REVISION = "revision", _("revision asked for")
    RESULT_ACCEPTED = "result_accepted", _("result accepted")
    CLOSED = "closed", _("closed")
    INELIGIBLE = "ineligible", _("ineligible")
    SUSPENDED = "suspended", _("suspended")
    NO_MATCH = "no_match", _("no match found")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")


# Here invitations that are out can still be accepted: also while the list is worked on again.
ASKING = frozenset({Status.MATCHING, Status.SHORTLISTED, Status.INVITING})
OVER = frozenset(
    {
        Status.CLOSED,
        Status.INELIGIBLE,
        Status.NO_MATCH,
        Status.WITHDRAWN,
        Status.CANCELLED,
    }
)
# Statuses in the words that a partner reads.
PUBLIC_LABELS = {
    Status.DRAFT: _("Not sent yet"),
    Status.AWAITING_APPROVAL: _("Waiting for approval in your organisation"),
    Status.SUBMITTED: _("With the secretariat"),
    Status.RETURNED: _("The secretariat needs something from you"),
    Status.BROKERING: _("Experts are being looked for"),
    Status.MATCHING: _("Experts are being looked for"),
    Status.SHORTLISTED: _("Candidates are proposed to you"),
    Status.INVITING: _("Experts are being asked"),
    Status.AGREED: _("Experts have agreed"),
    Status.IN_PROGRESS: _("The work is going on"),
    Status.DELIVERED: _("The result is with you"),
    Status.REVISION: _("The result is being revised"),
    Status.RESULT_ACCEPTED: _("You have accepted the result"),
    Status.CLOSED: _("Closed"),
    Status.INELIGIBLE: _("Not taken on"),
    Status.SUSPENDED: _("On hold"),
    Status.NO_MATCH: _("Nobody suitable was found"),
    Status.WITHDRAWN: _("Taken back"),
    Status.CANCELLED: _("Ended by the secretariat"),
}


class RequestQuerySet(models.QuerySet["ConsultationRequest"]):
    def visible_to(self, user: User | AnonymousUser) -> RequestQuerySet:
        """All for the secretariat, those of one's institutions for everybody else."""
        if is_secretariat(user):
            return self
        return self.filter(need__institution__in=acting_for(user))

    def open(self) -> RequestQuerySet:
        return self.exclude(status__in=OVER)

    def published(self) -> RequestQuerySet:
        """Those of which everybody who is logged in may read the outline."""
        return self.filter(published_at__isnull=False)


@tracked()
class ConsultationRequest(Row):
    """What is asked for, and on which terms; the words of the need are its own.

    ``status`` moves by ``steps.STEPS`` and nowhere else.
    """

    class Place(models.TextChoices):
        REMOTE = "remote", _("remote")
        HOME = "home", _("home-based with missions")
        MISSION = "mission", _("on site")

    need = models.ForeignKey(Need, models.PROTECT, related_name="requests", verbose_name=_("need"))
    track = models.CharField(_("track"), max_length=12, choices=Track, default=Track.CONSULTATION)
    status = models.CharField(
        _("status"), max_length=17, choices=Status, default=Status.DRAFT, editable=False
    )
    background = models.TextField(_("background"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    activities = models.TextField(_("scope and activities"), blank=True)
    assumptions = models.TextField(_("assumptions and risks"), blank=True)
    deliverables = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, verbose_name=_("deliverables")
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    place = models.CharField(_("place of work"), max_length=7, choices=Place, blank=True)
    place_note = models.CharField(_("where"), max_length=300, blank=True)
    experts_wanted = models.PositiveSmallIntegerField(
        _("number of experts"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_EXPERTS)],
    )
    expert_profile = models.TextField(_("kind of experts"), blank=True)
    contribution = models.TextField(_("own contribution and facilities"), blank=True)
    budget = models.TextField(_("budget"), blank=True)
    indicators = models.TextField(_("indicators"), blank=True)
    answers_by = models.DateField(_("deadline for answers"), null=True, blank=True)
    result_summary = models.TextField(_("summary of the result"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )

    objects = RequestQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("request for consultation")
        verbose_name_plural = _("requests for consultation")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="work_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="a_status_that_there_is"
            ),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="requests_by_status")]

    def __str__(self) -> str:
        return str(self.need)

    @property
    def institution(self) -> Institution:
        return self.need.institution

    @property
    def public_label(self) -> str:
        return str(PUBLIC_LABELS[Status(self.status)])
