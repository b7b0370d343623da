"""Requests for access: asked for, confirmed, answered, and decided on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled

from backend.access.models import AccessRequest, AccessStatus, AccessStep
from backend.access.services import letters
from backend.access.services.accounts import account_of, open_account
from backend.access.services.members import begin_membership
from backend.access.steps import STEPS, Asker
from backend.accounts.models import User
from backend.accounts.services import learn_language
from backend.common.errors import Conflict
from backend.common.records import record_step
from backend.directory.models import Institution, Membership
from backend.directory.services.profiles import create_profile
from backend.files.models import FileStatus
from backend.files.services import receive, remove

MOST = 3  # requests a day that name the same address
KEPT = timedelta(days=14)  # what nobody confirms
PASSWORD_WITHIN = timedelta(days=30)
OF_INSTITUTION = ("names", "type", "country", "city", "website")


class LetterRefused(Exception):
    """The official letter is not taken; its text says why, in the reader's language."""


@transaction.atomic
def ask_for_access(*, values: Mapping[str, Any]) -> AccessRequest:
    """Keeps what was asked, and writes to the address: what comes next needs its link.

    Raises ``Throttled`` where this address was written to often today, by whomever it was given.
    """
    today = AccessRequest.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.annotate(folded=Lower("email")).filter(folded=values["email"].lower()).count() >= MOST:
        raise Throttled()
    made = AccessRequest.objects.create(**values)
    letters.write_confirmation(made)
    return made


def request_of(token: str) -> AccessRequest | None:
    """The request of a link; None for one that is not ours, or that was forgotten."""
    rows = AccessRequest.objects.select_related("country", "institution", "account")
    pk = letters.ASKED.row_id(token)
    return rows.filter(pk=pk).first() if pk else None


@transaction.atomic
def confirm(*, request: AccessRequest, letter: UploadedFile | None = None) -> AccessRequest:
    """The address is the asker's. Raises as ``answer`` does."""
    return _with_letter(_move(request, "confirm", Asker(request)), letter)


@transaction.atomic
def answer(
    *, request: AccessRequest, values: Mapping[str, Any], letter: UploadedFile | None = None
) -> AccessRequest:
    """The asker completes what was returned. Raises as ``take_step`` does, and LetterRefused."""
    row = _move(request, "answer", Asker(request))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return _with_letter(row, letter)


@transaction.atomic
def send_back(*, request: AccessRequest, by: User, reason: str) -> AccessRequest:
    row = _move(request, "return", by, reason)
    letters.write_return(row, reason)
    return row


@transaction.atomic
def reject(*, request: AccessRequest, by: User, reason: str) -> AccessRequest:
    row = _move(request, "reject", by, reason)
    letters.write_rejection(row, reason)
    return row


@transaction.atomic
def approve(*, request: AccessRequest, by: User, institution: Institution | None) -> AccessRequest:
    """Lets the organisation in: as one of the directory, or (None) as a new one.

    Institution, account and ownership come about together, with the letter that tells of them.
    """
    row = _locked(request)
    if institution is None:
        values = {name: getattr(row, name) for name in OF_INSTITUTION}
        institution = create_profile(model=Institution, values=values)
    account = account_of(row.email) or open_account(
        email=row.email, name=row.focal_point, language=row.language
    )
    learn_language(user=account, language=row.language)
    row.institution, row.account = institution, account
    row.approved_at = timezone.now()
    row.save(update_fields=["institution", "account", "approved_at", "updated_at"])
    row = _move(row, "approve", by)
    begin_membership(user=account, institution=institution, role=Membership.Role.OWNER)
    letters.write_approval(row)
    return row


def may_choose_password(request: AccessRequest) -> bool:
    """The link opens a new account once, and for a while."""
    return (
        request.status == AccessStatus.APPROVED
        and request.account is not None
        and request.account.is_active
        and not request.account.has_usable_password()
        and request.approved_at is not None
        and request.approved_at > timezone.now() - PASSWORD_WITHIN
    )


@transaction.atomic
def choose_password(*, request: AccessRequest, password: str) -> User:
    """Raises ``Conflict`` where the account has a password, or the time is over."""
    row = _locked(request)
    if not may_choose_password(row) or row.account is None:
        raise Conflict(_("This link has been used. Log in, or have your password renewed there."))
    row.account.set_password(password)
    row.account.save(update_fields=["password"])
    return row.account


def forget_unconfirmed() -> int:
    """Whoever did not confirm did not ask. Says how many."""
    old = AccessRequest.objects.filter(
        status=AccessStatus.UNCONFIRMED, created_at__lt=timezone.now() - KEPT
    )
    return old.delete()[1].get("access.AccessRequest", 0)


def _with_letter(row: AccessRequest, letter: UploadedFile | None) -> AccessRequest:
    """A new one takes the place of the one before."""
    if letter is None:
        return row
    before, row.letter = row.letter, receive(by=None, name=letter.name or "", data=letter.read())
    if row.letter.status != FileStatus.READY:
        raise LetterRefused(row.letter.get_refusal_display())
    row.save(update_fields=["letter", "updated_at"])
    if before:
        remove(file=before)
    return row


def _locked(request: AccessRequest) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("country", "institution", "account", "letter").get(pk=request.pk)


def _move(request: AccessRequest, step: str, by: User | Asker, reason: str = "") -> AccessRequest:
    """The step and its record."""
    row = _locked(request)
    record_step(STEPS, step, row, by, AccessStep, reason=reason)
    return row
