"""A gist: what a text says, in short and in another language, as somebody or something put it.

The text itself stays as it was written, and is always shown with its gist. Each kind of text has a
table of gists of its own, made of this; ``original`` is the text's row.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.names import primary
from backend.common.text import text_hash

SHOWN = "shown_gists"  # where a prefetch puts those that the reader can read


class Gist(Row):
    """``machine`` names the model or program that wrote it, empty where a person did; ``by`` is
    who wrote it or had it written. ``of_hash`` is of the text that it is a gist of."""

    language = models.CharField(_("language"), max_length=35)
    text = models.TextField(_("gist"))
    of_hash = models.CharField(max_length=64, editable=False, verbose_name=_("text hash"))
    machine = models.CharField(_("written by the machine"), max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    original: models.ForeignKey

    class Meta(Row.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"

    @property
    def is_stale(self) -> bool:
        """Whether the text has changed since."""
        return self.of_hash != text_hash(self.original.text)

    @property
    def author(self) -> str:
        """The name of who wrote it or had it written; nobody's e-mail address."""
        return self.by.get_full_name()


Written = TypeVar("Written", bound=Gist)


@transaction.atomic
def write_gist(
    *, model: type[Written], original: Any, by: Any, language: str, text: str, machine: str = ""
) -> Written:
    """Writes it, in the place of the one that there is in that language."""
    values = {"text": text, "machine": machine, "by": by, "of_hash": text_hash(original.text)}
    gist, made = model._default_manager.update_or_create(
        original=original, language=language, defaults=values
    )
    if not made:
        gist.version += 1
        gist.save(update_fields=["version", "updated_at"])
    return gist


def gists_for_reader(model: type[Gist]) -> Prefetch:
    """Those in the language that is being read in, as ``shown_gists``: one query for all texts."""
    language = primary(get_language() or "en")
    rows = model._default_manager.filter(
        models.Q(language=language) | models.Q(language__startswith=f"{language}-")
    )
    return Prefetch("gists", rows.select_related("by").order_by("pk"), to_attr=SHOWN)


def shown_gist(original: Any) -> Gist | None:
    """What ``gists_for_reader`` found for a text."""
    return next(iter(getattr(original, SHOWN, ())), None)
