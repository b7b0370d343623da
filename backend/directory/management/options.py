"""The options that all imports have."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.utils.translation import gettext as _


def add_options(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", type=Path)
    add(
        "--source",
        default="",
        help=_("where the data come from (default: the file's own)"),
    )
    add("--map", type=Path, help=_("a mapping.json made by --propose-map"))
    add("--propose-map", action="store_true", help=_("write a mapping, import nothing"))
    add(
        "--propose-to",
        type=Path,
        help=_("the mapping's file (default: beside the file, ending in .mapping.json)"),
    )
    add("--sheet", default="", help=_("the one sheet of a workbook to read"))
    add("--encoding", default="", help=_("of a CSV file, where the guess is wrong"))
    add(
        "--answers",
        type=Path,
        help=_(
            "answers to “is this the same person?”; questions are added "
            "(default, at a terminal: beside the file, ending in .answers.json)"
        ),
    )
    add("--dry-run", action="store_true", help=_("show what would change, store nothing"))
    add("--all-or-nothing", action="store_true", help=_("store nothing if a row is bad"))
    add("--json", action="store_true", help=_("print the report as JSON"))
    add("--no-input", action="store_true", help=_("ask nothing"))
