"""Colleagues whom invited experts propose."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf, heard
from backend.consultations.models import ASKING, MOST_SUGGESTIONS, Invitation, Suggestion
from backend.consultations.services.answers import locked_invitation
from backend.consultations.services.letters import link_of
from backend.consultations.services.recipients import expert_of
from backend.consultations.services.recorded import tell_recorded
from backend.directory.selectors import language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter


@transaction.atomic
def suggest_colleague(
    *, invitation: Invitation, values: Mapping[str, str], on_behalf: OnBehalf | None = None
) -> Suggestion:
    """Keeps it for the officer, who is told; nobody is invited by it. Raises ``Conflict``."""
    row = locked_invitation(invitation)
    if row.request.status not in ASKING:
        raise Conflict(_("Nobody is looked for any more."), code="not_asking")
    if row.suggestions.count() >= MOST_SUGGESTIONS:
        most = {"most": MOST_SUGGESTIONS}
        raise Conflict(_("At most %(most)d people.") % most, code="too_many")
    made = Suggestion.objects.create(invitation=row, **values, **heard(on_behalf))
    tell_recorded(
        of=made,
        request=row.request,
        whose=row.expert,
        readers=expert_of(row.expert, link_of(row)),
        said=lambda _reader: made.name,
        on_behalf=on_behalf,
    )
    _tell_officer(row, made)
    return made


def _tell_officer(row: Invitation, made: Suggestion) -> None:
    if reader := row.request.officer or row.invited_by:
        language = language_of(reader)
        with translation.override(language):
            told = _("%(name)s proposes a colleague: %(colleague)s.")
            text = told % {"name": row.expert.name, "colleague": made.name}
        write_letter(
            address=reader.email,
            language=language,
            subject=text,
            text=f"{text}\n\n{made.why}",
            of=made,
            kind=Kind.PROGRESS,
        )
