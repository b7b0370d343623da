"""An idea for a project between countries, and who joins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Goal, Sector
from backend.common.models import Row, StepRecord
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Institution
from backend.directory.selectors import acting_for, is_secretariat
from backend.history.tracking import tracked

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class IdeaStatus(models.TextChoices):
    OPEN = "open", _("open to partners")
    PROPOSED = "proposed", _("a proposal grew out of it")
    WITHDRAWN = "withdrawn", _("withdrawn")


class IdeaQuerySet(models.QuerySet["ProjectIdea"]):
    def visible_to(self, user: User | AnonymousUser) -> IdeaQuerySet:
        """All for the secretariat; else those of one's institutions, and those they are asked into.

        Who declined, or left, sees it no more.
        """
        if is_secretariat(user):
            return self
        own = acting_for(user)
        asked = IdeaPartner.objects.filter(institution__in=own, status__in=CONCERNED)
        return self.filter(Q(institution__in=own) | Q(pk__in=asked.values("idea")))


@tracked()
class ProjectIdea(Row):
    """What an institution would do with others: what it brings, and what it looks for.

    ``text`` says what it is about; ``offers`` and ``seeks`` are what partners are found by, in both
    directions: their offers against ``seeks``, their needs against ``offers``.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="ideas", verbose_name=_("institution")
    )
    from_request = models.ForeignKey(
        ConsultationRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("grew out of the request"),
    )
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=35, blank=True)
    text = models.TextField(_("what it is about"))
    offers = models.TextField(_("what we bring"), blank=True)
    seeks = models.TextField(_("what we look for"), blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, verbose_name=_("countries it is to be done in")
    )
    sdgs = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"))
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    status = models.CharField(
        _("status"), max_length=9, choices=IdeaStatus, default=IdeaStatus.OPEN, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    demo = models.BooleanField(_("demonstration"), default=False)

    objects = IdeaQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("project idea")
        verbose_name_plural = _("project ideas")

    def __str__(self) -> str:
        return self.title


class PartnerStatus(models.TextChoices):
    INVITED = "invited", _("invited to join")
    JOINED = "joined", _("joined")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("did not answer")
    WITHDRAWN = "withdrawn", _("invitation withdrawn")
    LEFT = "left", _("left")


CONCERNED = (PartnerStatus.INVITED, PartnerStatus.JOINED)  # may read the idea


@tracked()
class IdeaPartner(Row):
    """An institution that is asked to join an idea; ``status`` moves by ``joining.STEPS``."""

    idea = models.ForeignKey(
        ProjectIdea, models.CASCADE, related_name="partners", verbose_name=_("project idea")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=PartnerStatus,
        default=PartnerStatus.INVITED,
        editable=False,
    )
    why = models.TextField(_("why this institution"), blank=True)
    message = models.TextField(_("message"), blank=True)
    contribution = models.TextField(_("what it brings"), blank=True)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )

    class Meta(Row.Meta):
        verbose_name = _("partner in an idea")
        verbose_name_plural = _("partners in ideas")
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "institution"],
                condition=Q(status__in=["invited", "joined"]),
                name="asked_to_join_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.status}"


@tracked()
class IdeaPartnerStep(StepRecord):
    ABOUT = "partner"

    partner = models.ForeignKey(
        IdeaPartner, models.CASCADE, related_name="steps", verbose_name=_("partner in an idea")
    )
    source = models.CharField(_("from"), max_length=15, choices=PartnerStatus)
    target = models.CharField(_("to"), max_length=15, choices=PartnerStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a partner in an idea")
        verbose_name_plural = _("steps of partners in ideas")
