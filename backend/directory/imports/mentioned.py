"""Stores institutions that rows mention and nobody knew, and says so."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from backend.common.names import display_name
from backend.directory.imports.contact_data import masked
from backend.directory.imports.mentions import Mentions
from backend.directory.imports.report import CREATED, Report
from backend.directory.imports.store.write import create_profiles
from backend.directory.look_alikes.finding import Finding, found
from backend.directory.models import LookAlike


def create_mentioned(mentions: Mentions, needed: Iterable[UUID], report: Report) -> list[Finding]:
    """Stores those that are needed: a refused row brings nothing with it. Returns which of them
    may be institutions that are there already."""
    wanted = set(needed)
    created = [row for row in mentions.created if row.pk in wanted]
    left_out = {row.pk for row in mentions.created} - wanted
    create_profiles("institutions", created)
    report.count("institutions", CREATED, len(created))
    for row in created:
        type_ = row.get_type_display() or _("not known")
        words = {"name": masked(display_name(row.names)), "type": type_}
        report.institutions_created.append(_("%(name)s (type: %(type)s)") % words)
    return [
        found(row.pk, other, LookAlike.Reason.NAME)
        for row in created
        for other in sorted(mentions.alike.get(row.pk, set()) - left_out)
    ]
