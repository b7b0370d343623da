"""What a call is about, as one text: a call itself has names and deadlines alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.matches.models.embedding import Terms, Vector
from backend.programmes.models import Call


class CallText(Row):
    """The call's name with what its programme says of itself; its id is the call's."""

    call = models.OneToOneField(
        Call, models.CASCADE, related_name="told_as", verbose_name=_("call for proposals")
    )
    text = models.TextField(_("text"))
    text_hash = models.CharField(_("text hash"), max_length=64)
    language = models.CharField(_("language"), max_length=35, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("text of a call")
        verbose_name_plural = _("texts of calls")

    def __str__(self) -> str:
        return self.text[:60]


class CallTextTerms(Terms):
    call_text = models.OneToOneField(
        CallText,
        models.CASCADE,
        primary_key=True,
        related_name="terms",
        verbose_name=_("text of a call"),
    )

    class Meta:
        verbose_name = _("terms of a call")
        verbose_name_plural = _("terms of calls")

    def __str__(self) -> str:
        return f"terms of {self.call_text_id}"


class CallTextEmbedding(Vector):
    call_text = models.ForeignKey(
        CallText, models.CASCADE, related_name="embeddings", verbose_name=_("text of a call")
    )

    class Meta(Vector.Meta):
        verbose_name = _("vector of a call")
        verbose_name_plural = _("vectors of calls")
        constraints = [
            models.UniqueConstraint(
                fields=["call_text", "encoder", "encoder_version", "correction_version"],
                name="one_call_vector_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.encoder} of {self.call_text_id}"
