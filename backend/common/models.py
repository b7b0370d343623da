"""Base classes of rows; no word of the business."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.ids import new_id
from backend.common.names import name_in
from backend.common.on_behalf import Heard


class Row(models.Model):
    """Any row with an id of its own, its times, and a version that grows with each change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, verbose_name=_("created"))
    updated_at = models.DateTimeField(auto_now=True, verbose_name=_("changed"))
    version = models.PositiveIntegerField(default=1, editable=False, verbose_name=_("version"))

    class Meta:
        abstract = True
        ordering = ["id"]


class StepRecord(Heard, Row):
    """A step of a table of transitions that a row has taken; nobody changes it afterwards.

    ``by`` is nobody where it followed by itself; channel, day and evidence are there where an
    officer recorded it for somebody else. A model below has the foreign key to the row that moved,
    names it in ``ABOUT``, and gives ``source`` and ``target`` the statuses of its own as choices.
    """

    ABOUT: ClassVar[str]

    step = models.CharField(_("step"), max_length=30)
    source = models.CharField(_("from"), max_length=30)
    target = models.CharField(_("to"), max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta(Row.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="", told_on__isnull=True) | Q(told_on__isnull=False),
                name="%(app_label)s_%(class)s_on_behalf_with_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.source} → {self.target}"


class IdempotencyKey(models.Model):
    """A request that was carried out, so that the same one sent again is answered, not repeated."""

    key = models.CharField(max_length=200, verbose_name=_("key"))
    person = models.CharField(max_length=40, verbose_name=_("person"))
    method = models.CharField(max_length=8, verbose_name=_("method"))
    path = models.CharField(max_length=500, verbose_name=_("path"))
    body_hash = models.CharField(max_length=64, verbose_name=_("hash of the body"))
    status = models.PositiveSmallIntegerField(null=True, verbose_name=_("status"))
    answer = models.JSONField(null=True, verbose_name=_("answer"))
    created_at = models.DateTimeField(auto_now_add=True, db_index=True, verbose_name=_("created"))

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "method", "path", "key"], name="one_answer_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.key


class FieldChange(models.Model):
    """Who changed a field of a row last, and the version of the row that this made.

    It is what somebody is told who comes late with a change of their own (``versions.py``).
    """

    row = models.UUIDField()
    field = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["row", "field"], name="last_change_of_a_field")
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.row}"


class Code(models.Model):
    """An entry of a list: a code and its name by language (``names["zh-hans"]``)."""

    code = models.CharField(max_length=40, primary_key=True, verbose_name=_("code"))
    names = models.JSONField(default=dict, verbose_name=_("names"))

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in English, else the code."""
        return name_in(self.names) or self.code
