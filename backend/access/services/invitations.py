"""Colleagues are invited, and join."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.access.inviting import STEPS, Invited
from backend.access.models import MemberInvitation, MemberInvitationStatus
from backend.access.services.accounts import open_account
from backend.access.services.letters import JOIN, write_invitation
from backend.access.services.members import begin_membership
from backend.accounts.models import User
from backend.accounts.services import learn_language
from backend.common.errors import Conflict
from backend.common.transitions import Person
from backend.directory.models import Institution, Membership, Profile

VALID = timedelta(days=14)
MOST_OPEN = 50  # invitations of one institution that wait for an answer
Sent = MemberInvitationStatus.SENT


@transaction.atomic
def invite_colleague(
    *, institution: Institution, email: str, role: str, language: str, by: User
) -> MemberInvitation:
    """Raises ``Conflict`` where this address is a member or invited, or too many are."""
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    today = Membership.objects.valid_on(timezone.localdate())
    if today.filter(institution=institution, user__email__iexact=email).exists():
        raise Conflict(_("This person is a member already; change the role."), code="member")
    open_ones = MemberInvitation.objects.filter(institution=institution, status=Sent)
    if open_ones.filter(email__iexact=email).exists():
        raise Conflict(_("This address is invited already; send it again."), code="invited")
    if open_ones.count() >= MOST_OPEN:
        told = _("%(most)d invitations wait for an answer. Take some of them back first.")
        raise Conflict(told % {"most": MOST_OPEN}, code="too_many")
    made = MemberInvitation.objects.create(
        institution=institution,
        email=email.lower(),
        role=role,
        language=language,
        invited_by=by,
        sent_at=timezone.now(),
        expires_at=timezone.now() + VALID,
    )
    write_invitation(made)
    return made


def invitation_of(token: str) -> MemberInvitation | None:
    """The invitation of a link; None for one that is not ours."""
    rows = MemberInvitation.objects.select_related("institution", "invited_by")
    pk = JOIN.row_id(token)
    return rows.filter(pk=pk).first() if pk else None


@transaction.atomic
def withdraw(*, invitation: MemberInvitation, by: Person) -> MemberInvitation:
    row = _locked(invitation)
    STEPS.take_step("withdraw", row, by)
    return row


@transaction.atomic
def resend(*, invitation: MemberInvitation, by: Person) -> MemberInvitation:
    """Once a day at most; the same link, with its time begun anew."""
    row = _locked(invitation)
    STEPS.take_step("resend", row, by)
    row.sent_at, row.expires_at = timezone.now(), timezone.now() + VALID
    row.save(update_fields=["sent_at", "expires_at", "updated_at"])
    write_invitation(row)
    return row


@transaction.atomic
def join(*, invitation: MemberInvitation, user: User) -> Membership:
    """With the account one has. Raises as ``take_step`` does."""
    row = _locked(invitation)
    STEPS.take_step("accept", row, Invited(row))
    learn_language(user=user, language=row.language)
    row.membership = begin_membership(user=user, institution=row.institution, role=row.role)
    row.save(update_fields=["membership", "updated_at"])
    return row.membership


@transaction.atomic
def join_with_new_account(*, invitation: MemberInvitation, name: str, password: str) -> User:
    """The account has the address that was invited: its link has proven it."""
    row = _locked(invitation)
    STEPS.take_step("accept", row, Invited(row))
    user = open_account(email=row.email, name=name, language=row.language, password=password)
    row.membership = begin_membership(user=user, institution=row.institution, role=row.role)
    row.save(update_fields=["membership", "updated_at"])
    return user


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """Who is invited to an institution that was merged joins the one that stayed."""
    if kept.kind != Profile.Kind.INSTITUTION:
        return
    open_ones = MemberInvitation.objects.filter(institution=dropped.pk, status=Sent)
    there = MemberInvitation.objects.filter(institution=kept.pk, status=Sent)
    twice = open_ones.filter(email__in=there.values("email"))
    twice.update(status=MemberInvitationStatus.WITHDRAWN, version=F("version") + 1)
    open_ones.update(institution=kept.pk, version=F("version") + 1)


def _locked(invitation: MemberInvitation) -> MemberInvitation:
    rows = MemberInvitation.objects.select_for_update(of=("self",))
    return rows.select_related("institution", "invited_by").get(pk=invitation.pk)
