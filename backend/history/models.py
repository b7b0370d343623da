"""What was changed: a row for each change of a tracked row, written by the database itself."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ChangeQuerySet(models.QuerySet["Change"]):
    def about(self, ids: Iterable[UUID]) -> ChangeQuerySet:
        """Of rows with one of these ids, and of rows that refer to one."""
        return self.filter(about__overlap=list(ids))

    def of(self, *models: str) -> ChangeQuerySet:
        return self.filter(model__in=models)


class Change(models.Model):
    """A row of ``model`` was added, changed or removed; nobody alters or removes the record of it.

    ``before`` and ``after`` hold the row's columns: all of them where it was added or removed,
    else those that changed. ``about`` are the row's own id and the ids that it refers to, before
    and after. ``context``: who (``user``), by what (``method`` and ``path``, ``command`` or
    ``task``), and for whom (``on_behalf``); what was done together has the same ``act``.
    ``scrubbed_at``: when words were taken out, because a person was erased.
    """

    class Kind(models.TextChoices):
        INSERT = "insert", _("added")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("removed")

    at = models.DateTimeField(_("when"), db_default=Now(), db_index=True)
    kind = models.CharField(_("what happened"), max_length=6, choices=Kind)
    model = models.CharField(_("kind of row"), max_length=60)
    row = models.CharField(_("row"), max_length=40)
    about = ArrayField(models.UUIDField(), default=list, verbose_name=_("about"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    context = models.JSONField(_("circumstances"), null=True)
    act = models.UUIDField(_("act"), null=True)
    scrubbed_at = models.DateTimeField(_("scrubbed"), null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        indexes = [
            GinIndex(fields=["about"], name="changes_by_what_they_are_about"),
            models.Index(fields=["model", "row"], name="changes_by_row"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row}: {self.kind}"
