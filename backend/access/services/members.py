"""Who acts for an institution, in which role, from when until when; one owner at least."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from backend.access.selectors import owners_today
from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.directory.models import Institution, Membership

Role = Membership.Role


class LastOwner(Conflict):
    default_code = "last_owner"

    def __init__(self) -> None:
        super().__init__(_("This is the last owner: make somebody else an owner first."))


def begin_membership(*, user: User, institution: Institution, role: str) -> Membership:
    """From today on. A role that the person has already is left as it is."""
    today = timezone.localdate()
    rows = Membership.objects.filter(user=user, institution=institution, role=role)
    if there := rows.valid_on(today).first():
        return there
    if ended_today := rows.filter(valid_from=today).first():
        ended_today.valid_to = None
        ended_today.version += 1
        ended_today.save(update_fields=["valid_to", "version", "updated_at"])
        return ended_today
    return Membership.objects.create(
        user=user, institution=institution, role=role, valid_from=today
    )


def locked_membership(membership: Membership) -> Membership:
    """Locked after its institution: owners who change each other wait for each other."""
    institution = Institution.objects.select_for_update(of=("self",)).get(
        pk=membership.institution_id
    )
    row = Membership.objects.select_for_update(of=("self",)).select_related("user")
    found = row.get(pk=membership.pk)
    found.institution = institution
    return found


def check_manages(*, by: User, institution: Institution) -> None:
    """Asked once the institution is locked: who was an owner a moment ago may be none now."""
    if not by.has_perm("access.manage_members", institution):
        raise PermissionDenied()


@transaction.atomic
def change_role(*, membership: Membership, role: str) -> Membership:
    """Of a locked membership. Raises ``LastOwner``, or ``Conflict`` where it is over."""
    _check_in_force(membership)
    if role != Role.OWNER:
        _check_not_last_owner(membership)
    membership.role = role
    membership.version += 1
    membership.save(update_fields=["role", "version", "updated_at"])
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """From today on it is over; the row stays. Everybody may end their own."""
    row = locked_membership(membership)
    if row.user_id != by.pk:
        check_manages(by=by, institution=row.institution)
    _check_in_force(row)
    _check_not_last_owner(row)
    row.valid_to = timezone.localdate()
    row.version += 1
    row.save(update_fields=["valid_to", "version", "updated_at"])
    return row


def _check_in_force(membership: Membership) -> None:
    if membership.valid_to and membership.valid_to <= timezone.localdate():
        raise Conflict(_("This membership is over already."), code="over")


def _check_not_last_owner(membership: Membership) -> None:
    owners = owners_today().filter(institution=membership.institution_id)
    if membership.role == Role.OWNER and not owners.exclude(user=membership.user_id).exists():
        raise LastOwner()
