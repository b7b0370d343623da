"""Which versions of encoders and corrections there are vectors of, and which of them answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row


class EncoderVersion(Row):
    """A version that is filled in, asked, or kept in case the last switch is undone.

    A switch gives all that it makes active one ``activated_at``, and all that it retires the same
    instant as ``retired_at``: by these it is undone.
    """

    class State(models.TextChoices):
        FILLING = "filling", _("being filled in")
        ACTIVE = "active", _("answering")
        RETIRED = "retired", _("retired")
        REMOVED = "removed", _("its vectors removed")

    encoder = models.CharField(max_length=60, verbose_name=_("encoder"))
    encoder_version = models.CharField(max_length=60, verbose_name=_("encoder version"))
    correction_version = models.CharField(max_length=60, verbose_name=_("correction version"))
    state = models.CharField(
        max_length=7, choices=State, default=State.FILLING, verbose_name=_("state")
    )
    activated_at = models.DateTimeField(null=True, blank=True, verbose_name=_("answering since"))
    retired_at = models.DateTimeField(null=True, blank=True, verbose_name=_("retired at"))

    class Meta(Row.Meta):
        verbose_name = _("version of an encoder")
        verbose_name_plural = _("versions of encoders")
        constraints = [
            models.UniqueConstraint(
                fields=["encoder", "encoder_version", "correction_version"],
                name="one_row_per_encoder_version",
            ),
            models.UniqueConstraint(
                fields=["encoder"],
                condition=Q(state="active"),
                name="one_active_version_per_encoder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.encoder} {self.encoder_version} / {self.correction_version}"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.encoder, self.encoder_version, self.correction_version
