"""Experts are invited to their profiles, and claim them: once, and within thirty days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.links import SignedLink
from backend.directory.models import Contact, Expert, Invitation
from backend.directory.selectors import language_of
from backend.notifications.models import Kind
from backend.notifications.services import write_letter

LINK = SignedLink("claim", "expert invitations")
VALID = timedelta(days=30)


class NoInvitation(Exception):
    """A link that leads nowhere; its text says why, in the reader's language."""


@dataclass(frozen=True)
class Invited:
    """A new invitation, and its link."""

    link: str
    expires_at: datetime
    email: str  # where it went by mail, or ""


@transaction.atomic
def invite_expert(*, expert: Expert, by: User | AnonymousUser | None) -> Invited:
    """Make a link for an expert, and write it to the address there is; earlier ones are void.

    Raises Conflict where somebody has claimed the profile, or it was withdrawn.
    """
    if expert.user_id:
        raise Conflict(_("This profile is linked to an account already."), code="claimed")
    if expert.withdrawn_at:
        raise Conflict(_("This profile was withdrawn. Restore it first."), code="withdrawn")
    expert.invitations.filter(accepted_at=None).delete()
    made = Invitation.objects.create(
        expert=expert,
        expires_at=timezone.now() + VALID,
        invited_by=by if isinstance(by, User) else None,
    )
    contact = Contact.objects.filter(expert=expert).first()
    email = contact.email if contact else ""
    if email:
        _write(made, email)
    return Invited(LINK.to(made), made.expires_at, email)


def _write(invitation: Invitation, email: str) -> None:
    expert, language = invitation.expert, language_of(invitation.expert)
    with translation.override(language):
        subject = _("Your profile at Counterpart")
        text = _(
            "Dear %(name)s,\n\nyour profile at Counterpart is waiting for you. By this link you "
            "can take it over and look after it yourself; it works once, for 30 days:\n\n%(link)s\n"
        ) % {"name": expert.name, "link": LINK.to(invitation)}
    write_letter(
        address=email,
        language=language,
        subject=subject,
        text=text,
        of=invitation,
        kind=Kind.ACCOUNT,
    )


def find_invitation(token: str) -> Invitation:
    """The invitation of a link. Raises NoInvitation for one that is foreign, used or expired."""
    pk = LINK.row_id(token)
    if pk is None:
        raise NoInvitation(_("This is not a link of an invitation. Was it cut short?"))
    found = Invitation.objects.filter(pk=pk).select_related("expert").first()
    if found is None:
        raise NoInvitation(_("There is a newer invitation; look for its link."))
    if found.accepted_at or found.expert.user_id:
        raise NoInvitation(_("This invitation was used already. Log in to see your profile."))
    if found.expires_at <= timezone.now() or found.expert.withdrawn_at:
        raise NoInvitation(_("This invitation has expired. Ask the secretariat for a new one."))
    return found


@transaction.atomic
def accept_invitation(*, token: str, user: User) -> Expert:
    """Link the profile to the person's account. Raises NoInvitation."""
    expert = Expert.objects.select_for_update(of=("self",)).get(pk=find_invitation(token).expert_id)
    invitation = find_invitation(token)  # as it is now that nobody else can use it
    if Expert.objects.filter(user=user).exists():
        raise NoInvitation(_("Your account is linked to another profile. Use another account."))
    expert.user = user
    expert.version += 1
    expert.save(update_fields=["user", "version", "updated_at"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at", "updated_at"])
    return expert
