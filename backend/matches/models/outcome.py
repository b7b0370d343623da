"""What came of candidates, and the rankers that were learned from it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Profile
from backend.matches.models.run import MatchRun


class Outcome(Row):
    """Something that happened to a candidate of a ranking, after having been shown at ``rank``.

    ``ranker`` is the version of the ranker that put it there; both are empty for somebody who
    was not in the ranking. ``at`` is when it happened.
    """

    class Kind(models.TextChoices):
        SHOWN = "shown", _("shown")
        SHORTLISTED = "shortlisted", _("shortlisted")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        DELIVERED = "delivered", _("delivered")
        RATED = "rated", _("rated")

    class Reason(models.TextChoices):
        """Why an invitation was declined. Only the first speaks against the match."""

        NOT_MY_FIELD = "not_my_field", _("not my field")
        BUSY = "busy", _("busy")
        CONFLICT = "conflict", _("conflict of interest")
        TERMS = "terms", _("the terms offered")
        OTHER = "other", _("other")

    run = models.ForeignKey(
        MatchRun, models.CASCADE, related_name="outcomes", verbose_name=_("ranking")
    )
    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("profile")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    ranker = models.CharField(_("ranker"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta(Row.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "profile", "kind", "by"],
                name="one_outcome_per_person",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["run", "profile", "kind"],
                condition=Q(kind__in=["invited", "accepted", "declined", "delivered"]),
                name="one_outcome_per_candidate",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(kind="declined"), name="reason_only_when_declined"
            ),
            models.CheckConstraint(
                condition=Q(kind="rated", rating__range=(1, 5))
                | (~Q(kind="rated") & Q(rating__isnull=True)),
                name="rating_where_rated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.kind}"


class RankerVersion(Row):
    """A ranker: weights by feature, and how it fared when it was made.

    The one of the latest ``active_from`` is in use; where there is none, the shipped one is.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    weights = models.JSONField(_("weights"), default=dict)
    bias = models.FloatField(_("bias"))
    line = models.FloatField(_("line"), default=0.5, help_text=_("likely to help from here on"))
    metrics = models.JSONField(_("metrics"), default=dict)
    active_from = models.DateTimeField(_("active from"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("version of the ranker")
        verbose_name_plural = _("versions of the ranker")

    def __str__(self) -> str:
        return self.name
