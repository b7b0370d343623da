"""Experts are invited to their profiles, and claim them: once, and within thirty days."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.contrib.auth.models import AnonymousUser
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.directory.models import Contact, Expert, Invitation

VALID = timedelta(days=30)
log = structlog.get_logger(__name__)


class NoInvitation(Exception):
    """A link that leads nowhere; its text says why, in the reader's language."""


@dataclass(frozen=True)
class Invited:
    """A new invitation. The token is shown now and never again."""

    token: str
    expires_at: datetime
    email: str  # where it goes to by mail, or ""


@transaction.atomic
def invite_expert(*, expert: Expert, by: User | AnonymousUser | None) -> Invited:
    """Make a link for an expert; earlier ones not yet used are void.

    Raises Conflict where somebody has claimed the profile, or it was withdrawn.
    """
    if expert.user_id:
        raise Conflict(_("This profile is linked to an account already."), code="claimed")
    if expert.withdrawn_at:
        raise Conflict(_("This profile was withdrawn. Restore it first."), code="withdrawn")
    token = _signer().sign(secrets.token_urlsafe(24))
    expires = timezone.now() + VALID
    expert.invitations.filter(accepted_at=None).delete()
    Invitation.objects.create(
        expert=expert,
        token_hash=_hash(token),
        expires_at=expires,
        invited_by=by if isinstance(by, User) else None,
    )
    contact = Contact.objects.filter(expert=expert).first()
    return Invited(token, expires, contact.email if contact else "")


def send_invitation(*, expert: Expert, email: str, link: str) -> None:
    """Mail the link once the running transaction has committed; the officer has it in any case."""
    subject = _("Your profile at Counterpart")
    text = _(
        "Dear %(name)s,\n\nyour profile at Counterpart is waiting for you. By this link you can "
        "take it over and look after it yourself; it works once, for 30 days:\n\n%(link)s\n"
    ) % {"name": expert.name, "link": link}
    transaction.on_commit(lambda: _send(subject, text, email))


def _send(subject: str, text: str, email: str) -> None:
    try:
        send_mail(subject, text, None, [email])
    except OSError as error:  # of SMTP or of the network
        log.warning("invitation_not_sent", error=type(error).__name__)


def find_invitation(token: str) -> Invitation:
    """The invitation of a link. Raises NoInvitation for one that is foreign, used or expired."""
    try:
        _signer().unsign(token)
    except BadSignature:
        raise NoInvitation(_("This is not a link of an invitation. Was it cut short?")) from None
    found = Invitation.objects.filter(token_hash=_hash(token)).select_related("expert").first()
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


def _signer() -> Signer:
    return Signer(salt="expert invitations", sep="~")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
