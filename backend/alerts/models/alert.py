"""A saved search in words: of what is new, who asked is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Sector
from backend.common.models import Row, StepRecord
from backend.common.text import text_hash
from backend.history.tracking import tracked
from backend.matches.models.embedding import Terms, Vector

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class TargetKind(models.TextChoices):
    """What an alert can look among."""

    NEED = "need", _("published requests")
    CALL = "call", _("calls for proposals")
    ITEM = "item", _("solutions and other knowledge")
    NOTICE = "notice", _("offers and asks")
    COURSE = "course", _("courses and events")


class HowOften(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class AlertStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    EXPIRED = "expired", _("expired")


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: User | AnonymousUser) -> AlertQuerySet:
        """One's own, and nobody else's: what somebody looks for is theirs alone."""
        return self.filter(owner=user.pk) if user.is_authenticated else self.none()

    def looking(self) -> AlertQuerySet:
        """Those that are told of what is new."""
        active = Q(status=AlertStatus.ACTIVE, expires_at__gt=Now(), owner__is_active=True)
        return self.filter(active)


@tracked(leaving=("text", "text_hash", "asked_since", "caught_up"))  # its words are in no history
class Alert(Row):
    """What somebody wants to be told of, in words of any language.

    No ``countries`` or ``sectors``: of all. ``asked_since``: from when on it is told of what is
    new; ``caught_up``: whether what came between then and its vectors was held against it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="alerts", verbose_name=_("owner")
    )
    text = models.TextField(_("what is looked for"))
    text_hash = models.CharField(_("text hash"), max_length=64, default="", editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=6, choices=TargetKind), verbose_name=_("looks among")
    )
    countries = models.ManyToManyField(Country, blank=True, verbose_name=_("countries"))
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    how_often = models.CharField(
        _("how often"), max_length=7, choices=HowOften, default=HowOften.DAILY
    )
    status = models.CharField(
        _("status"),
        max_length=7,
        choices=AlertStatus,
        default=AlertStatus.ACTIVE,
        editable=False,
    )
    expires_at = models.DateTimeField(_("until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    asked_since = models.DateTimeField(_("since"), db_default=Now(), editable=False)
    caught_up = models.BooleanField(_("caught up"), default=False, editable=False)
    demo = models.BooleanField(_("demonstration"), default=False)

    objects = AlertQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.CheckConstraint(
                condition=Q(kinds__len__gt=0), name="an_alert_looks_among_something"
            )
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="alerts_that_end"),
            models.Index(
                fields=["asked_since"], condition=Q(caught_up=False), name="alerts_to_catch_up"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the text's hash, by which its vectors are told to be of it."""
        if kwargs.get("update_fields") is None:
            self.text_hash = text_hash(self.text)
        super().save(*args, **kwargs)


@tracked()
class AlertStep(StepRecord):
    ABOUT = "alert"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps", verbose_name=_("alert"))
    source = models.CharField(_("from"), max_length=30, choices=AlertStatus)
    target = models.CharField(_("to"), max_length=30, choices=AlertStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of alerts")


class AlertTerms(Terms):
    alert = models.OneToOneField(
        Alert, models.CASCADE, primary_key=True, related_name="terms", verbose_name=_("alert")
    )

    class Meta:
        verbose_name = _("terms of an alert")
        verbose_name_plural = _("terms of alerts")

    def __str__(self) -> str:
        return f"terms of {self.alert_id}"


class AlertEmbedding(Vector):
    """As of a text that asks: what is new is what it finds."""

    alert = models.ForeignKey(
        Alert, models.CASCADE, related_name="embeddings", verbose_name=_("alert")
    )

    class Meta(Vector.Meta):
        verbose_name = _("vector of an alert")
        verbose_name_plural = _("vectors of alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "encoder", "encoder_version", "correction_version"],
                name="one_alert_vector_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.alert_id}"
