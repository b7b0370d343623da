"""One ranking of candidates for one need, stored so that it can be shown again and audited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.leases import Leased, LeasedQuerySet
from backend.common.models import Row
from backend.directory.models import Profile
from backend.needs.models import Need


class MatchRun(Leased):
    """A ranking asked for, and how far it has come."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="match_runs", verbose_name=_("need")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    parameters = models.JSONField(default=dict, verbose_name=_("parameters"))
    versions = models.JSONField(default=dict, verbose_name=_("versions"))
    excluded = models.JSONField(default=list, verbose_name=_("excluded"))
    # What counted as likely to be able to help, and what nobody covers where nobody is.
    line = models.FloatField(null=True, blank=True, verbose_name=_("line"))
    missing = models.JSONField(default=list, db_default=[], verbose_name=_("missing"))

    objects = LeasedQuerySet.as_manager()

    class Meta(Leased.Meta):
        abstract = False
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["queued", "running"]),
                name="runs_to_claim",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_per_cent")
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.status}"

    @property
    def nobody(self) -> bool | None:
        """Whether nobody is likely to be able to help; None where no line was drawn."""
        if self.line is None:
            return None
        return not any(one.score >= self.line for one in self.matches.all())


class Match(Row):
    """A candidate in a ranking, with the passages that carried it as they were quoted then."""

    run = models.ForeignKey(
        MatchRun, models.CASCADE, related_name="matches", verbose_name=_("ranking")
    )
    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("profile")
    )
    rank = models.PositiveSmallIntegerField(verbose_name=_("rank"))
    score = models.FloatField(verbose_name=_("score"))
    reasons = models.JSONField(default=list, verbose_name=_("reasons"))
    shared_terms = models.JSONField(default=list, verbose_name=_("shared terms"))
    features = models.JSONField(default=dict, verbose_name=_("features"))
    # What the features were, to learn from; `features` holds what each added to the logit.
    values = models.JSONField(default=dict, verbose_name=_("values of the features"))

    class Meta(Row.Meta):
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["run", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["run", "rank"], name="one_match_per_rank"),
            models.UniqueConstraint(fields=["run", "profile"], name="one_match_per_profile"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lt=1), name="score_below_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.profile_id}"


class PanelMember(Row):
    """One of a few candidates in a ranking who cover the need together.

    ``covers`` holds the aspects covered, with the passages as they were quoted then.
    """

    run = models.ForeignKey(
        MatchRun, models.CASCADE, related_name="panel", verbose_name=_("ranking")
    )
    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("profile")
    )
    place = models.PositiveSmallIntegerField(verbose_name=_("place"))
    score = models.FloatField(verbose_name=_("score"))
    covers = models.JSONField(default=list, verbose_name=_("covers"))

    class Meta(Row.Meta):
        verbose_name = _("member of a panel")
        verbose_name_plural = _("members of panels")
        ordering = ["run", "place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="one_member_per_place"),
            models.UniqueConstraint(fields=["run", "profile"], name="one_place_per_member"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.profile_id}"
