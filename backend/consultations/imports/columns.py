"""The columns of requests, told to the readers of files."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from backend.directory.imports.columns import OTHERS, Columns

REQUESTS = "requests"
FOLDER = Path(__file__).parent
OF_NEED = ("title", "text", "language", "country", "sdgs", "sectors", "demo")
PARTS = (
    "background", "objectives", "expected_results", "activities", "assumptions",
    "expert_profile", "contribution", "budget", "indicators",
)  # fmt: skip
OF_TERMS = (
    *PARTS, "deliverables", "working_days", "starts_on", "ends_on", "place", "place_note",
    "experts_wanted", "answers_by",
)  # fmt: skip
OF_REQUEST = ("track", "status", "result_summary", *OF_TERMS)
OF_RECORD = ("asked_on", "ended_on")
WHO = ("institution", "institution_id", "institution_country", "institution_type")

OTHERS[REQUESTS] = Columns(
    REQUESTS,
    _("requests"),
    ("external_id", *OF_NEED, *WHO, *OF_REQUEST, *OF_RECORD, "helped_by"),
    needed=(frozenset({"text", "title"}), frozenset({"institution", "institution_id"})),
    lack=_("no column is plainly the need, or none is who asks"),
    prose="text",
    folder=FOLDER,
)
