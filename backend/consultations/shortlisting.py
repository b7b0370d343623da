"""What must hold for a request to go on: a list to release, acceptances, deliveries."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.consultations.models import ConsultationRequest, EngagementStatus, InvitationStatus


def is_ready(request: ConsultationRequest) -> str:
    """A condition of releasing: somebody is proposed, and it is said of each why."""
    chosen = list(request.shortlist.filter(left_out=False).select_related("profile"))
    if not chosen:
        return _("Nobody is on the shortlist yet.")
    unsaid = [entry.profile.name for entry in chosen if not entry.why.strip()]
    if unsaid:
        return _("Say why you propose: %(names)s.") % {"names": ", ".join(unsaid)}
    gone = [entry.profile.name for entry in chosen if not entry.profile.is_listed]
    if gone:
        return _("No longer listed; leave out: %(names)s.") % {"names": ", ".join(gone)}
    return ""


def has_open_invitation(request: ConsultationRequest) -> str:
    asked = request.invitations.filter(status=InvitationStatus.SENT).exists()
    return "" if asked else _("Nobody is invited.")


def enough_have_accepted(request: ConsultationRequest) -> str:
    missing = request.experts_wanted - request.invitations.standing().count()
    return "" if missing <= 0 else _("Acceptances missing: %(count)d.") % {"count": missing}


def somebody_has_accepted(request: ConsultationRequest) -> str:
    if request.invitations.standing().exists():
        return ""
    return _("Acceptances missing: %(count)d.") % {"count": 1}


def all_have_delivered(request: ConsultationRequest) -> str:
    over = (EngagementStatus.DELIVERED, EngagementStatus.ACCEPTED, EngagementStatus.ENDED)
    waiting = request.engagements.exclude(status__in=over).count()
    return "" if not waiting else _("Results missing: %(count)d.") % {"count": waiting}
