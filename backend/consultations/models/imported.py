"""Requests that came in from a spreadsheet: what is known of them besides what they say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.consultations.models.request import ConsultationRequest
from backend.directory.models import Profile


class ImportedRequest(Row):
    """The need holds the source and its id there. ``row_hash`` is of the row as it came last;
    the versions are those that the import left: where one is higher, a person has changed or
    moved the request since, and imports leave it alone. ``others`` who helped are those whom the
    directory does not hold, for the secretariat to read.
    """

    request = models.OneToOneField(
        ConsultationRequest, models.CASCADE, related_name="imported", verbose_name=_("request")
    )
    row_hash = models.CharField(max_length=64, editable=False, verbose_name=_("hash of the row"))
    request_version = models.PositiveIntegerField(_("version of the request"))
    need_version = models.PositiveIntegerField(_("version of the need"))
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    helpers = models.ManyToManyField(
        Profile, blank=True, related_name="+", verbose_name=_("who helped")
    )
    others = models.TextField(_("others who helped"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("imported request")
        verbose_name_plural = _("imported requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("asked_on")),
                name="request_ended_after_it_was_asked",
            )
        ]

    def __str__(self) -> str:
        return str(self.request_id)
