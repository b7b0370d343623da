"""One dated piece of evidence in a profile."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.gists import Gist
from backend.common.models import Row
from backend.common.text import plain_hash, text_hash
from backend.directory.models.profile import Profile
from backend.history.tracking import tracked


class PassageQuerySet(models.QuerySet["Passage"]):
    def matchable(self) -> PassageQuerySet:
        """Those that may carry a match: shown, not empty, of listed profiles."""
        return self.filter(
            hidden=False,
            profile__consent_listed=True,
            profile__withdrawn_at__isnull=True,
        ).exclude(text="")


@tracked(leaving=("text_hash", "plain_hash", "import_key"), personal=True)
class Passage(Row):
    """A statement, a past project, a publication, a course, equipment or a service on offer."""

    class Kind(models.TextChoices):
        EXPERTISE = "expertise", _("statement of expertise")
        PROJECT = "project", _("project")
        PUBLICATION = "publication", _("publication")
        COURSE = "course", _("course taught")
        EQUIPMENT = "equipment", _("equipment on offer")
        SERVICE = "service", _("service on offer")

    class Attestation(models.TextChoices):
        SELF_DECLARED = "self_declared", _("self-declared")
        INSTITUTION_CONFIRMED = "institution_confirmed", _("confirmed by the institution")
        DOCUMENTED = "documented", _("documented")
        DELIVERED = "delivered", _("delivered here")

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="passages", verbose_name=_("profile")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EXPERTISE)
    text = models.TextField(_("text"))
    text_hash = models.CharField(max_length=64, editable=False, verbose_name=_("text hash"))
    plain_hash = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        editable=False,
        verbose_name=_("hash of the text’s letters"),
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    origin = models.CharField(_("source"), max_length=300, blank=True)
    identifier = models.CharField(_("identifier"), max_length=200, blank=True)
    attestation = models.CharField(
        _("attestation"),
        max_length=21,
        choices=Attestation,
        default=Attestation.SELF_DECLARED,
    )
    hidden = models.BooleanField(_("hidden by its owner"), default=False)
    edited = models.BooleanField(default=False, editable=False, verbose_name=_("edited here"))
    external_id = models.CharField(max_length=120, blank=True, verbose_name=_("id at its source"))
    import_key = models.CharField(
        max_length=200, blank=True, editable=False, verbose_name=_("key in imports")
    )

    objects = PassageQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "import_key"],
                condition=~Q(import_key=""),
                name="one_passage_per_import_key",
            )
        ]
        indexes = [
            models.Index(fields=["text_hash"]),
            models.Index(
                fields=["plain_hash"], condition=~Q(plain_hash=""), name="passages_by_plain_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def index_text(self) -> None:
        """Brings the hashes in line with ``text``; saves nothing."""
        self.text_hash = text_hash(self.text)
        self.plain_hash = plain_hash(self.text)

    def save(self, *args, **kwargs) -> None:
        self.index_text()
        super().save(*args, **kwargs)


class PassageGist(Gist):
    original = models.ForeignKey(
        Passage, models.CASCADE, related_name="gists", verbose_name=_("passage")
    )

    class Meta(Gist.Meta):
        verbose_name = _("gist of a passage")
        verbose_name_plural = _("gists of passages")
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"], name="one_gist_of_a_passage_per_language"
            )
        ]
