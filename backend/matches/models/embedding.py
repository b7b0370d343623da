"""What the engine needs to know of a passage, or of a need's text, kept beside it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField

from backend.common.models import Row
from backend.directory.models import Passage, Profile
from backend.needs.models import Need


class Vector(Row):
    """A text's vector by one version of one encoder and of its correction.

    ``vector`` is as encoded, ``corrected`` the one that is searched: the same less what its
    language adds, by the version of the correction named. ``text_hash`` says which text it is of:
    once the text changes, its old vector no longer joins and drops out.
    """

    encoder = models.CharField(max_length=60, verbose_name=_("encoder"))
    encoder_version = models.CharField(max_length=60, verbose_name=_("encoder version"))
    text_hash = models.CharField(max_length=64, verbose_name=_("text hash"))
    language = models.CharField(max_length=8, verbose_name=_("language"))
    vector = HalfVectorField(verbose_name=_("vector as encoded"))
    corrected = HalfVectorField(verbose_name=_("corrected vector"))
    correction_version = models.CharField(max_length=60, verbose_name=_("correction version"))

    class Meta(Row.Meta):
        abstract = True


class Embedding(Vector):
    """A passage's vector. ``profile`` is the passage's, kept here too: the nearest of many
    profiles are found in this table alone."""

    passage = models.ForeignKey(
        Passage, models.CASCADE, related_name="embeddings", verbose_name=_("passage")
    )
    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("profile")
    )

    class Meta(Vector.Meta):
        verbose_name = _("vector")
        verbose_name_plural = _("vectors")
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "encoder", "encoder_version", "correction_version"],
                name="one_vector_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.passage_id}"


class NeedEmbedding(Vector):
    """The vector of a need's text, as of what is found: needs like it are looked for."""

    need = models.ForeignKey(
        Need, models.CASCADE, related_name="embeddings", verbose_name=_("need")
    )

    class Meta(Vector.Meta):
        verbose_name = _("vector of a need")
        verbose_name_plural = _("vectors of needs")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "encoder", "encoder_version", "correction_version"],
                name="one_need_vector_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.need_id}"


class Terms(models.Model):
    """A text's language (stated or detected), its search terms with their counts, its amounts.

    Terms are stems, numbers, or pairs of Chinese characters; amounts are lists of dimension, low
    and high in basic units; both of the version named.
    """

    text_hash = models.CharField(max_length=64, verbose_name=_("text hash"))
    stated_language = models.CharField(max_length=35, blank=True, verbose_name=_("stated language"))
    language = models.CharField(max_length=8, verbose_name=_("language"))
    version = models.CharField(max_length=20, verbose_name=_("version"))
    terms = ArrayField(models.TextField(), verbose_name=_("terms"))
    counts = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("counts"))
    length = models.PositiveIntegerField(verbose_name=_("number of terms"))
    quantities = models.JSONField(default=list, db_default=[], verbose_name=_("amounts"))

    class Meta:
        abstract = True


class PassageTerms(Terms):
    """Those of a passage. ``compared_hash`` is of the text that was held against other profiles'
    passages."""

    passage = models.OneToOneField(
        Passage, models.CASCADE, primary_key=True, related_name="terms", verbose_name=_("passage")
    )
    compared_hash = models.CharField(
        max_length=64, blank=True, default="", db_default="", verbose_name=_("text compared")
    )

    class Meta:
        verbose_name = _("terms of a passage")
        verbose_name_plural = _("terms of passages")
        indexes = [
            GinIndex(fields=["terms"], name="passages_by_term"),
            models.Index(
                fields=["passage"],
                condition=~Q(compared_hash=F("text_hash")),
                name="passages_to_compare",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.passage_id}"


class NeedTerms(Terms):
    need = models.OneToOneField(
        Need, models.CASCADE, primary_key=True, related_name="terms", verbose_name=_("need")
    )

    class Meta:
        verbose_name = _("terms of a need")
        verbose_name_plural = _("terms of needs")

    def __str__(self) -> str:
        return f"terms of {self.need_id}"


class TermFrequency(models.Model):
    """In how many passages a term occurs; the row with the empty term holds the whole numbers."""

    term = models.TextField(primary_key=True, verbose_name=_("term"))
    passages = models.PositiveIntegerField(verbose_name=_("passages"))
    total_length = models.PositiveBigIntegerField(default=0, verbose_name=_("total length"))

    class Meta:
        verbose_name = _("frequency of a term")
        verbose_name_plural = _("frequencies of terms")

    def __str__(self) -> str:
        return f"{self.term}: {self.passages}"
