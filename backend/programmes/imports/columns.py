"""The columns of past projects, told to the readers of files."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from backend.directory.imports.columns import OTHERS, Columns

PROJECTS = "projects"
SETS = ("countries", "sdgs", "sectors")
PLAIN = ("title", "text", "language", "programme", "year", "amount", "outcome", "link", "demo")

OTHERS[PROJECTS] = Columns(
    PROJECTS,
    _("projects"),
    ("external_id", *PLAIN, *SETS, "institutions"),
    needed=(frozenset({"text", "title"}),),
    lack=_("no column is plainly the title or what was done"),
    prose="text",
    folder=Path(__file__).parent,
)
