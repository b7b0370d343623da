"""What a partner lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Goal, Language, Sector
from backend.common.gists import Gist
from backend.common.languages import detect
from backend.common.models import Row
from backend.common.text import text_hash
from backend.directory.models import Institution
from backend.directory.selectors import acting_for, is_secretariat
from backend.history.tracking import tracked

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class NeedQuerySet(models.QuerySet["Need"]):
    def open(self) -> NeedQuerySet:
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> NeedQuerySet:
        """All for the secretariat, those of one's institutions for everybody else."""
        if is_secretariat(user):
            return self
        return self.filter(institution__in=acting_for(user))


@tracked(leaving=("text_hash", "detected_language"))
class Need(Row):
    """A need, in the words and the language of the institution that has it.

    ``facets`` says what, where, with which means (``means``) and for whom (``beneficiaries``).
    """

    class Help(models.TextChoices):
        EXPERTISE = "expertise", _("expertise")
        TECHNOLOGY = "technology", _("technology")
        TRAINING = "training", _("training")
        PROJECT_PARTNER = "project_partner", _("project partner")

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="needs", verbose_name=_("institution")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    text_hash = models.CharField(
        max_length=64, default="", db_default="", editable=False, verbose_name=_("text hash")
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    detected_language = models.CharField(
        _("language detected"), max_length=8, blank=True, default="", db_default="", editable=False
    )
    facets = models.JSONField(_("facets"), default=dict, blank=True)
    sdgs = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"))
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    help = ArrayField(
        models.CharField(max_length=15, choices=Help), verbose_name=_("kind of help"), default=list
    )
    expert_languages = models.ManyToManyField(
        Language, blank=True, verbose_name=_("languages the expert must speak")
    )
    by = models.DateField(_("by when"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, verbose_name=_("withdrawn"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    demo = models.BooleanField(default=False, verbose_name=_("demonstration"))
    source = models.CharField(max_length=60, blank=True, verbose_name=_("source"))
    external_id = models.CharField(max_length=120, blank=True, verbose_name=_("id at its source"))

    objects = NeedQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_need_per_source_and_id",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Where no language is stated, the one detected is kept beside it, for finding.

        So is the text's hash, by which its vectors and gists are told to be of it.
        """
        if kwargs.get("update_fields") is None:
            self.text_hash = text_hash(self.text)
            self.detected_language = "" if self.language else detect(self.text)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.title or self.text[:60]


class NeedGist(Gist):
    original = models.ForeignKey(Need, models.CASCADE, related_name="gists", verbose_name=_("need"))

    class Meta(Gist.Meta):
        verbose_name = _("gist of a need")
        verbose_name_plural = _("gists of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"], name="one_gist_of_a_need_per_language"
            )
        ]
