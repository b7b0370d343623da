"""What is written to askers, in the language they named, and to colleagues, in theirs."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from backend.access.models import AccessRequest, MemberInvitation
from backend.common.links import SignedLink
from backend.directory.selectors import language_at
from backend.notifications.services import write_letter

ASKED = SignedLink("access-request", "requests for access")
JOIN = SignedLink("join", "invitations of colleagues")


def write_confirmation(request: AccessRequest) -> None:
    with translation.override(request.language):
        _write_to_asker(
            request,
            _("Please confirm your e-mail address"),
            _(
                "Dear %(name)s,\n\nyou asked for access to Counterpart for %(institution)s. Open "
                "this link and press the button, and the secretariat will look at it:\n\n%(link)s"
                "\n\nIf it was not you, do nothing: it is forgotten after two weeks."
            ),
        )


def write_return(request: AccessRequest, reason: str) -> None:
    with translation.override(request.language):
        _write_to_asker(
            request,
            _("The secretariat needs something from you"),
            _(
                "Dear %(name)s,\n\nbefore %(institution)s gets access to Counterpart, the "
                "secretariat asks:\n\n%(reason)s\n\nYou can complete what you wrote here:\n\n"
                "%(link)s"
            ),
            reason,
        )


def write_rejection(request: AccessRequest, reason: str) -> None:
    with translation.override(request.language):
        _write_to_asker(
            request,
            _("Your request for access"),
            _(
                "Dear %(name)s,\n\nthe secretariat can’t give %(institution)s access to "
                "Counterpart:\n\n%(reason)s"
            ),
            reason,
        )


def write_approval(request: AccessRequest) -> None:
    with translation.override(request.language):
        _write_to_asker(
            request,
            _("Welcome to Counterpart"),
            _(
                "Dear %(name)s,\n\n%(institution)s has access to Counterpart, and you look after "
                "it there: you can invite colleagues. Begin here:\n\n%(link)s"
            ),
        )


def write_invitation(invitation: MemberInvitation) -> None:
    language = language_at(invitation.email, known=invitation.language)
    with translation.override(language):
        inviter = invitation.invited_by.get_full_name() or invitation.institution.name
        text = _(
            "%(inviter)s invites you to act for %(institution)s at Counterpart, as %(role)s. "
            "Opening the link changes nothing yet; it works once, for 14 days:\n\n%(link)s"
        ) % {
            "inviter": inviter,
            "institution": invitation.institution.name,
            "role": invitation.get_role_display(),
            "link": JOIN.to(invitation),
        }
        write_letter(
            address=invitation.email,
            language=language,
            subject=_("Invitation to join %(institution)s")
            % {"institution": invitation.institution.name},
            text=text,
            of=invitation,
        )


def _write_to_asker(request: AccessRequest, subject: str, text: str, reason: str = "") -> None:
    told = {
        "name": request.focal_point,
        "institution": request.name,
        "reason": reason,
        "link": ASKED.to(request),
    }
    write_letter(
        address=request.email,
        language=request.language,
        subject=subject,
        text=text % told,
        of=request,
    )
