"""What indicators show while a project is carried out, and after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.files.services import attach
from backend.programmes.models import IndicatorValue, Project
from backend.programmes.reporting import REPORTED_ON
from backend.programmes.services.projects.locking import locked_project


@transaction.atomic
def note_value(*, project: Project, values: Mapping[str, Any], by: User) -> IndicatorValue:
    """Raises ``Conflict`` where the project has not begun or was cancelled."""
    row = locked_project(project)
    if row.status not in REPORTED_ON:
        raise Conflict(_("The project has not begun, or was cancelled."), code="not_running")
    said = dict(values)
    if said.get("file"):
        (said["file"],) = attach(files=[said["file"]], by=by)
    return IndicatorValue.objects.create(project=row, by=by, **said)
