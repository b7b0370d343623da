"""The base row of institutions and experts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, Field, Goal, Sector
from backend.common.models import Row
from backend.common.names import display_name
from backend.common.text import fold
from backend.directory.name_keys import LONGEST_KEY, name_keys
from backend.directory.rights import is_secretariat, own_profile_ids
from backend.directory.sounds import stored_sounds
from backend.history.tracking import tracked

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

Model = TypeVar("Model", bound=models.Model)
OF_NAMES = ("search_names", "name_keys", "sounds")  # derived from them


class ProfileQuerySet(models.QuerySet[Model]):
    def listed(self) -> ProfileQuerySet[Model]:
        """Those who may be shown and matched: consented to, and not withdrawn."""
        return self.filter(consent_listed=True, withdrawn_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> ProfileQuerySet[Model]:
        """The listed ones; all for the secretariat; one's own for everybody."""
        if is_secretariat(user):
            return self
        return self.filter(
            Q(consent_listed=True, withdrawn_at__isnull=True) | Q(pk__in=own_profile_ids(user))
        )


@tracked(leaving=(*OF_NAMES, "import_hash"), personal=True)
class Profile(Row):
    """What an institution and an expert have in common.

    ``names`` is a map from language or script to name; ``search_names`` are the same folded
    (no accents, lower case), for finding; ``name_keys`` tell duplicates on import, ``sounds``
    what may be one, written in another script.

    One that was merged into another stays behind, withdrawn: what refers to it stays valid, and
    an import that brings it again by its ids or names comes out at ``merged_into``.
    """

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("institution")
        EXPERT = "expert", _("expert")

    kind = models.CharField(max_length=12, choices=Kind, editable=False, verbose_name=_("kind"))
    names = models.JSONField(_("names"), default=dict)
    search_names = models.TextField(
        blank=True, editable=False, verbose_name=_("names, for searching")
    )
    name_keys = ArrayField(
        models.CharField(max_length=LONGEST_KEY),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("names, for comparing"),
    )
    sounds = ArrayField(
        models.CharField(max_length=LONGEST_KEY),
        default=list,
        blank=True,
        editable=False,
        verbose_name=_("names, for comparing across scripts"),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    fields = models.ManyToManyField(Field, blank=True, verbose_name=_("fields"))
    sdgs = models.ManyToManyField(Goal, blank=True, verbose_name=_("goals"))
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    consent_listed = models.BooleanField(_("consents to be listed"), default=False)
    consent_refused = models.BooleanField(
        default=False, editable=False, verbose_name=_("said no to being listed")
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, verbose_name=_("withdrawn"))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    last_confirmed = models.DateField(_("last confirmed"), null=True, blank=True)
    demo = models.BooleanField(default=False, verbose_name=_("demonstration"))
    source = models.CharField(max_length=60, blank=True, verbose_name=_("source"))
    external_id = models.CharField(max_length=120, blank=True, verbose_name=_("id at its source"))
    import_hash = models.CharField(
        max_length=64, blank=True, editable=False, verbose_name=_("hash of the imported row")
    )
    edited_fields = models.JSONField(default=list, editable=False, verbose_name=_("edited here"))

    objects = ProfileQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_profile_per_source_and_id",
            )
        ]
        indexes = [
            models.Index(
                fields=["country"],
                # All that the hard rules ask of everybody: they read this index alone.
                include=["id", "kind"],
                condition=Q(consent_listed=True, withdrawn_at__isnull=True),
                name="listed_by_country_and_kind",
            ),
            GinIndex(fields=["name_keys"], name="profile_name_keys"),
            GinIndex(fields=["sounds"], name="profile_sounds"),
            models.Index(
                fields=["import_hash"], condition=~Q(import_hash=""), name="profiles_by_import_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Without one are those alone whose data were erased."""
        return display_name(self.names) or gettext("(erased)")

    @property
    def is_listed(self) -> bool:
        """Whether everybody may see it: what ``listed()`` asks of the database."""
        return self.consent_listed and self.withdrawn_at is None

    def index_names(self) -> None:
        """Brings what is derived from ``names`` in line with them; saves nothing."""
        self.search_names = " ".join(fold(name) for name in self.names.values())
        self.name_keys = name_keys(self.names.values(), person=self.kind == self.Kind.EXPERT)
        self.sounds = stored_sounds(self.names.values())

    def save(self, *args, **kwargs) -> None:
        self.index_names()
        if "names" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], *OF_NAMES}
        super().save(*args, **kwargs)
