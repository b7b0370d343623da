"""What was brought in from a spreadsheet, by whom, and how far it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row


class ImportRun(Row):
    """One run of an import: the file's hash, its counts, and the rows that were bad."""

    source = models.CharField(max_length=60, verbose_name=_("source"))
    file_name = models.CharField(max_length=255, verbose_name=_("file name"))
    file_hash = models.CharField(max_length=64, verbose_name=_("file hash"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by")
    )
    counts = models.JSONField(default=dict, verbose_name=_("counts"))
    problems = models.JSONField(default=list, verbose_name=_("problems"))
    finished_at = models.DateTimeField(null=True, blank=True, verbose_name=_("finished"))

    class Meta(Row.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%Y-%m-%d})"
