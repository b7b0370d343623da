"""Experts name delegates, who accept by a link, and end what they gave at any time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.links import SignedLink
from backend.directory.models import Delegate, Expert
from backend.directory.selectors import language_at, language_of
from backend.notifications.services import write_letter

LINK = SignedLink("delegate", "delegates of profiles")
VALID = timedelta(days=30)
MOST = 5  # at a time


class NoDelegation(Exception):
    """A link that leads nowhere; its text says why, in the reader's language."""


@transaction.atomic
def name_delegate(*, expert: Expert, email: str, by: User) -> Delegate:
    """Writes to the person, with a link that works once. Raises ``Conflict``.

    Whether the address has an account is not looked up: nobody learns it here.
    """
    row = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    _clear_expired(row)
    current = row.delegates.filter(ended_at=None)
    if current.filter(email__iexact=email).exists():
        raise Conflict(_("This person was named already. End that first."), code="named")
    if current.count() >= MOST:
        told = _("At most %(most)d delegates at a time. End one of them first.")
        raise Conflict(told % {"most": MOST}, code="many")
    made = Delegate.objects.create(
        expert=row,
        email=email.lower(),
        expires_at=timezone.now() + VALID,
        named_by=by,
    )
    _write(made)
    return made


def named_by_link(token: str) -> Delegate:
    """The delegation of a link. Raises NoDelegation for one that is foreign, used or over."""
    rows = Delegate.objects.select_related("expert")
    pk = LINK.row_id(token)
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise NoDelegation(_("This is not a link of a delegation. Was it cut short?"))
    if found.accepted_at and not found.ended_at:
        raise NoDelegation(_("This link was used already. Log in to see the profile."))
    if found.ended_at or found.expires_at <= timezone.now() or found.expert.withdrawn_at:
        raise NoDelegation(_("This delegation is over. Ask the expert whether it is wanted."))
    return found


@transaction.atomic
def accept_delegation(*, token: str, user: User) -> Delegate:
    """Raises NoDelegation."""
    expert = Expert.objects.select_for_update(of=("self",)).get(pk=named_by_link(token).expert_id)
    row = named_by_link(token)  # as it is now that nobody else can use it
    if expert.user_id == user.pk:
        raise NoDelegation(_("This is your own profile: you need not be your own delegate."))
    if expert.delegates.in_force().filter(user=user).exists():
        raise NoDelegation(_("You are a delegate of this expert already."))
    row.user, row.accepted_at = user, timezone.now()
    row.version += 1
    row.save(update_fields=["user", "accepted_at", "version", "updated_at"])
    return row


@transaction.atomic
def end_delegation(*, delegate: Delegate) -> Delegate:
    """From now on. One that is over stays so."""
    row = Delegate.objects.select_for_update().get(pk=delegate.pk)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.version += 1
        row.save(update_fields=["ended_at", "version", "updated_at"])
    return row


def _clear_expired(expert: Expert) -> None:
    """A link that nobody used in time takes no place."""
    late = expert.delegates.filter(ended_at=None, accepted_at=None, expires_at__lte=timezone.now())
    late.update(ended_at=timezone.now())


def _write(delegate: Delegate) -> None:
    language = language_at(delegate.email, known=language_of(delegate.expert))
    with translation.override(language):
        write_letter(
            address=delegate.email,
            language=language,
            subject=_("Will you look after a profile?"),
            text=_(
                "Good day,\n\n%(name)s asks you to look after the profile at Counterpart: to keep "
                "it up to date and to see invitations, not to accept or sign anything. By this "
                "link you agree; it works once, for 30 days:\n\n%(link)s"
            )
            % {"name": delegate.expert.name, "link": LINK.to(delegate)},
            of=delegate,
        )
