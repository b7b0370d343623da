"""Many requests brokered at once: one run proposes who should serve which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.leases import Leased, LeasedQuerySet
from backend.common.models import Row
from backend.consultations.models.request import ConsultationRequest
from backend.matches.models import MatchRun


class BatchRun(Leased):
    """Asked for by an officer, for some requests, by declared ``parameters``.

    Its requests are ranked one after the other, each once; then it is solved, and again as often
    as rows are changed by hand (``BatchSolution``).
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    parameters = models.JSONField(_("parameters"), default=dict)

    objects = LeasedQuerySet.as_manager()

    class Meta(Leased.Meta):
        abstract = False
        verbose_name = _("batch run")
        verbose_name_plural = _("batch runs")
        indexes = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["queued", "running"]),
                name="batches_to_claim",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="batch_progress_is_per_cent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}: {self.status}"


class BatchRequest(Row):
    """A request of a batch: how much it counts and why, whom it could have, and whom not.

    ``wanted`` people are still missing as of the last solution. ``candidates`` are a list of
    profile, score, the facets covered (a bit each) and the passages that carried the score, the
    best first. ``left_out`` counts by reason those who could not be proposed.
    """

    batch = models.ForeignKey(
        BatchRun, models.CASCADE, related_name="requests", verbose_name=_("batch run")
    )
    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="+", verbose_name=_("request")
    )
    wanted = models.PositiveSmallIntegerField(_("people missing"))
    weight = models.FloatField(_("weight"))
    why = models.JSONField(_("reasons of the weight"), default=list)
    facets = models.JSONField(_("facets"), default=list)
    candidates = models.JSONField(_("candidates"), default=list)
    left_out = models.JSONField(_("left out"), default=dict)
    run = models.ForeignKey(
        MatchRun,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ranking"),
    )
    scored_at = models.DateTimeField(_("scored"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("request of a batch")
        verbose_name_plural = _("requests of a batch")
        constraints = [
            models.UniqueConstraint(fields=["batch", "request"], name="once_in_a_batch"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_weight_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} in {self.batch_id}"


class BatchSolution(Row):
    """One answer of the solver, as it stood then, and what made it differ from the one before.

    ``pairs`` are request, expert and score. ``places`` are the places that each expert had left,
    ``unmet`` the places of requests that stay empty, ``limits`` what binds, ``changes`` the
    differences: facts, which are put into sentences where they are read. ``costs`` say by row what
    holding it takes from the whole (``worth``), ``costs_in_all`` what all of them do.
    """

    batch = models.ForeignKey(
        BatchRun, models.CASCADE, related_name="solutions", verbose_name=_("batch run")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    pairs = models.JSONField(_("pairs"), default=list)
    places = models.JSONField(_("places left"), default=dict)
    total = models.FloatField(_("sum of the scores"))
    worth = models.FloatField(_("worth"))
    worst = models.FloatField(_("worst-served request"))
    floor = models.FloatField(_("floor"))
    gap = models.FloatField(_("gap"))
    optimal = models.BooleanField(_("proven to be the best"))
    unmet = models.JSONField(_("places that stay empty"), default=dict)
    limits = models.JSONField(_("limits"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    costs = models.JSONField(_("costs by row"), default=dict)
    costs_in_all = models.FloatField(_("costs of all rows that are held"), default=0.0)

    class Meta(Row.Meta):
        verbose_name = _("solution of a batch")
        verbose_name_plural = _("solutions of batches")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_solution_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"
