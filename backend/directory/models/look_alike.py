"""Two profiles that may be of one person or institution, and what was decided about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models.profile import Profile


class LookAlikeQuerySet(models.QuerySet["LookAlike"]):
    def open(self) -> LookAlikeQuerySet:
        return self.filter(state=LookAlike.State.OPEN)


class LookAlike(Row):
    """A pair of profiles, the one with the smaller id first, to be decided by the secretariat.

    ``reasons`` is a list of ``{"reason": …}``; the reason ``passages`` names pairs of passages
    (``first``, ``second``) with their ``similarity`` (0 to 1; 1: the same text).
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        DIFFERENT = "different", _("different")
        MERGED = "merged", _("merged")

    class Reason(models.TextChoices):
        ORCID = "orcid", _("the same ORCID iD")
        ROR = "ror", _("the same ROR id")
        NAME = "name", _("the same name and institution")
        PASSAGES = "passages", _("passages that say nearly the same")

    first = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("first profile")
    )
    second = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("second profile")
    )
    reasons = models.JSONField(default=list, verbose_name=_("reasons"))
    found_at = models.DateTimeField(auto_now_add=True, verbose_name=_("found"))
    state = models.CharField(
        max_length=9, choices=State, default=State.OPEN, verbose_name=_("state")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(null=True, blank=True, verbose_name=_("decided"))

    objects = LookAlikeQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("look-alike profiles")
        verbose_name_plural = _("look-alike profiles")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_look_alike_per_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="smaller_id_comes_first"
            ),
        ]
        indexes = [
            models.Index(fields=["found_at"], condition=Q(state="open"), name="open_look_alikes")
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    def other(self, profile: Profile) -> Profile:
        return self.second if profile.pk == self.first_id else self.first

    @property
    def why(self) -> list[str]:
        """The reasons in the reader's language."""
        return [str(self.Reason(one["reason"]).label) for one in self.reasons]
