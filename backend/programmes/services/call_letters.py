"""What those who are writing proposals are written about their call."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backend.common.languages import offered
from backend.consultations.services.meetings import zone_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import WRITABLE, Extension, Proposal
from backend.programmes.rules.saying import on_both_clocks
from backend.programmes.selectors.dossier import closes_at
from backend.programmes.selectors.proposals import writers_of


def tell_of_extension(extension: Extension) -> None:
    """Everybody who writes a proposal that the deadline is for, each with the own clock."""
    drafts = Proposal.objects.filter(call=extension.call_id, status__in=WRITABLE)
    drafts = drafts.select_related("call__programme", "institution")
    for proposal in drafts.order_by("pk"):
        if _concerns(extension, proposal):
            _tell(extension, proposal)


def _concerns(extension: Extension, proposal: Proposal) -> bool:
    first = proposal.stage == proposal.call.programme.stages[0]
    if extension.deadline == Extension.Deadline.INTERNAL:
        return first
    return closes_at(proposal.call, proposal.stage) == extension.after


def _tell(extension: Extension, proposal: Proposal) -> None:
    call = extension.call
    for user in writers_of(proposal):
        with translation.override(offered(proposal.language)), timezone.override(zone_of(user)):
            subject = _("More time: %(call)s") % {"call": call.name}
            text = _(
                "For your proposal “%(title)s”, the %(deadline)s of the call “%(call)s” was moved."
                "\n\nIt was: %(before)s\nIt is: %(after)s\n\n%(reason)s\n\n%(link)s"
            ) % {
                "title": proposal.title,
                "deadline": extension.get_deadline_display(),
                "call": call.name,
                "before": on_both_clocks(extension.before, call.zone),
                "after": on_both_clocks(extension.after, call.zone),
                "reason": extension.reason,
                "link": settings.SITE_URL,
            }
        write_letter(
            address=user.email,
            language=offered(proposal.language),
            subject=subject,
            text=text,
            of=extension,
            kind=Kind.DECISION,
        )
